import type { Json } from '#contract';

/** What of a value was looked at, which is what `unevaluatedProperties` and `unevaluatedItems` ask. */
export interface Evaluated {
  readonly names: Set<string>;
  /** Items from the start of the list. */
  items: number;
  add(other: Evaluated): void;
}

/** What a keyword's own check may ask of the rest: whether a part of the value fits a schema below. */
export type Fits = (schema: Json, value: Json, seen?: Evaluated) => boolean;

export function createEvaluated(): Evaluated {
  const evaluated: Evaluated = {
    names: new Set(),
    items: 0,
    add(other) {
      for (const name of other.names) evaluated.names.add(name);
      evaluated.items = Math.max(evaluated.items, other.items);
    },
  };
  return evaluated;
}
