import type { ConstDirectiveNode } from 'graphql';
import { GraphQLBoolean, getNullableType } from 'graphql';
import type { Operation } from '../contract/index.ts';
import { responseFor } from '../contract/index.ts';
import type { OutcomeType } from './bind-outcomes.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf, textArgument } from './directives.ts';
import type { MissingPolicy } from './model.ts';

/** What HTTP 404 means; to make it anything but an error, the contract must declare it. */
export function readMissing(
  site: FieldSite,
  directive: ConstDirectiveNode,
  operation: Operation,
  outcomes?: OutcomeType,
): MissingPolicy {
  const missing = textArgument(directive, 'missing');
  if (missing !== 'NULL' && missing !== 'FALSE') return 'ERROR';
  const node = argumentOf(directive, 'missing');
  if (responseFor(operation, 404) === undefined) {
    const message = `${operation.coordinate} declares no 404 that \`missing: ${missing}\` could stand for`;
    const fix = 'remove `missing`, or ask the service to declare the answer';
    reportAt(site, { code: 'GH053', node, message, fix, place: operation });
  }
  const [outcome] = outcomes?.byStatus.get(404) ?? [];
  if (outcome !== undefined) {
    const message = `${site.coordinate}: 404 means ${outcome.name} by its @status, and ${missing} by \`missing\``;
    reportAt(site, { code: 'GH108', node, message, fix: 'keep one of the two' });
  }
  const isBoolean = getNullableType(site.field.type) === GraphQLBoolean && directive.name.value === 'rest';
  if (missing === 'FALSE' && !isBoolean) {
    const message = `${site.coordinate} is ${String(site.field.type)}, which cannot be false`;
    reportAt(site, { code: 'GH054', node, message, fix: 'write missing: NULL' });
  }
  return missing;
}
