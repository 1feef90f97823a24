import type { ConstDirectiveNode, GraphQLAbstractType, GraphQLObjectType } from 'graphql';
import { getNamedType, getNullableType, isAbstractType } from 'graphql';
import type { Operation, SchemaNode } from '../contract/index.ts';
import { responseFor } from '../contract/index.ts';
import { bindVariants } from './bind-variants.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf } from './directives.ts';
import { reportDiffering, siteOfAnswer } from './find-answer.ts';
import type { Outcome } from './model.ts';
import { statusesOf } from './outcome-members.ts';
import type { SentCall } from './sent-call.ts';
import type { SuccessAnswer } from './success-answer.ts';
import { answerTo, isDiffering } from './success-answer.ts';

export interface OutcomePlan {
  readonly site: FieldSite;
  readonly directive: ConstDirectiveNode;
  readonly operation: Operation;
  readonly sent: SentCall;
}

/** A union or interface that a call gives as a whole, and those of its members that `@status` makes answers. */
export interface OutcomeType {
  readonly type: GraphQLAbstractType;
  /** By status that the operation declares. */
  readonly byStatus: ReadonlyMap<number, readonly GraphQLObjectType[]>;
  /** False where every member has a status. */
  readonly hasOthers: boolean;
}

/** Undefined where the field's type has no outcomes. Reports statuses that the operation does not declare. */
export function outcomesAt(
  site: FieldSite,
  directive: ConstDirectiveNode,
  operation: Operation,
): OutcomeType | undefined {
  const type = getNamedType(site.field.type);
  if (!isAbstractType(type)) return undefined;
  const members = site.scope.schema.getPossibleTypes(type);
  const outcomes = members.filter((member) => statusesOf(member) !== undefined);
  if (outcomes.length === 0) return undefined;
  const isWhole = directive.name.value === 'rest' && getNullableType(site.field.type) === type;
  if (!isWhole) return reportNotWhole(site, directive, outcomes);
  const byStatus = new Map<number, GraphQLObjectType[]>();
  for (const member of outcomes) {
    for (const status of declaredStatuses(site, directive, operation, member))
      byStatus.set(status, [...(byStatus.get(status) ?? []), member]);
  }
  return { type, byStatus, hasOthers: outcomes.length < members.length };
}

/** What each status means that is a result of its own. */
export function bindOutcomes(
  { site, directive, operation, sent }: OutcomePlan,
  { type, byStatus }: OutcomeType,
): ReadonlyMap<number, Outcome> {
  const outcomes = new Map<number, Outcome>();
  for (const [status, members] of byStatus) {
    const answer = answerTo(operation, status);
    if (isDiffering(answer)) {
      reportDiffering(
        site,
        directive,
        answer,
        `the answers of ${operation.coordinate} with status ${status}`,
      );
      continue;
    }
    const node = answer.schema ?? nothingAt(operation, answer);
    const source = { operation, answer, node, sent };
    const value = bindVariants(siteOfAnswer(site, source), { type, members }, source);
    if (value !== undefined) outcomes.set(status, { value, hasBody: answer.schema !== undefined });
  }
  return outcomes;
}

/** What is not described as JSON is not read: the fields of such a type read headers and the status. */
function nothingAt({ contract, pointer }: Operation, { place }: SuccessAnswer): SchemaNode {
  return { contract, pointer: place?.pointer ?? pointer, json: { type: 'object' } };
}

function declaredStatuses(
  site: FieldSite,
  directive: ConstDirectiveNode,
  operation: Operation,
  member: GraphQLObjectType,
): readonly number[] {
  const statuses = statusesOf(member) ?? [];
  const declared = statuses.filter((status) => responseFor(operation, status) !== undefined);
  for (const status of statuses) site.scope.statuses.add(member, status, declared.includes(status));
  // A status that HTTP does not have is reported where it stands.
  if (declared.length > 0 || statuses.length === 0) return declared;
  const { responses, coordinate } = operation;
  return (
    reportAt(site, {
      code: 'GH106',
      node: argumentOf(directive, 'operation') ?? directive,
      message: `${site.coordinate} may be ${member.name}, which is what status ${statuses.join(' or ')} means, but ${coordinate} declares no such answer; it has ${[...responses.keys()].join(', ')}`,
      fix: `name a status that ${coordinate} declares, or ask the service to declare the answer`,
      place: operation,
    }) ?? []
  );
}

function reportNotWhole(
  site: FieldSite,
  directive: ConstDirectiveNode,
  [first]: readonly GraphQLObjectType[],
): undefined {
  const why =
    directive.name.value === 'join'
      ? 'a join, whose call is made for many parents at once'
      : `${String(site.field.type)}, a list, which no answer of another status is`;
  return reportAt(site, {
    code: 'GH107',
    node: directive,
    message: `${site.coordinate} may be ${first?.name}, which has @status, but the field is ${why}`,
    fix: 'use a union without types that have @status here, or bind a single object with @rest',
  });
}
