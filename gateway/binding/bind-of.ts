import type { ConstDirectiveNode } from 'graphql';
import { asRead } from './as-read.ts';
import type { BoundNamedCalls } from './bind-named-calls.ts';
import { findProperty, isWriteOnly, reportIdleArguments, reportWriteOnly } from './bind-read.ts';
import { bindValue } from './bind-value.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf, textArgument } from './directives.ts';
import { siteOfAnswer } from './find-answer.ts';
import type { OfField } from './model.ts';
import { checkSecurity } from './policies.ts';
import { suggestName } from './suggest-name.ts';

/** A field with `@json(of:)`: reads what a shared call of its type gives. Undefined after a mistake, which was reported. */
export function bindOf(
  site: FieldSite,
  json: ConstDirectiveNode,
  shared: BoundNamedCalls,
): OfField | undefined {
  reportIdleArguments(site);
  const name = textArgument(json, 'of') ?? '';
  const declared = site.scope.namedCalls.get(site.type.name);
  if (declared?.has(name) !== true) return reportUnknown(site, json, name, [...(declared?.keys() ?? [])]);
  const bound = shared.get(name);
  if (bound === undefined) return undefined;
  const { call, source } = bound;
  checkSecurity(site, call.call.operation);
  const inAnswer = siteOfAnswer(site, source);
  const found = findProperty(inAnswer, { ...source, start: 'value' });
  if (found === undefined) return undefined;
  if (isWriteOnly(found)) return reportWriteOnly(inAnswer, found);
  const value = bindValue(inAnswer, { ...source, node: found.node, entry: found.entry });
  return value && { kind: 'of', call: name, read: found.read, value: asRead(found.read, value) };
}

/** Does the field read from a call that could not be bound, so that its own mistake is told already? */
export function readsFailedCall({ scope, type, field }: FieldSite, shared: BoundNamedCalls): boolean {
  const json = field.astNode?.directives?.find((directive) => directive.name.value === 'json');
  const name = json && textArgument(json, 'of');
  if (name === undefined || shared.has(name)) return false;
  return scope.namedCalls.get(type.name)?.has(name) === true;
}

function reportUnknown(
  site: FieldSite,
  json: ConstDirectiveNode,
  name: string,
  declared: readonly string[],
): undefined {
  const { type, coordinate } = site;
  const nearest = suggestName(name, declared);
  const known = declared.length === 0 ? 'it has none' : `it has ${declared.join(', ')}`;
  const declare = `declare it: type ${type.name} @rest(as: "${name}", …)`;
  return reportAt(site, {
    code: 'GH123',
    node: argumentOf(json, 'of') ?? json,
    message: `${coordinate} reads from the call \`${name}\`, but ${type.name} has no such call; ${known}`,
    fix: nearest === undefined ? declare : `write of: "${nearest}", or ${declare}`,
  });
}
