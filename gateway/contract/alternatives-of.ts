import { chooseNode, isChosen, isComposed } from './compose-node.ts';
import type { Json, JsonObject, SchemaNode } from './contract.ts';
import { componentNameOf, type Discriminator, discriminatorOf, tagsOf } from './discriminator-of.ts';
import { extendPointer } from './json-pointer.ts';
import { entriesUnder, isJsonArray, ownMember } from './json-value.ts';
import { isOnlyNull } from './kinds-of.ts';
import { branchesOf, resolveNode } from './resolve-node.ts';
import { partsOf, propertiesOf } from './schema-view.ts';

/** One of the schemas that a value may satisfy instead of one another. */
export interface Alternative {
  /** What such a value satisfies: the branch, and what stands beside the list of branches. */
  readonly node: SchemaNode;
  /** What people call it: its name among the components, its title, its values of the discriminator. */
  readonly names: readonly string[];
  /** The discriminator that knows it, and the values that mean it. */
  readonly tag: { readonly property: string; readonly values: readonly string[] } | undefined;
}

const known = new WeakMap<JsonObject, readonly Alternative[]>();
/** By the schema with the discriminator. */
const derived = new WeakMap<JsonObject, readonly SchemaNode[]>();

/**
 * What a value that is not null may be instead of one another: the branches of a `oneOf` or `anyOf`, and theirs; or
 * the schemas that are built by `allOf` on one with a `discriminator`. Empty where there is no choice.
 */
export function alternativesOf(node: SchemaNode): readonly Alternative[] {
  const listed = listedAlternativesOf(node);
  return listed.length > 0 || isComposed(node) ? listed : derivedAlternatives(node);
}

/** Those of a `oneOf` or `anyOf` alone. */
export function listedAlternativesOf(node: SchemaNode): readonly Alternative[] {
  if (typeof node.json === 'boolean' || isChosen(node)) return [];
  const before = known.get(node.json);
  if (before !== undefined) return before;
  const found = findListed(node);
  known.set(node.json, found);
  return found;
}

function findListed(node: SchemaNode): readonly Alternative[] {
  for (const part of partsOf(node)) {
    for (const keyword of ['oneOf', 'anyOf'] as const) {
      const branches = branchesOf(part, keyword).filter((branch) => !isOnlyNull(branch));
      if (branches.length > 1) return listAlternatives(node, discriminatorOf(part), branches);
    }
  }
  return [];
}

function listAlternatives(
  node: SchemaNode,
  beside: Discriminator | undefined,
  branches: readonly SchemaNode[],
): readonly Alternative[] {
  const discriminator = beside ?? discriminatorOf(node);
  const alternatives = branches.flatMap((branch) => {
    const below = listedAlternativesOf(branch);
    return below.length > 0 ? below : [alternative(branch, discriminator ?? inherited(branch))];
  });
  // A schema that is listed twice is one choice; lists of lists of it would double each time.
  const distinct = new Map(alternatives.map((one) => [one.node.json, one]));
  return [...distinct.values()].map((one) => ({ ...one, node: withBase(node, one.node) }));
}

function alternative(branch: SchemaNode, discriminator: Discriminator | undefined): Alternative {
  const values = discriminator === undefined ? [] : tagsOf(discriminator, branch);
  const title = titleOf(branch);
  const own = [componentNameOf(branch), title].filter((name) => name !== undefined);
  const names = [...(own.length > 0 ? own : includedNames(branch)), ...values];
  const tag = discriminator && values.length > 0 ? { property: discriminator.property, values } : undefined;
  return { node: branch, names: [...new Set(names)], tag };
}

/** A branch without a name of its own is called by the schema that it includes: `allOf: [{ $ref: … }, …]`. */
function includedNames(branch: SchemaNode): readonly string[] {
  return branchesOf(branch, 'allOf').flatMap((part) => componentNameOf(part) ?? []);
}

/** The discriminator of a schema that the branch is built on. */
function inherited(branch: SchemaNode): Discriminator | undefined {
  return partsOf(branch)
    .map(discriminatorOf)
    .find((discriminator) => discriminator !== undefined);
}

/** The branch alone where only the list stands beside it, so that it stays the schema that people know. */
function withBase(base: SchemaNode, branch: SchemaNode): SchemaNode {
  const isBare =
    propertiesOf(base).size === 0 &&
    partsOf(base).every(({ json }) => !isJsonArray(ownMember(json, 'required')));
  if (isBare) return branch;
  return chooseNode([base, branch], branch, componentNameOf(branch) ?? titleOf(branch));
}

function titleOf({ json }: SchemaNode): string | undefined {
  const title = ownMember(json, 'title');
  return typeof title === 'string' ? title : undefined;
}

/** None for the schemas that are built on the one with the discriminator: these are what they are. */
function derivedAlternatives(node: SchemaNode): readonly Alternative[] {
  const base = partsOf(node).find((part) => discriminatorOf(part) !== undefined);
  const discriminator = base && discriminatorOf(base);
  if (base === undefined || discriminator === undefined) return [];
  const schemas = derivedFrom(base, discriminator);
  if (schemas.some(({ pointer }) => pointer === node.pointer && pointer !== base.pointer)) return [];
  return schemas.map((schema) => alternative(schema, discriminator));
}

/** The base itself is one of them only if the mapping says so. */
function derivedFrom(base: SchemaNode, discriminator: Discriminator): readonly SchemaNode[] {
  if (typeof base.json === 'boolean') return [];
  const before = derived.get(base.json);
  if (before !== undefined) return before;
  const found = findDerived(base, discriminator);
  derived.set(base.json, found);
  return found;
}

function findDerived(base: SchemaNode, { mapping }: Discriminator): readonly SchemaNode[] {
  const { contract } = base;
  const components = ownMember(contract.document, 'components') ?? null;
  return entriesUnder(components, 'schemas').flatMap(([name, json]) => {
    const pointer = extendPointer('/components/schemas', name);
    if (pointer === base.pointer) return [...mapping.values()].includes(pointer) ? [base] : [];
    if (!mayBeBuiltOn(json)) return [];
    const schema = resolveNode(contract, pointer);
    return partsOf(schema).some((part) => part.pointer === base.pointer) ? [schema] : [];
  });
}

function mayBeBuiltOn(json: Json): boolean {
  return isJsonArray(ownMember(json, 'allOf'));
}
