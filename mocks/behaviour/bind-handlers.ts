import type { HttpHandler } from 'msw';
import type { Contract, Operation } from '#contract';

/** A handler file does not suit its contract. */
export class HandlerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HandlerError';
  }
}

/**
 * The handlers of each operation, in the order in which they were written. Throws {@link HandlerError} for one that is
 * about nothing in the contract, because it would never be asked.
 */
export function bindHandlers(
  { service, operations }: Contract,
  handlers: readonly HttpHandler[],
): ReadonlyMap<Operation, readonly HttpHandler[]> {
  const bound = new Map<Operation, HttpHandler[]>();
  for (const handler of handlers) {
    const { method, path, header } = handler.info;
    const template = typeof path === 'string' ? path.replaceAll(/:(\w+)/g, '{$1}') : undefined;
    const operation = operations.find((one) => one.method === method && one.path === template);
    if (operation === undefined) {
      const known = operations.map((one) => `${one.method} ${one.path}`).join(', ');
      throw new HandlerError(
        `the handler of ${service} for ${header} answers no operation of its contract; there are ${known}`,
      );
    }
    const before = bound.get(operation);
    if (before === undefined) bound.set(operation, [handler]);
    else before.push(handler);
  }
  return bound;
}
