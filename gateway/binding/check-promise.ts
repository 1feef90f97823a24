import { isNonNullType } from 'graphql';
import type { FieldSite } from './binding-scope.ts';
import { reportFromProducer } from './binding-scope.ts';
import type { ResolvedRead } from './read-path.ts';

const REASONS = {
  optional: 'may be left out',
  nullable: 'may be null',
  index: 'may be beyond the end of its list',
  unsent: 'is left out of the call where its argument is absent',
} as const;

const REMEDIES = {
  optional: ', or ask the service to make the property `required`',
  nullable: '',
  index: '',
  unsent: ', or make the argument non-null',
} as const;

/** A non-null field needs a value that the contract promises. */
export function checkPromise(site: FieldSite, { absence }: ResolvedRead): void {
  if (absence === undefined || !isNonNullType(site.field.type)) return;
  reportFromProducer(site, {
    code: 'GH034',
    message: `${site.coordinate} is non-null, but ${absence.reason === 'unsent' ? '' : 'by the contract '}\`${absence.name}\` ${REASONS[absence.reason]}`,
    fix: `drop the \`!\`${REMEDIES[absence.reason]}`,
    place: absence.node,
  });
}
