import type { GraphQLInputObjectType } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import { reportAt } from './binding-scope.ts';
import { describeSchema, nameSchema } from './describe-schema.ts';
import type { InputBranch } from './input-branches.ts';
import type { InputPlace } from './input-place.ts';
import { presentNames } from './present-names.ts';

export function reportInputType(
  { site, text, node }: InputPlace,
  type: string,
  place: SchemaNode,
): undefined {
  return reportAt(site, {
    code: 'GH032',
    node,
    message: `${text} is ${type}, but the contract takes ${describeSchema(place)}`,
    fix: 'give it the type that the contract takes',
    place,
  });
}

export function reportNoBranch(
  { site, text, node }: InputPlace,
  type: GraphQLInputObjectType,
  place: SchemaNode,
  branches: readonly InputBranch[],
): undefined {
  const names = branches.flatMap((branch) => branch.names.slice(0, 1));
  return reportAt(site, {
    code: 'GH110',
    node,
    message: `${text} is ${type.name}, but ${nameSchema(place)} takes one of ${branches.length} alternatives${names.length === 0 ? '' : ` (${presentNames(names)})`}, and nothing says which of them it is`,
    fix: `name the input type as the contract names the alternative, write @when(is: …) on it, or make it a @oneOf input with a field for each`,
    place,
  });
}
