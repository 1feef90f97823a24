import type { Redis as Client } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { Availability } from './availability.ts';
import { TIMED_OUT } from './limit-commands.ts';

export interface ConnectionWatch {
  start(): void;
  stop(): void;
  /** A command failed. */
  noteFailure(error: unknown): void;
}

/** How often a connection that nobody uses is asked whether it still answers. */
const PING_EVERY_MS = 500;

/**
 * Notices when Redis comes and goes. A connection that is silent is as bad as none, and nothing but a question tells
 * them apart: one that does not answer a ping in time is replaced.
 */
export function watchConnection({ client, clock, availability }: WatchParts): ConnectionWatch {
  let pinging = false;
  let cancel: (() => void) | undefined;

  function replace(reason: string): void {
    availability.markAway(reason);
    client.disconnect(true);
  }
  async function ping(): Promise<void> {
    if (pinging || client.status !== 'ready') return;
    pinging = true;
    const { stream } = client;
    try {
      await client.ping();
    } catch (error) {
      if (isTimeout(error) && stream === client.stream) replace('it does not answer');
    } finally {
      pinging = false;
    }
  }
  function pingAgain(): void {
    cancel = clock.after(PING_EVERY_MS, () => {
      void ping();
      pingAgain();
    });
  }

  client.on('ready', () => availability.markAvailable());
  client.on('close', () => availability.markAway('the connection was closed'));
  client.on('error', (error: unknown) => {
    availability.markAway(Error.isError(error) ? error.message : 'unknown');
    // Whatever is wrong with a connection that was good, the next one is better.
    if (client.status === 'ready') client.disconnect(true);
  });
  return {
    start: pingAgain,
    stop: () => cancel?.(),
    noteFailure: (error) => {
      if (isTimeout(error)) void ping();
    },
  };
}

interface WatchParts {
  readonly client: Client;
  readonly clock: Clock;
  readonly availability: Availability;
}

function isTimeout(error: unknown): boolean {
  return Error.isError(error) && error.message === TIMED_OUT;
}
