import { createHash } from 'node:crypto';
import { isIdempotencyKey, type Json, type Operation } from '../contract/index.ts';
import type { CallInput } from './call-input.ts';

/**
 * Fills the contract's `Idempotency-Key` header where the binding does not: the same for a repeated request, another
 * one for each place of the answer, so that two creates in one request stay two.
 * @param requestKey the client's own key, or one made for this execution
 * @param place what tells this call from the others of the operation in the request
 */
export function withIdempotencyKey(
  input: CallInput,
  operation: Operation,
  requestKey: string,
  place: readonly Json[],
): CallInput {
  const name = operation.parameters.find(isIdempotencyKey)?.name;
  if (name === undefined || Object.hasOwn(input.parameters, name)) return input;
  const key = createHash('sha256')
    .update(JSON.stringify([requestKey, operation.coordinate, place]))
    .digest('hex');
  return { ...input, parameters: { ...input.parameters, [name]: key } };
}
