import { Redis as Client } from 'ioredis';
import type { Clock, Randomness } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';
import { createAvailability } from './availability.ts';
import { limitCommands } from './limit-commands.ts';
import type { Redis } from './redis.ts';
import { refuseStrayReplies } from './refuse-stray-replies.ts';
import { watchConnection } from './watch-connection.ts';

export interface RedisParts {
  /** `redis://` or `rediss://` (TLS), with user, password and number of the database where there are any. */
  readonly url: string;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  /** How long Redis may take to answer one command. @default 100 */
  readonly commandTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 300;
/** Attempts to connect are this far apart, and up to as much again by chance, so that processes do not come together. */
const RECONNECT_MS = 80;
/** How long a connection that is given up may take to say goodbye. */
const DISCONNECT_TIMEOUT_MS = 10;

/** Connects nothing until it is started. */
export function createRedis({ url, clock, randomness, log, commandTimeoutMs = 100 }: RedisParts): Redis {
  const client = new Client(withoutOptions(url), {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // With the first attempt to reconnect, whatever still waits for an answer fails.
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    maxLoadingRetryTime: 200,
    disableClientInfo: true,
    retryStrategy: () => RECONNECT_MS * (1 + randomness.fraction()),
    // After a failover the old primary refuses writes: the address may lead to the new one by now.
    reconnectOnError: ({ message }) => message.includes('READONLY'),
  });
  const availability = createAvailability(clock, log);
  limitCommands(client, clock);
  refuseStrayReplies(client);
  const watch = watchConnection({ client, clock, availability });
  return {
    client,
    get isAvailable() {
      return availability.isAvailable;
    },
    availableForMs: () => availability.availableForMs(),
    onAvailable: (callback) => availability.onAvailable(callback),
    async run(commands) {
      if (!availability.isAvailable) throw new GatewayError('SESSIONS_UNAVAILABLE');
      try {
        return await commands(client);
      } catch (error) {
        watch.noteFailure(error);
        throw error instanceof GatewayError ? error : unavailable(error);
      }
    },
    async start() {
      watch.start();
      await client.connect().catch(() => {});
    },
    async stop() {
      watch.stop();
      availability.leave();
      await disconnect(client);
    },
  };
}

/** What stands behind the question mark would overrule what is decided here. */
function withoutOptions(url: string): string {
  const parsed = new URL(url);
  parsed.search = '';
  return parsed.href;
}

/** A fresh cause: what ioredis attaches to its errors holds the whole command. */
function unavailable(error: unknown): GatewayError {
  const told = Error.isError(error) ? error.message.replace(/, with args beginning with.*/s, '') : 'unknown';
  return new GatewayError('SESSIONS_UNAVAILABLE', {}, new Error(told));
}

async function disconnect(client: Client): Promise<void> {
  const isOpen = ['connecting', 'connect', 'ready'].includes(client.status);
  const { promise, resolve } = Promise.withResolvers<void>();
  client.once('end', resolve);
  client.disconnect();
  if (isOpen) await promise;
}
