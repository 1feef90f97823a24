import type { Json, JsonKind, JsonObject, SchemaNode } from './contract.ts';
import { isJsonArray, ownMember, stringsIn } from './json-value.ts';
import { branchesOf } from './resolve-node.ts';

/** Kinds as bits, so that `number` and `integer` meet properly: a number is a whole one or a fraction. */
const NULL = 1;
const INTEGER = 2;
const FRACTION = 4;
const SIMPLE: ReadonlyMap<JsonKind, number> = new Map([
  ['null', NULL],
  ['boolean', 8],
  ['string', 16],
  ['array', 32],
  ['object', 64],
]);
const BITS: ReadonlyMap<string, number> = new Map([
  ...SIMPLE,
  ['integer', INTEGER],
  ['number', INTEGER | FRACTION],
]);
const ALL = 127;

const known = new WeakMap<JsonObject, number>();

/**
 * The kinds of JSON that can satisfy a schema, as far as `type`, `const`, `enum`, `allOf`, `anyOf` and `oneOf` tell.
 * All seven where nothing restricts them; otherwise `number` where fractions are allowed, else `integer`.
 */
export function kindsOf(node: SchemaNode): ReadonlySet<JsonKind> {
  return new Set(presentKinds(bitsOf(node)));
}

/** True where null satisfies the schema, so also where nothing restricts it. */
export function isNullable(node: SchemaNode): boolean {
  return (bitsOf(node) & NULL) !== 0;
}

export function isOnlyNull(node: SchemaNode): boolean {
  return bitsOf(node) === NULL;
}

/** `integer` for whole numbers, also when they are written `1.0`. */
export function kindOf(value: Json): JsonKind {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'array';
  if (typeof value === 'object') return 'object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

function presentKinds(bits: number): readonly JsonKind[] {
  if (bits === ALL) return ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];
  const kinds = [...SIMPLE].flatMap(([kind, bit]) => ((bits & bit) === 0 ? [] : [kind]));
  if ((bits & FRACTION) !== 0) return [...kinds, 'number'];
  return (bits & INTEGER) !== 0 ? [...kinds, 'integer'] : kinds;
}

function bitsOf(node: SchemaNode): number {
  const { json } = node;
  if (typeof json === 'boolean') return json ? ALL : 0;
  const before = known.get(json);
  if (before !== undefined) return before;
  // Ends the recursion of a schema inside itself; loaded contracts have none that judge the same value.
  known.set(json, ALL);
  const bits = typeBits(json['type']) & valueBits(json) & branchBits(node);
  known.set(json, bits);
  return bits;
}

function typeBits(type: Json | undefined): number {
  if (typeof type === 'string') return bitOf(type);
  if (!isJsonArray(type)) return ALL;
  return stringsIn(type).reduce((bits, name) => bits | bitOf(name), 0);
}

function valueBits(json: JsonObject): number {
  const constant = ownMember(json, 'const');
  const values = constant === undefined ? ownMember(json, 'enum') : [constant];
  if (!isJsonArray(values)) return ALL;
  return values.reduce<number>((bits, value) => bits | bitOf(kindOf(value)), 0);
}

function branchBits(node: SchemaNode): number {
  const all = branchesOf(node, 'allOf').reduce((bits, branch) => bits & bitsOf(branch), ALL);
  return all & unionBits(branchesOf(node, 'anyOf')) & unionBits(branchesOf(node, 'oneOf'));
}

function unionBits(branches: readonly SchemaNode[]): number {
  return branches.length === 0 ? ALL : branches.reduce((bits, branch) => bits | bitsOf(branch), 0);
}

function bitOf(kind: string): number {
  return BITS.get(kind) ?? 0;
}
