import type { BoundField } from './model.ts';

/** The most that one run of an operation may ask of services. */
export interface CallBounds {
  /** Upstream calls in all; a call that is tried again counts once. Infinite where a document is too large to count. */
  readonly calls: number;
  /** By service, those that may be called; together they may be more than `calls`. */
  readonly perService: ReadonlyMap<string, number>;
  /** The longest chain of calls each of which needs the answer to the one before. */
  readonly waves: number;
}

/** What an operation calls, and what feeds what. */
export interface DocumentPlan extends CallBounds {
  /** Root fields in the order of the answer; only what leads to a call is part of a plan. */
  readonly fields: readonly PlannedField[];
}

export interface PlannedField {
  /** As the answer calls it. */
  readonly name: string;
  /** `Product.seller` */
  readonly coordinate: string;
  /** The object type it belongs to, where the place may hold objects of several types. */
  readonly on: string | undefined;
  /** The most objects that differ from one another and may stand here. */
  readonly rows: number;
  readonly call: PlannedCall | undefined;
  readonly fields: readonly PlannedField[];
}

export interface PlannedCall {
  readonly field: Extract<BoundField, { readonly kind: 'rest' | 'join' | 'resolver' }>;
  /** True where it changes something. */
  readonly isWrite: boolean;
  /** From 1: how many calls stand in a chain up to this one. */
  readonly wave: number;
  /** The most keys that this field asks for; undefined where it asks by none. */
  readonly keys: number | undefined;
  /** The most calls; 0 where all of them are made for another field. */
  readonly calls: number;
  /** The response path of that other field, without list indices: `product.categories`. */
  readonly sharedWith: string | undefined;
}
