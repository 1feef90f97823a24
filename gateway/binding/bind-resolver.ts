import type { ConstDirectiveNode } from 'graphql';
import { bindValue } from './bind-value.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf, intArgument } from './directives.ts';
import { siteOfAnswer } from './find-answer.ts';
import { findOperations } from './find-operation.ts';
import type { ResolverField } from './model.ts';
import { checkSecurity, demandGroupPolicy } from './policies.ts';
import { createSentCall } from './sent-call.ts';

/** A field with `@resolver`: answered in TypeScript. Undefined after a mistake, which was reported. */
export function bindResolver(site: FieldSite, directive: ConstDirectiveNode): ResolverField | undefined {
  const { coordinate, place, scope } = site;
  const calls = findOperations(site, directive, 'calls');
  const atMost = readAtMost(site, directive);
  for (const operation of calls) checkSecurity(site, operation);
  demandGroupPolicy(site);
  demandFunction(site, directive);
  const given = scope.given.valueOf(coordinate);
  const source = { ...given, sent: createSentCall(given.operation, coordinate, []) };
  const value = bindValue(siteOfAnswer(site, source), source);
  if (value === undefined) return undefined;
  const row = place.kind === 'row' ? place.node : undefined;
  return {
    kind: 'resolver',
    coordinate,
    calls,
    atMost,
    row,
    gives: given.node,
    standIn: given.operation,
    value,
  };
}

/** What cannot be counted cannot be bounded, so that both are said or neither. */
function readAtMost(site: FieldSite, directive: ConstDirectiveNode): number {
  const calls = argumentOf(directive, 'calls');
  const atMost = intArgument(directive, 'atMost');
  if (calls === undefined && atMost === undefined) return 0;
  if (calls !== undefined && atMost !== undefined && atMost > 0) return atMost;
  reportAt(site, {
    code: 'GH162',
    node: argumentOf(directive, 'atMost') ?? directive,
    ...describe(site, calls, atMost),
  });
  return 0;
}

function describe(
  { coordinate }: FieldSite,
  calls: unknown,
  atMost: number | undefined,
): { readonly message: string; readonly fix: string } {
  if (calls === undefined) {
    const message = `${coordinate} may make ${atMost} calls, but names no operation`;
    return { message, fix: 'name the operations: calls: ["service.operationId"], or leave atMost out' };
  }
  const fix = 'write atMost: the most calls that it makes for all rows of a level together';
  if (atMost === undefined) return { message: `${coordinate} names what it calls, but not how often`, fix };
  return { message: `${coordinate} names what it calls, but atMost: ${atMost} allows no call`, fix };
}

function demandFunction(site: FieldSite, node: ConstDirectiveNode): void {
  const { scope, type, field } = site;
  if (scope.functions === undefined) return;
  const ofType = Object.hasOwn(scope.functions, type.name) ? scope.functions[type.name] : undefined;
  if (ofType !== undefined && Object.hasOwn(ofType, field.name) && typeof ofType[field.name] === 'function')
    return;
  reportAt(site, {
    code: 'GH160',
    node,
    message: `${site.coordinate} is marked @resolver, but there is no function resolvers.${site.coordinate}`,
    fix: `write it in the resolvers of this client, or remove the mark`,
  });
}
