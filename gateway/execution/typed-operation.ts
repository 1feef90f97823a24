import { changesSomething } from '../binding/index.ts';
import type { Json, Operation } from '../contract/index.ts';
import { handled } from './handled.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import { createOperationBatches } from './operation-batch.ts';
import { prepareTypedCall, sendTypedCall, splitInput, type TypedCalls } from './typed-call.ts';

/**
 * An operation as resolvers call it: with one object of parameters and `body`, for the body of the answer. What each
 * operation takes and gives stands in `schemas/generated/services.ts`.
 */
export function createTypedOperation(operation: Operation, calls: TypedCalls): unknown {
  const isWrite = changesSomething(operation, calls.asked.isWrite);
  const countOf = createCounter();
  const call = async (given: unknown): Promise<Json | undefined> => {
    const input = splitInput(operation, given);
    const content = JSON.stringify([input.parameters, input.body]);
    // Equal reads are one call, so that their keys must be equal too; equal writes are two.
    const place = [calls.level.path, calls.field.coordinate, content, isWrite ? countOf(content) : 0];
    const keyed = withIdempotencyKey(input, operation, calls.run.idempotencyKey, place);
    const answer = await sendTypedCall(prepareTypedCall(operation, keyed, calls), calls, isWrite);
    return answer.body;
  };
  return Object.assign((given: unknown) => handled(call(given)), {
    batch: createOperationBatches(operation, calls),
  });
}

/** How often each text was asked about before. */
function createCounter(): (text: string) => number {
  const counts = new Map<string, number>();
  return (text) => {
    const before = counts.get(text) ?? 0;
    counts.set(text, before + 1);
    return before;
  };
}
