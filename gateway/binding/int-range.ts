import type { Json, SchemaNode } from '../contract/index.ts';
import { enumOf, formatOf, kindsOf, resolveNode } from '../contract/index.ts';
import { isJsonArray } from './kind-of-json.ts';

/** The smallest and the largest integer that the contract allows at a place. */
export interface IntRange {
  readonly min: number;
  readonly max: number;
}

const INT_32: IntRange = { min: -(2 ** 31), max: 2 ** 31 - 1 };

/** What an integer may be where nothing bounds it; without a format, contracts mean 32 bits. */
const RANGES: ReadonlyMap<string, IntRange> = new Map([
  ['int64', { min: -Infinity, max: Infinity }],
  ['uint32', { min: 0, max: 2 ** 32 - 1 }],
  ['uint64', { min: 0, max: Infinity }],
]);

/** By the listed values, else by all bounds that apply at once, else by the format. */
export function intRangeOf(node: SchemaNode): IntRange {
  const values = enumOf(node)?.filter((value) => typeof value === 'number');
  if (values !== undefined && values.length > 0) return rangeOf(values);
  const unbounded = RANGES.get(formatOf(node) ?? '') ?? INT_32;
  const parts = partsOf(node, new Map());
  const lowest = parts.flatMap((part) => [...bound(part, 'minimum'), ...beyond(part, 'exclusiveMinimum', 1)]);
  const highest = parts.flatMap((part) => [
    ...bound(part, 'maximum'),
    ...beyond(part, 'exclusiveMaximum', -1),
  ]);
  return {
    min: lowest.length === 0 ? unbounded.min : Math.max(...lowest),
    max: highest.length === 0 ? unbounded.max : Math.min(...highest),
  };
}

/** GraphQL's Int has 32 bits. */
export function fitsInt({ min, max }: IntRange): boolean {
  return min >= INT_32.min && max <= INT_32.max;
}

function rangeOf(values: readonly number[]): IntRange {
  return values.reduce<IntRange>(
    ({ min, max }, value) => ({ min: Math.min(min, value), max: Math.max(max, value) }),
    { min: Infinity, max: -Infinity },
  );
}

/** The schemas that all apply: the place's own, `allOf`, and the only alternative that is not null. */
function partsOf(node: SchemaNode, known: Map<string, SchemaNode>): readonly SchemaNode[] {
  if (known.has(node.pointer)) return [];
  known.set(node.pointer, node);
  const alternatives = (['oneOf', 'anyOf'] as const).map((keyword) =>
    branchesOf(node, keyword).filter((branch) => [...kindsOf(branch)].some((kind) => kind !== 'null')),
  );
  const only = alternatives.flatMap((branches) => (branches.length === 1 ? branches : []));
  for (const part of [...branchesOf(node, 'allOf'), ...only]) partsOf(part, known);
  return [...known.values()];
}

function branchesOf({ contract, pointer, json }: SchemaNode, keyword: string): readonly SchemaNode[] {
  const branches = typeof json === 'boolean' ? undefined : json[keyword];
  if (!isJsonArray(branches)) return [];
  return branches.map((_, index) => resolveNode(contract, `${pointer}/${keyword}/${index}`));
}

function bound(node: SchemaNode, keyword: 'minimum' | 'maximum'): readonly number[] {
  const value = member(node, keyword);
  if (typeof value !== 'number') return [];
  // OpenAPI 3.0: the bound itself is left out where a flag says so.
  const step = keyword === 'minimum' ? 1 : -1;
  const flag = member(node, keyword === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum');
  return [flag === true ? inside(value, step) : value];
}

function beyond(
  node: SchemaNode,
  keyword: 'exclusiveMinimum' | 'exclusiveMaximum',
  step: 1 | -1,
): readonly number[] {
  const value = member(node, keyword);
  return typeof value === 'number' ? [inside(value, step)] : [];
}

/** The first integer beyond an excluded bound. */
function inside(value: number, step: 1 | -1): number {
  return step === 1 ? Math.floor(value) + 1 : Math.ceil(value) - 1;
}

function member({ json }: SchemaNode, keyword: string): Json | undefined {
  return typeof json === 'boolean' ? undefined : json[keyword];
}
