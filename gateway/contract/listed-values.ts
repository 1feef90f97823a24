import type { Json, SchemaNode } from './contract.ts';
import { isJsonArray, ownMember, stringsIn } from './json-value.ts';
import { isOnlyNull } from './kinds-of.ts';
import { branchesOf } from './resolve-node.ts';
import { enumOf, partsOf } from './schema-view.ts';

/** A value that a contract lists. */
export interface ListedValue {
  readonly value: Json;
  /** What the contract calls it beside the value itself: the title of its constant, its `x-enum-varnames`. */
  readonly names: readonly string[];
}

export interface ListedValues {
  /** Without null. */
  readonly values: readonly ListedValue[];
  /** True where other values satisfy the schema, too: `anyOf: [{ enum: […] }, { type: string }]`. */
  readonly isOpen: boolean;
}

/** The values that the contract lists for this place; undefined where it lists none. */
export function listedValuesOf(node: SchemaNode): ListedValues | undefined {
  const closed = enumOf(node);
  const values = closed ?? openValues(node, new Set());
  if (closed === undefined && values.length === 0) return undefined;
  const names = namesWithin(node);
  const listed = values
    .filter((value) => value !== null)
    .map((value) => ({ value, names: names.get(JSON.stringify(value)) ?? [] }));
  return { values: listed, isOpen: closed === undefined };
}

/** What some branches list where others do not. Each branch is looked at once, however often it is listed. */
function openValues(node: SchemaNode, visited: Set<string>): readonly Json[] {
  visited.add(node.pointer);
  const values = partsOf(node)
    .flatMap((part) => [...branchesOf(part, 'anyOf'), ...branchesOf(part, 'oneOf')])
    .filter((branch) => !isOnlyNull(branch))
    .flatMap((branch) =>
      visited.has(branch.pointer) ? [] : (enumOf(branch) ?? openValues(branch, visited)),
    );
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** By JSON text. */
function namesWithin(node: SchemaNode): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  collectNames(node, names, new Set());
  return names;
}

function collectNames(node: SchemaNode, names: Map<string, readonly string[]>, visited: Set<string>): void {
  if (visited.has(node.pointer)) return;
  visited.add(node.pointer);
  for (const [value, name] of namedHere(node)) {
    const key = JSON.stringify(value);
    names.set(key, [...(names.get(key) ?? []), name]);
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf'] as const)
    for (const branch of branchesOf(node, keyword)) collectNames(branch, names, visited);
}

/** `{ const: 1, title: Low }`; and the names of generators, which stand in the order of the values. */
function namedHere({ json }: SchemaNode): readonly (readonly [Json, string])[] {
  const values = ownMember(json, 'enum');
  const constant =
    ownMember(json, 'const') ?? (isJsonArray(values) && values.length === 1 ? values[0] : undefined);
  const title = ownMember(json, 'title');
  const titled = constant !== undefined && typeof title === 'string' ? [[constant, title] as const] : [];
  const varnames = ['x-enum-varnames', 'x-enumNames'].flatMap((keyword) => {
    const texts = stringsIn(ownMember(json, keyword));
    return isJsonArray(values) && texts.length === values.length
      ? values.map((value, index) => [value, texts[index] ?? ''] as const)
      : [];
  });
  return [...titled, ...varnames];
}
