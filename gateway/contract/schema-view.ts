import { composeNode } from './compose-node.ts';
import type { Json, JsonKind, JsonObject, SchemaNode } from './contract.ts';
import { isJsonArray, ownMember } from './json-value.ts';
import { isOnlyNull, kindOf, kindsOf } from './kinds-of.ts';
import { branchesOf, childNode } from './resolve-node.ts';

export interface PropertyView {
  readonly node: SchemaNode;
  /** Promised (in an answer) or demanded (in a request). */
  readonly required: boolean;
}

const knownProperties = new WeakMap<JsonObject, ReadonlyMap<string, PropertyView>>();

/**
 * The declared properties of an object, through `allOf`, and through `oneOf`/`anyOf` where exactly one branch is
 * not null. All declarations of a property count; of scalars the one that says most: fewest kinds, then the shortest enum.
 */
export function propertiesOf(node: SchemaNode): ReadonlyMap<string, PropertyView> {
  if (typeof node.json === 'boolean') return new Map();
  const before = knownProperties.get(node.json);
  if (before !== undefined) return before;
  const properties = collectProperties(partsOf(node));
  knownProperties.set(node.json, properties);
  return properties;
}

export function propertyOf(node: SchemaNode, name: string): PropertyView | undefined {
  return propertiesOf(node).get(name);
}

/** The schema of an array's items; undefined where the contract says nothing about them. */
export function itemsOf(node: SchemaNode): SchemaNode | undefined {
  return allHeld(
    partsOf(node).flatMap((part) => childNode(part, 'items') ?? []),
    node,
  );
}

/** The schema of a map's values; `true` is the schema that allows everything. Undefined where it is absent or false. */
export function additionalPropertiesOf(node: SchemaNode): SchemaNode | undefined {
  const found = allHeld(
    partsOf(node).flatMap((part) => childNode(part, 'additionalProperties') ?? []),
    node,
  );
  return found?.json === false ? undefined : found;
}

export function formatOf(node: SchemaNode): string | undefined {
  return firstOf(node, ({ json }) => {
    const format = ownMember(json, 'format');
    return typeof format === 'string' ? format : undefined;
  });
}

/** The smallest bound, where several schemas apply. */
export function maxItemsOf(node: SchemaNode): number | undefined {
  const bounds = partsOf(node).flatMap(({ json }) => {
    const bound = ownMember(json, 'maxItems');
    return typeof bound === 'number' ? [bound] : [];
  });
  return bounds.length === 0 ? undefined : Math.min(...bounds);
}

/**
 * The only values that satisfy the schema (`const` is a list of one), null among them where it does; undefined
 * where they cannot be counted.
 */
export function enumOf(node: SchemaNode): readonly Json[] | undefined {
  return enumWithin(node, new Set());
}

/** All schemas that a value which is not null must satisfy at once: the schema first, then what it is made of. */
export function partsOf(node: SchemaNode): readonly SchemaNode[] {
  const parts = new Map<string, SchemaNode>();
  collectParts(node, parts);
  return [...parts.values()];
}

function collectParts(node: SchemaNode, parts: Map<string, SchemaNode>): void {
  if (parts.has(node.pointer)) return;
  parts.set(node.pointer, node);
  for (const branch of branchesOf(node, 'allOf')) collectParts(branch, parts);
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const [only, ...others] = nonNullBranches(node, keyword);
    if (only !== undefined && others.length === 0) collectParts(only, parts);
  }
}

function nonNullBranches(node: SchemaNode, keyword: 'oneOf' | 'anyOf'): readonly SchemaNode[] {
  return branchesOf(node, keyword).filter((branch) => !isOnlyNull(branch));
}

function firstOf<T>(node: SchemaNode, read: (part: SchemaNode) => T | undefined): T | undefined {
  for (const part of partsOf(node)) {
    const value = read(part);
    if (value !== undefined) return value;
  }
  return undefined;
}

