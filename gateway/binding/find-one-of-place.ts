import type { GraphQLInputField } from 'graphql';
import { getNamedType, getNullableType, isInputObjectType, isListType } from 'graphql';
import type { JsonKind, SchemaNode } from '../contract/index.ts';
import { enumOf, kindsOf, propertiesOf } from '../contract/index.ts';
import { reportAt } from './binding-scope.ts';
import { isObject, nameSchema } from './describe-schema.ts';
import { directiveOn, textArgument } from './directives.ts';
import { constantOf } from './enum-values.ts';
import { matchName } from './fold-name.ts';
import type { InputBranch } from './input-branches.ts';
import { branchesNamed, namesOfInput } from './input-branches.ts';
import { takesConstant, writtenConstants } from './input-constants.ts';
import type { InputPlace } from './input-place.ts';
import { presentNames } from './present-names.ts';

/** What a field of a one-of input stands for: a branch, or a property that one branch has for itself. */
export interface OneOfPlace {
  readonly branch: InputBranch;
  /** Empty where the field is the branch. */
  readonly path: readonly string[];
  readonly node: SchemaNode;
}

/** The branch that a field of a one-of input means. Undefined after a mistake, which was reported. */
export function findOneOfPlace(
  place: InputPlace,
  field: GraphQLInputField,
  node: SchemaNode,
  branches: readonly InputBranch[],
): OneOfPlace | undefined {
  const json = directiveOn(field, 'json');
  const name = (json && textArgument(json, 'path')) ?? field.name;
  const [named, ...alike] = branchesByName(field, name, branches);
  if (named !== undefined && alike.length === 0) return { branch: named, path: [], node: named.node };
  const found =
    byConstant(place, field, branches) ?? byOwnProperty(field, name, branches) ?? byKind(field, branches);
  return found ?? reportNoBranch(place, name, node, branches);
}

function branchesByName(
  field: GraphQLInputField,
  name: string,
  branches: readonly InputBranch[],
): readonly InputBranch[] {
  const type = getNamedType(field.type);
  return branchesNamed(branches, [name, ...(isInputObjectType(type) ? namesOfInput(type) : [])]);
}

function byConstant(
  { site }: InputPlace,
  field: GraphQLInputField,
  branches: readonly InputBranch[],
): OneOfPlace | undefined {
  const json = directiveOn(field, 'json');
  const value = json && constantOf(json);
  const type = getNamedType(field.type);
  const constants = isInputObjectType(type) ? writtenConstants(type, site.scope.findings) : [];
  if (value === undefined && constants.length === 0) return undefined;
  return only(
    branches.filter(({ node }) =>
      value === undefined
        ? constants.every((constant) => takesConstant(node, constant))
        : enumOf(node)?.includes(value) === true,
    ),
  );
}

/** `oneOf: [{ required: [card] }, { required: [iban] }]`: the property names the branch. */
function byOwnProperty(
  field: GraphQLInputField,
  name: string,
  branches: readonly InputBranch[],
): OneOfPlace | undefined {
  const found = branches.flatMap((branch) => {
    const match = matchName(name, propertiesOf(branch.node));
    return match.kind === 'found' && isOfKind(field, match.value.node)
      ? [{ branch, path: [match.name], node: match.value.node }]
      : [];
  });
  const [first] = found;
  if (found.length <= 1) return first;
  // A property that stands beside the list belongs to the branch that demands it.
  const demanding = found.filter(
    ({ branch, path }) => propertiesOf(branch.node).get(path[0] ?? '')?.required,
  );
  return demanding.length === 1 ? demanding[0] : undefined;
}

const KINDS: Readonly<Record<string, readonly JsonKind[]>> = {
  ID: ['string'],
  Int: ['integer', 'number'],
  Float: ['number', 'integer'],
  Boolean: ['boolean'],
  BigInt: ['integer', 'number', 'string'],
  Decimal: ['string', 'number'],
};

/** The only branch of the kind that the field has. */
function byKind(field: GraphQLInputField, branches: readonly InputBranch[]): OneOfPlace | undefined {
  return only(branches.filter(({ node }) => isOfKind(field, node)));
}

/** Could a value of the field stand there, as far as the kinds of JSON tell? */
function isOfKind({ type: wrapped }: GraphQLInputField, node: SchemaNode): boolean {
  const type = getNullableType(wrapped);
  if (isListType(type)) return kindsOf(node).has('array');
  if (isInputObjectType(type)) return isObject(node);
  return (KINDS[type.name] ?? ['string']).some((kind) => kindsOf(node).has(kind));
}

function only([branch, ...others]: readonly InputBranch[]): OneOfPlace | undefined {
  return branch === undefined || others.length > 0 ? undefined : { branch, path: [], node: branch.node };
}

function reportNoBranch(
  { site, text, node }: InputPlace,
  name: string,
  place: SchemaNode,
  branches: readonly InputBranch[],
): undefined {
  const names = branches.flatMap((branch) => branch.names.slice(0, 1));
  const known = names.length === 0 ? 'they have no names' : `it takes ${presentNames(names)}`;
  return reportAt(site, {
    code: 'GH110',
    node,
    message: `${text} is a branch of ${nameSchema(place)}, but \`${name}\` names none of them; ${known}`,
    fix: 'name the field as the contract names the branch, also with @json(path: "…"), or write @when(is: …) on its type',
    place,
  });
}
