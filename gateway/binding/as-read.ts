import { wireText } from './match-enum.ts';
import type { BoundValue, Read } from './model.ts';

/** A header is text: the enum value that the contract lists as 1 arrives as "1". */
export function asRead({ from }: Read, value: BoundValue): BoundValue {
  if (from !== 'headers' || value.kind !== 'leaf' || value.fromWire === undefined) return value;
  return { ...value, fromWire: new Map([...value.fromWire].map(([wire, name]) => [wireText(wire), name])) };
}
