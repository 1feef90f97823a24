import { isIdempotencyKey, type Operation } from '../contract/index.ts';

const CHANGING_METHODS: readonly string[] = ['PUT', 'PATCH', 'DELETE'];

/**
 * Does a call that a resolver makes change something? Many services read by POST, where a query is too long for an
 * address; in a mutation a POST is a change all the same, and so is one that tells a repeated request from a second.
 */
export function changesSomething({ method, parameters }: Operation, isMutation: boolean): boolean {
  if (CHANGING_METHODS.includes(method)) return true;
  return method === 'POST' && (isMutation || parameters.some(isIdempotencyKey));
}
