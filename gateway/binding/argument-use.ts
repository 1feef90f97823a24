import type { GraphQLArgument, GraphQLInputField } from 'graphql';
import { getNullableType, isInputObjectType } from 'graphql';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import type { PathSegment } from './parse-path.ts';

/** Notes which arguments, or which fields of them, go into a call. */
export interface ArgumentUse {
  add(path: readonly PathSegment[]): void;
  has(path: readonly PathSegment[]): boolean;
  /** True where something below the path is used, but not all of it. */
  hasBelow(path: readonly PathSegment[]): boolean;
}

export function createArgumentUse(): ArgumentUse {
  const used = new Set<string>();
  return {
    add: (path) => void used.add(path.join('.')),
    has: (path) => used.has(path.join('.')),
    hasBelow: (path) => [...used].some((other) => other.startsWith(`${path.join('.')}.`)),
  };
}

/** Reports every argument, and every field of a taken-apart input object, that no call carries. */
export function reportUnused(site: FieldSite, used: ArgumentUse, operation: string): void {
  for (const argument of site.field.args) reportUnusedInput(site, used, operation, argument, [argument.name]);
}

function reportUnusedInput(
  site: FieldSite,
  used: ArgumentUse,
  operation: string,
  input: GraphQLArgument | GraphQLInputField,
  path: readonly string[],
): void {
  if (used.has(path)) return;
  const type = getNullableType(input.type);
  if (used.hasBelow(path) && isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      reportUnusedInput(site, used, operation, field, [...path, field.name]);
    }
    return;
  }
  if (used.hasBelow(path)) return;
  reportAt(site, {
    code: 'GH020',
    node: input.astNode ?? undefined,
    message: `${site.coordinate}: \`$args.${path.join('.')}\` reaches nothing of ${operation}`,
    fix: 'name the parameter it is for in `args` or the place in `body`, or remove it',
  });
}
