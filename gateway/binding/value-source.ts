import type { Operation, SchemaNode } from '../contract/index.ts';
import type { BoundValue } from './model.ts';
import type { SentCall } from './sent-call.ts';
import type { SuccessAnswer } from './success-answer.ts';

/** A place in the answer of an operation. */
export interface ValueSource {
  readonly operation: Operation;
  readonly answer: SuccessAnswer;
  readonly node: SchemaNode;
  /** The call that the answer came from. */
  readonly sent: SentCall;
}

/** Undefined after a mistake, which was reported. */
export type ValueBinder = (source: ValueSource) => BoundValue | undefined;
