import type { FieldNode, GraphQLField } from 'graphql';
import { getNullableType, isListType, isNonNullType, Kind } from 'graphql';
import type { RawInput } from './argument-value.ts';
import { argumentValue, unknownVariable } from './argument-value.ts';
import { smallest } from './list-bounds.ts';
import type { ListSize } from './model.ts';

/** The longest list that a GraphQL Int can ask for: what a list without a bound is taken for. */
export const LONGEST_LIST = 2 ** 31 - 1;

/** What `sizedFields` of the field above bounds, by field name. */
export type SizedFields = ReadonlyMap<string, number>;

/** One field of a document. */
export interface Selected {
  readonly input: RawInput;
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly size: ListSize | undefined;
}

/**
 * How many items the field may have: the smallest bound that is known; 1 for what is no list.
 * @param above the bound that a `sizedFields` gives this list.
 */
export function lengthOf(selected: Selected, above: number | undefined): number {
  if (!isListType(getNullableType(selected.field.type))) return 1;
  return boundOf(selected, above);
}

/** What the field's own `@listSize` says about lists one level below. */
export function sizedBelow(selected: Selected): SizedFields {
  const names = selected.size?.sizedFields ?? [];
  if (names.length === 0) return new Map();
  const bound = boundOf(selected, undefined);
  return new Map(names.map((name) => [name, bound]));
}

function boundOf(selected: Selected, above: number | undefined): number {
  const { size } = selected;
  const names = size?.slicingArguments ?? [];
  const slices = names.map((name) => sliceOf(selected, name));
  const lengths = slices.filter(isLength);
  const bounds = [size?.contractMax, size?.assumedSize, above];
  // A value that is no length will be refused, or do what nobody knows: never let it make the list shorter.
  if (slices.some((slice) => slice !== undefined && !isLength(slice))) return largest(bounds) ?? LONGEST_LIST;
  const length = smallest(largest(lengths), ...bounds) ?? LONGEST_LIST;
  const mayLackAll = names.length > 0 && names.every((name) => mayBeNull(selected, name));
  return mayLackAll ? (smallest(...bounds) ?? length) : length;
}

function sliceOf({ input, node, field }: Selected, name: string): unknown {
  if (unknownVariable(input, node, name) !== undefined) return input.maxSlice;
  return argumentValue(input, node, field, name) ?? undefined;
}

/** Of a variable with any value, null leaves the list to its other bounds; without those its cost is refused. */
function mayBeNull({ input, node, field }: Selected, name: string): boolean {
  const variable = unknownVariable(input, node, name);
  const argument = field.args.find((candidate) => candidate.name === name);
  return (
    variable?.type.kind !== Kind.NON_NULL_TYPE && variable !== undefined && !isNonNullType(argument?.type)
  );
}

function largest(bounds: readonly (number | undefined)[]): number | undefined {
  const known = bounds.filter((bound) => bound !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
