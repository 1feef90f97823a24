import type { Operation, SchemaNode } from '../contract/index.ts';
import type { BoundValue } from './model.ts';
import type { EntryPlace } from './place.ts';
import type { SentCall } from './sent-call.ts';
import type { SuccessAnswer } from './success-answer.ts';

/** A place in the answer of an operation. */
export interface ValueSource {
  readonly operation: Operation;
  readonly answer: SuccessAnswer;
  readonly node: SchemaNode;
  /** The call that the answer came from. */
  readonly sent: SentCall;
  /** The entry of a map that the place is, or lies in. */
  readonly entry?: EntryPlace | undefined;
}

/** Undefined after a mistake, which was reported. */
export type ValueBinder = (source: ValueSource) => BoundValue | undefined;
