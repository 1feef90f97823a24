import type { Operation, SchemaNode } from '../contract/index.ts';
import type { SentCall } from './sent-call.ts';
import type { SuccessAnswer } from './success-answer.ts';

/** What stands behind the fields of an object type. */
export type Place = RootPlace | RowPlace;

/** A root type or a group: there is no row. */
export interface RootPlace {
  readonly kind: 'root';
  readonly root: 'query' | 'mutation' | 'subscription';
}

/** One object in the answer of an operation. */
export interface RowPlace {
  readonly kind: 'row';
  readonly operation: Operation;
  readonly answer: SuccessAnswer;
  readonly node: SchemaNode;
  /** The call that the answer came from. */
  readonly sent: SentCall;
  /** The entry of a map that this object is, or lies in. */
  readonly entry?: EntryPlace | undefined;
  /** Lists of this object that a `sizedFields` above it bounds. */
  readonly sized: ReadonlyMap<string, SizedByParent>;
}

export interface SizedByParent {
  /** Undefined where only a slicing argument, known at run time, bounds the list. */
  readonly assumedSize: number | undefined;
}

/** An entry of a map: what `$key` and `$item` name. */
export interface EntryPlace {
  readonly map: SchemaNode;
  readonly key: SchemaNode;
  readonly value: SchemaNode;
  /** True where the object is there although the value is null: it also has a key. */
  readonly isOpen: boolean;
}