function collectProperties(parts: readonly SchemaNode[]): ReadonlyMap<string, PropertyView> {
  const required = new Set(parts.flatMap(requiredNames));
  const declared = new Map<string, SchemaNode[]>();
  for (const part of parts) {
    for (const name of Object.keys(ownMember(part.json, 'properties') ?? {})) {
      const node = childNode(part, 'properties', name);
      if (node !== undefined) declared.set(name, [...(declared.get(name) ?? []), node]);
    }
  }
  const [whole] = parts;
  return new Map(
    [...declared].flatMap(([name, nodes]): [string, PropertyView][] => {
      const node = whole && allHeld(nodes, whole);
      return node === undefined ? [] : [[name, { node, required: required.has(name) }]];
    }),
  );
}

/**
 * What a value satisfies that satisfies all of these. Of scalars the one that says most, so that it goes on being a
 * schema of the document.
 */
function allHeld(nodes: readonly SchemaNode[], near: SchemaNode): SchemaNode | undefined {
  const distinct = [...new Map(nodes.map((node) => [node.pointer, node])).values()];
  const telling = distinct.filter(saysSomething);
  const [first, ...others] = telling.length === 0 ? distinct : telling;
  if (first === undefined || others.length === 0) return first;
  if (telling.some(isStructured)) return composeNode('allOf', telling, near);
  return others.reduce((most, node) => (saysMore(node, most) ? node : most), first);
}

const ASSERTIONS = [
  'type',
  'enum',
  'const',
  'properties',
  'items',
  'additionalProperties',
  'allOf',
  'anyOf',
  'oneOf',
] as const;

/** False for what only describes, as `{ description: … }` in a base does. */
function saysSomething({ json }: SchemaNode): boolean {
  return typeof json === 'boolean' || ASSERTIONS.some((keyword) => ownMember(json, keyword) !== undefined);
}

function isStructured(node: SchemaNode): boolean {
  const kinds = kindsOf(node);
  return kinds.has('object') || kinds.has('array');
}

function requiredNames({ json }: SchemaNode): readonly string[] {
  const names = ownMember(json, 'required');
  return isJsonArray(names) ? names.map(String) : [];
}

function saysMore(candidate: SchemaNode, before: SchemaNode): boolean {
  const gain = kindsOf(before).size - kindsOf(candidate).size;
  return gain > 0 || (gain === 0 && countOf(candidate) < countOf(before));
}

/** How many values satisfy the schema, where they are listed. */
function countOf(node: SchemaNode): number {
  return enumOf(node)?.length ?? Infinity;
}

function enumWithin(node: SchemaNode, above: ReadonlySet<string>): readonly Json[] | undefined {
  if (above.has(node.pointer)) return undefined;
  if (isOnlyNull(node)) return [null];
  const inside = new Set([...above, node.pointer]);
  const sets = [
    ownValues(node.json),
    ...branchesOf(node, 'allOf').map((branch) => enumWithin(branch, inside)),
    unionWithin(branchesOf(node, 'anyOf'), inside),
    unionWithin(branchesOf(node, 'oneOf'), inside),
  ].filter((values) => values !== undefined);
  const [first, ...others] = sets;
  if (first === undefined) return undefined;
  const kinds = kindsOf(node);
  const texts = others.map((values) => new Set(values.map((value) => JSON.stringify(value))));
  return first.filter(
    (value) => allowsKind(kinds, value) && texts.every((set) => set.has(JSON.stringify(value))),
  );
}

function unionWithin(
  branches: readonly SchemaNode[],
  above: ReadonlySet<string>,
): readonly Json[] | undefined {
  if (branches.length === 0) return undefined;
  const values = new Map<string, Json>();
  for (const branch of branches) {
    const within = enumWithin(branch, above);
    if (within === undefined) return undefined;
    for (const value of within) values.set(JSON.stringify(value), value);
  }
  return [...values.values()];
}

function ownValues(json: JsonObject | boolean): readonly Json[] | undefined {
  const constant = ownMember(json, 'const');
  if (constant !== undefined) return [constant];
  const values = ownMember(json, 'enum');
  return isJsonArray(values) ? values : undefined;
}

function allowsKind(kinds: ReadonlySet<JsonKind>, value: Json): boolean {
  const kind = kindOf(value);
  return kinds.has(kind) || (kind === 'integer' && kinds.has('number'));
}
