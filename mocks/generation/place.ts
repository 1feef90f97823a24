import { mixSeed } from './chance.ts';

/** Where in a value something stands, as far as what is made there depends on it. */
export interface Place {
  readonly seed: number;
  /** Objects and lists around it. */
  readonly depth: number;
  /** How many values it may hold; what is required comes all the same. */
  readonly allowance: number;
  /** Whether examples and defaults of single schemas are used. */
  readonly usesExamples: boolean;
}

/** From this depth on nothing is made that need not be there and has an inside. */
export const MAX_DEPTH = 6;

/** A place inside of another one. */
export function placeWithin(place: Place, label: string | number, allowance: number): Place {
  return { ...place, seed: mixSeed(place.seed, label), depth: place.depth + 1, allowance };
}

/** Where only what is required is made, in the shortest way. */
export function isTight({ allowance, depth }: Place): boolean {
  return allowance < 1 || depth > MAX_DEPTH;
}
