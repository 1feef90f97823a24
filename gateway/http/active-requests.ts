import type { ServerResponse } from 'node:http';

/** The requests that are being answered now, for a server that wants to stop. */
export interface ActiveRequests {
  /** Until its connection is done with it. */
  add(response: ServerResponse): void;
  /** Every answer whose headers are not out yet, now and later, asks its client to use another connection. */
  closeConnections(): void;
  /** Resolves when there is none; at once when there is none now. */
  whenNone(): Promise<void>;
  /** How many there have ever been. */
  readonly begun: number;
}

export function createActiveRequests(): ActiveRequests {
  const active = new Set<ServerResponse>();
  let closing = false;
  let begun = 0;
  let none = Promise.withResolvers<void>();
  none.resolve();

  function remove(response: ServerResponse): void {
    active.delete(response);
    if (active.size === 0) none.resolve();
  }
  return {
    add(response) {
      if (active.size === 0) none = Promise.withResolvers();
      active.add(response);
      begun += 1;
      if (closing) askToClose(response);
      response.once('close', () => remove(response));
    },
    closeConnections() {
      closing = true;
      active.forEach(askToClose);
    },
    whenNone: () => none.promise,
    get begun() {
      return begun;
    },
  };
}

function askToClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
