import { asRead } from './as-read.ts';
import { bindValue } from './bind-value.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt, reportFromProducer } from './binding-scope.ts';
import { checkPromise } from './check-promise.ts';
import { argumentOf, directiveOn, textArgument } from './directives.ts';
import type { BoundField } from './model.ts';
import type { RowPlace } from './place.ts';
import type { ReadStart, ResolvedRead } from './read-path.ts';
import { readPath, resolveRead } from './read-path.ts';

/** A field without a call: a property of the row, named by the field or by `@json`. */
export function bindRead(site: FieldSite, row: RowPlace): BoundField | undefined {
  reportIdleArguments(site);
  const found = findProperty(site, { ...row, start: 'value' });
  if (found === undefined) return undefined;
  if (isWriteOnly(found)) return reportWriteOnly(site, found);
  checkPromise(site, found);
  const value = bindValue(site, { ...row, node: found.node, entry: found.entry });
  return value && { kind: 'read', read: found.read, value: asRead(found.read, value) };
}

/** The place that the field names, or `@json` on it. */
export function findProperty(site: FieldSite, start: ReadStart): ResolvedRead | undefined {
  const json = directiveOn(site.field, 'json');
  const path = json && textArgument(json, 'path');
  if (json === undefined || path === undefined) {
    return resolveRead(site, { from: 'value', segments: [site.field.name] }, start, undefined);
  }
  return readPath(site, path, start, argumentOf(json, 'path'));
}

export function isWriteOnly({ node: { json } }: ResolvedRead): boolean {
  return typeof json === 'object' && json['writeOnly'] === true;
}

export function reportWriteOnly(site: FieldSite, { node }: ResolvedRead): undefined {
  const message = `${site.coordinate} reads a property that is \`writeOnly\`: no answer has it`;
  return reportFromProducer(site, { code: 'GH013', message, fix: 'remove the field', place: node });
}

/** Arguments of a field that makes no call. */
export function reportIdleArguments(site: FieldSite): void {
  for (const argument of site.field.args) {
    reportAt(site, {
      code: 'GH020',
      node: argument.astNode ?? undefined,
      message: `${site.coordinate}(${argument.name}:) reaches nothing: the field makes no call`,
      fix: 'remove it, or bind the field with @rest or @join',
    });
  }
}
