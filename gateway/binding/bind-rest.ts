import type { ConstDirectiveNode } from 'graphql';
import { getNullableType, isCompositeType } from 'graphql';
import type { Operation, SchemaNode } from '../contract/index.ts';
import { createArgumentUse } from './argument-use.ts';
import { asRead } from './as-read.ts';
import { bindCall } from './bind-call.ts';
import type { OutcomePlan, OutcomeType } from './bind-outcomes.ts';
import { bindOutcomes, outcomesAt } from './bind-outcomes.ts';
import { bindValue } from './bind-value.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf, intArgument } from './directives.ts';
import { findAnswer, findPlace, siteOfAnswer } from './find-answer.ts';
import { findOperation } from './find-operation.ts';
import type { BoundValue, Read, RestField } from './model.ts';
import { checkSecurity } from './policies.ts';
import { readMissing } from './read-missing.ts';
import { readsRow } from './reads-row.ts';
import type { SuccessAnswer } from './success-answer.ts';
import { successResponses } from './success-answer.ts';
import type { ValueBinder } from './value-source.ts';

/** A field with `@rest`: one call of an operation. Undefined after a mistake, which was reported. */
export function bindRest(site: FieldSite, directive: ConstDirectiveNode): RestField | undefined {
  const operation = findOperation(site, directive);
  if (operation === undefined) return undefined;
  checkSecurity(site, operation);
  return bindRestCall(site, directive, operation, (source) => bindValue(siteOfAnswer(site, source), source));
}

/** @param valueOf what becomes of the place in the answer */
export function bindRestCall(
  site: FieldSite,
  directive: ConstDirectiveNode,
  operation: Operation,
  valueOf: ValueBinder,
): RestField | undefined {
  const { call, sent } = bindCall({
    site,
    directive,
    operation,
    parent: 'one',
    keys: undefined,
    used: createArgumentUse(),
  });
  const outcomes = outcomesAt(site, directive, operation);
  const missing = readMissing(site, directive, operation, outcomes);
  const fanout = readFanout(site, directive);
  const plan = { site, directive, operation, sent };
  const bound = outcomes && bindOutcomes(plan, outcomes);
  const answer =
    outcomes?.hasOthers === false ? onlyOutcomes(plan, outcomes) : readAnswer(plan, outcomes, valueOf);
  if (answer === undefined) return undefined;
  return {
    kind: 'rest',
    call,
    fanout: readsRow(call) ? fanout : undefined,
    missing,
    ...answer,
    outcomes: bound ?? new Map(),
  };
}

interface BoundAnswer {
  readonly at: Read;
  readonly value: BoundValue;
}

const WHOLE_ANSWER: Read = { from: 'body', path: [] };

function readAnswer(
  { site, directive, operation, sent }: OutcomePlan,
  outcomes: OutcomeType | undefined,
  valueOf: ValueBinder,
): BoundAnswer | undefined {
  const answer = findAnswer(site, directive, operation, new Set(outcomes?.byStatus.keys()));
  if (answer === undefined) return undefined;
  const at = argumentOf(directive, 'at');
  const isBoolean = getNullableType(site.field.type).toString() === 'Boolean';
  if (isBoolean && at === undefined && answer.bodiless)
    return { at: WHOLE_ANSWER, value: { kind: 'success' } };
  const found =
    findWithoutBody(site, directive, operation, answer) ??
    findPlace(site, directive, { operation, sent }, answer);
  if (found === undefined) return undefined;
  const value = valueOf({ operation, answer, node: found.node, sent });
  return value && { at: found.read, value: asRead(found.read, value) };
}

/** Every member is the answer of some status, so that no success may be without one. */
function onlyOutcomes(
  { site, directive, operation }: OutcomePlan,
  { type, byStatus }: OutcomeType,
): BoundAnswer {
  const left = successResponses(operation).find(({ status }) => !byStatus.has(Number(status)));
  if (left !== undefined) {
    reportAt(site, {
      code: 'GH103',
      node: directive,
      message: `${site.coordinate} is ${type.name}, but no member of it is the answer of ${operation.coordinate} with status ${left.status}`,
      fix: `add a type for it to ${type.name}, with that @status or with none`,
      place: { contract: operation.contract, pointer: left.pointer },
    });
  }
  return { at: WHOLE_ANSWER, value: { kind: 'variants', type: type.name, members: [] } };
}

/** A success without a body, seen as an object, is `{}`: its fields read headers, or make calls of their own. */
function findWithoutBody(
  { field }: FieldSite,
  directive: ConstDirectiveNode,
  { contract, pointer }: Operation,
  answer: SuccessAnswer,
): { readonly node: SchemaNode; readonly read: Read } | undefined {
  if (!answer.bodiless || !isCompositeType(getNullableType(field.type)) || argumentOf(directive, 'at'))
    return undefined;
  return {
    node: { contract, pointer: answer.place?.pointer ?? pointer, json: { type: 'object' } },
    read: WHOLE_ANSWER,
  };
}

function readFanout(site: FieldSite, directive: ConstDirectiveNode): number | undefined {
  const fanout = intArgument(directive, 'fanout');
  if (fanout === undefined || fanout > 0) return fanout;
  const node = argumentOf(directive, 'fanout');
  const message = `fanout: ${fanout} would allow no call`;
  return reportAt(site, {
    code: 'GH003',
    node,
    message,
    fix: 'write the most distinct calls one level may make',
  });
}
