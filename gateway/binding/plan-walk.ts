import type { FieldNode, GraphQLField, SelectionSetNode } from 'graphql';
import type { RawInput } from './argument-value.ts';
import type { Alternative, CallTally } from './call-tally.ts';
import type { CallTexts } from './call-texts.ts';
import type { FieldCollector } from './collect-fields.ts';
import type { Selected, SizedFields } from './length-of.ts';
import type { BoundSchema, BoundValue, Shape } from './model.ts';
import type { PlanTree } from './plan-tree.ts';
import type { RowCount } from './row-count.ts';

/** One way through a document, and what it has met so far. */
export interface PlanWalk {
  readonly bound: BoundSchema;
  readonly input: RawInput;
  readonly collector: FieldCollector;
  readonly texts: CallTexts;
  readonly tally: CallTally;
  /** A short name for a text or an object, the same whenever it is asked for. */
  readonly nameOf: (thing: string | object) => string;
  /** Places that are still to be visited. A list and not the call stack: a document may be thousands of fields deep. */
  readonly waiting: PlannedPlace[];
  /** Every field that was visited, those that stand in others after them. */
  readonly trees: PlanTree[];
  /** The longest chain of calls so far. */
  waves: number;
}

/** All objects of one type at one response path without list indices. */
export interface PlannedPlace {
  /** `products.items` */
  readonly path: string;
  readonly shape: Shape;
  readonly selections: readonly SelectionSetNode[];
  readonly rows: RowCount;
  /** The same for places with the same rows. */
  readonly origin: string;
  /** The wave of calls that brings the rows; 0 where there is none. */
  readonly wave: number;
  readonly sized: SizedFields;
  readonly alternative: Alternative;
  /** True for root types and groups in them. */
  readonly isRoot: boolean;
  /** True where objects of other types may stand at the same path. */
  readonly isOneOfSeveral: boolean;
  /** Where the fields of the place go. */
  readonly trees: PlanTree[];
  /** By the name that `as` gives them, the calls that are made so far. */
  readonly named: Map<string, NamedCall>;
}

/** A call that several fields of a place share. */
export interface NamedCall {
  readonly arrival: Arrival;
  readonly tree: PlanTree;
}

/** Values on their way into a field, with the lists in them still to be counted. */
export interface Arrival {
  readonly value: BoundValue;
  /** How many values there are. */
  readonly rows: RowCount;
  /** The most items of a value's outermost list. */
  readonly length: number;
  readonly wave: number;
  readonly origin: string;
}

/** One field of a place. */
export interface PlannedSite {
  readonly place: PlannedPlace;
  /** `products.items.seller` */
  readonly path: string;
  /** All of one name in the answer, merged. */
  readonly nodes: readonly FieldNode[];
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly selected: Selected;
  readonly tree: PlanTree;
}
