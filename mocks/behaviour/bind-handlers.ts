import type { HttpHandler } from 'msw';
import type { Contract, Operation } from '#contract';
import type { BytesHandler, ServiceHandler } from './service-handlers.ts';

/** A handler file does not suit its contract. */
export class HandlerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HandlerError';
  }
}

/** The handlers of one service, by the operations that they answer. */
export interface BoundHandlers {
  /** In the order in which they were written. */
  readonly http: ReadonlyMap<Operation, readonly HttpHandler[]>;
  readonly bytes: ReadonlyMap<Operation, BytesHandler>;
}

/** Throws {@link HandlerError} for a handler that is about nothing in the contract, because it would never be asked. */
export function bindHandlers(contract: Contract, handlers: readonly ServiceHandler[]): BoundHandlers {
  const http = new Map<Operation, HttpHandler[]>();
  const bytes = new Map<Operation, BytesHandler>();
  for (const handler of handlers) {
    if ('bytes' in handler) bytes.set(operationOfBytes(contract, handler), handler);
    else {
      const operation = operationOf(contract, handler);
      http.set(operation, [...(http.get(operation) ?? []), handler]);
    }
  }
  return { http, bytes };
}

function operationOf({ service, operations }: Contract, { info }: HttpHandler): Operation {
  const { method, path, header } = info;
  const template = typeof path === 'string' ? path.replaceAll(/:(\w+)/g, '{$1}') : undefined;
  const operation = operations.find((one) => one.method === method && one.path === template);
  if (operation !== undefined) return operation;
  const known = operations.map((one) => `${one.method} ${one.path}`).join(', ');
  throw new HandlerError(
    `the handler of ${service} for ${header} answers no operation of its contract; there are ${known}`,
  );
}

function operationOfBytes({ service, operationsById }: Contract, { bytes }: BytesHandler): Operation {
  const operation = operationsById.get(bytes);
  if (operation !== undefined) return operation;
  const known = [...operationsById.keys()].join(', ');
  throw new HandlerError(
    `the handler of ${service} for the bytes of ${bytes} answers no operation of its contract; there are ${known}`,
  );
}
