import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { ActiveRequests } from './active-requests.ts';

/** No request for this long means that whoever keeps connections to us has understood. */
const QUIET_MS = 500;

/** Clients that connect as fast as we accept must not keep us from stopping. */
const MAX_TURNS = 10_000;

export interface DrainParts {
  readonly server: Server;
  readonly active: ActiveRequests;
  readonly clock: Clock;
  /** How long connections are still taken, while readiness already says no. */
  readonly delayMs: number;
  /** How long requests may take to finish after that. */
  readonly drainMs: number;
}

/**
 * Stops a server without losing a request. Readiness must be withdrawn before.
 *
 * A connection that looks idle may have a request under way on it, and closing it would lose that request. So every
 * answer asks its client to leave, first while others may still come, then on the connections that are left; only
 * when nobody has asked anything for a while are the silent ones closed. Nothing is refused meanwhile: a connection
 * carries one more request at most.
 *
 * Resolves when no connection is left; says whether any request had to be cut off.
 */
export async function drain(parts: DrainParts): Promise<{ readonly cutOff: boolean }> {
  const { server, active, clock, delayMs, drainMs } = parts;
  active.closeConnections();
  if (delayMs > 0) await wait(clock, delayMs);
  const closed = once(server, 'close');
  await stopListening(server);
  let cutOff = false;
  const cancel = clock.after(drainMs, () => {
    cutOff = true;
    server.closeAllConnections();
  });
  void becomeQuiet(parts).then(() => server.closeAllConnections());
  await closed;
  cancel();
  return { cutOff };
}

/**
 * The kernel has connected clients that we have not accepted yet, and resets them when we stop listening. libuv
 * accepts one in each turn of the event loop; so turns are taken until there is nobody. Two quiet ones, because the
 * first may end before sockets are looked at.
 */
async function stopListening(server: Server): Promise<void> {
  let accepted = 0;
  const count = () => {
    accepted += 1;
  };
  server.on('connection', count);
  let quiet = 0;
  for (let turns = 0; quiet < 2 && turns < MAX_TURNS; turns += 1) {
    const before = accepted;
    await nextTurn();
    quiet = accepted === before ? quiet + 1 : 0;
  }
  server.off('connection', count);
  NetServer.prototype.close.call(server); // `http.Server.close` would close idle connections as well
}

async function becomeQuiet({ active, clock }: DrainParts): Promise<void> {
  let begun: number;
  do {
    begun = active.begun;
    await wait(clock, QUIET_MS);
    await active.whenNone();
  } while (active.begun !== begun);
}

/**
 * Timers are due before sockets are read. On a busy machine connections and requests may have waited for their turn
 * as long as we did; they are let in before anything is closed.
 */
async function wait(clock: Clock, delayMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.after(delayMs, resolve);
  await promise;
  await nextTurn();
}
