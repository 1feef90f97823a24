import type { Clock, Randomness } from '../../clock.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Redis } from '../../redis/redis.ts';
import type { Provider } from '../provider/provider.ts';
import type { SessionStore } from '../store/session-store.ts';

/** What refreshing needs. */
export interface RefreshParts {
  readonly store: Pick<SessionStore, 'beginRefresh' | 'commitRefresh' | 'abandonRefresh' | 'read' | 'end'>;
  readonly provider: Pick<Provider, 'refresh'>;
  /** Where the store may go away. @default a store that is always there */
  readonly redis?: Pick<Redis, 'availableForMs' | 'onAvailable'> | undefined;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  /** Called with a refresh token of a session that ended while it was got: nobody else will revoke it. */
  readonly onOrphan: (refreshToken: string) => void;
}

/** Longer than the provider may take, so that nobody else begins while an answer can still come. */
export const LEASE_MS = 10_000;

/**
 * How long this process must have had the store before it takes a lease that ran out. Whoever held it may have new
 * tokens that it could not write while the store was away, and writes them as soon as it is back.
 */
export const TAKE_OVER_AFTER_MS = 3_000;

/** Somebody else refreshes: how long to wait before looking again, for the first times. */
const POLL_MS = { min: 25, max: 60 } as const;
/** After so many looks it takes longer than refreshing does; thousands of sessions may be waiting then. */
const QUICK_LOOKS = 10;
const SLOWER = 5;

/** Resolves after a random while. @param looks how often was looked before */
export function pollPause(
  { clock, randomness }: Pick<RefreshParts, 'clock' | 'randomness'>,
  looks: number,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const pauseMs = POLL_MS.min + randomness.fraction() * (POLL_MS.max - POLL_MS.min);
  clock.after(looks < QUICK_LOOKS ? pauseMs : pauseMs * SLOWER, resolve);
  return promise;
}
