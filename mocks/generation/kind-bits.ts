import type { Json } from '#contract';

/** Kinds of JSON as bits, so that they can be met and joined: a number is a whole one or a fraction. */
export const KIND = {
  null: 1,
  boolean: 2,
  integer: 4,
  fraction: 8,
  string: 16,
  array: 32,
  object: 64,
} as const;

export const ALL_KINDS = 127;
export const NUMBERS: number = KIND.integer | KIND.fraction;
export const SCALARS: number = KIND.null | KIND.boolean | NUMBERS | KIND.string;

const BITS: Readonly<Record<string, number>> = { ...KIND, number: NUMBERS };

/** What a `type` allows; a word that JSON Schema does not know allows everything. */
export function bitsOfType(type: Json | undefined): number {
  if (typeof type === 'string') return BITS[type] ?? ALL_KINDS;
  if (!Array.isArray(type)) return ALL_KINDS;
  return type.reduce<number>((bits, one) => bits | bitsOfType(typeof one === 'string' ? one : undefined), 0);
}

export function bitOfValue(value: Json): number {
  if (value === null) return KIND.null;
  if (Array.isArray(value)) return KIND.array;
  if (typeof value === 'number') return Number.isInteger(value) ? KIND.integer : KIND.fraction;
  if (typeof value === 'boolean') return KIND.boolean;
  return typeof value === 'string' ? KIND.string : KIND.object;
}
