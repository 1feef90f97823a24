import type { Contract, Operation } from './contract.ts';
import { createOperations } from './create-operations.ts';

const known = new WeakMap<Contract, ReadonlyMap<string, Operation>>();

/**
 * The events a service emits (OpenAPI 3.1, `webhooks`), by operationId, else by their key. They look like
 * operations, but with an empty `path`: what we receive is the `requestBody`.
 */
export function webhooksOf(contract: Contract): ReadonlyMap<string, Operation> {
  let webhooks = known.get(contract);
  if (webhooks === undefined) {
    webhooks = new Map(createOperations(contract, 'webhooks').map((operation) => [operation.id, operation]));
    known.set(contract, webhooks);
  }
  return webhooks;
}
