import type { BoundValue, ListSize } from '../binding/index.ts';
import { isRow } from './row.ts';

/** How long lists may be because of the arguments of one field; see `@listSize` in the IBM cost specification. */
export interface ListBound {
  /** Of the field itself, where it is a list. */
  readonly max: number | undefined;
  /** Of lists one level below, by field name. */
  readonly below: ReadonlyMap<string, number>;
}

/**
 * What was paid for is what may come: an operation is admitted for the lengths that it asks for, so that a longer
 * answer than the smallest known bound breaks the contract.
 */
export function listBound(
  size: ListSize | undefined,
  args: Readonly<Record<string, unknown>>,
  above: number | undefined,
): ListBound {
  if (size === undefined) return { max: above, below: new Map() };
  const slices = size.slicingArguments.map((name) => args[name]).filter(isLength);
  const own = smallest(
    slices.length === 0 ? undefined : Math.max(...slices),
    size.contractMax,
    size.assumedSize,
  );
  const below = own === undefined ? [] : size.sizedFields.map((name) => [name, own] as const);
  return { max: smallest(own, above), below: new Map(below) };
}

/** The value with the bound that the arguments give its outermost list. */
export function boundedValue(value: BoundValue, { max }: ListBound): BoundValue {
  return value.kind === 'list' || value.kind === 'map'
    ? { ...value, maxItems: smallest(value.maxItems, max) }
    : value;
}

export function smallest(...bounds: readonly (number | undefined)[]): number | undefined {
  const known = bounds.filter((bound) => bound !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Tells the rows of a field how long their lists may be. */
export function withBound(rows: unknown, { below }: ListBound): unknown {
  if (below.size === 0) return rows;
  if (Array.isArray(rows)) return rows.map((row) => (isRow(row) ? { ...row, sized: below } : row));
  return isRow(rows) ? { ...rows, sized: below } : rows;
}

/** Nothing is known, or asked for. */
export const NO_BOUND: ListBound = { max: undefined, below: new Map() };

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
