import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../gateway/clock.ts';
import { personKeyOf, providerSessionKeyOf } from '../../../gateway/session/person-key-of.ts';
import { sessionKeyOf } from '../../../gateway/session/session-key.ts';
import { createMemorySessionStore } from '../../../gateway/session/store/create-memory-session-store.ts';
import { createRedisSessionStore } from '../../../gateway/session/store/create-redis-session-store.ts';
import type { SessionStart, SessionStore } from '../../../gateway/session/store/session-store.ts';
import { startRedis } from '../../support/start-redis.ts';
import { startTestRedis } from '../redis/create-test-redis.ts';

export const HOUR_MS = 3_600_000;

/** Time that goes on when it is told to. */
export function createHeldClock(at = 1_800_000_000_000): Pick<Clock, 'now'> & { at: number } {
  return {
    at,
    now() {
      return this.at;
    },
  };
}

/** A store and another process's view of the same sessions. */
export interface StorePair {
  readonly store: SessionStore;
  readonly other: SessionStore;
  /** The names of all keys in Redis; what a process has no eyes for in itself. */
  keysOf?(): Promise<readonly string[]>;
}

export type StartPair = (clock: Pick<Clock, 'now'>) => Promise<StorePair>;

export const STORES: readonly (readonly [string, StartPair])[] = [
  [
    'in the process',
    async (clock) => {
      const store = createMemorySessionStore({ clock });
      return { store, other: store };
    },
  ],
  ['in Redis', startRedisPair],
];

export async function startRedisPair(clock: Pick<Clock, 'now'>) {
  const server = await startRedis();
  const prefix = 'gatehouse:test:';
  const [one, two] = await Promise.all([startTestRedis(server.url), startTestRedis(server.url)]);
  return {
    server,
    store: createRedisSessionStore({ redis: one, prefix, clock }),
    other: createRedisSessionStore({ redis: two, prefix, clock }),
    keysOf: async () => (await server.command('keys', '*')).split('\n').filter((name) => name !== ''),
  };
}

export function createStart(now: number, more: Partial<SessionStart> = {}): SessionStart {
  const id = randomBytes(32).toString('base64url');
  return {
    key: sessionKeyOf(id),
    person: personKeyOf('https://issuer', 'ada'),
    providerSession: providerSessionKeyOf('https://issuer', 'sid'),
    sealedIdentity: 'identity',
    sealedTokens: 'tokens 1',
    label: 'Firefox on Linux',
    now,
    idleMs: HOUR_MS,
    absoluteMs: 8 * HOUR_MS,
    ...more,
  };
}
