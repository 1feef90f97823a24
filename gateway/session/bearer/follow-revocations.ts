import type { Clock, Randomness } from '../../clock.ts';
import { GatewayError } from '../../errors.ts';
import type { Logger } from '../../observability/logger.ts';
import { CLOCK_SKEW_SECONDS } from '../provider/check-signed-token.ts';
import type { Ledger, Revocation } from '../store/ledger.ts';
import { MAX_ACCESS_TOKEN_AGE_SECONDS } from './parse-access-token.ts';
import { createRevocationMemory } from './revocation-memory.ts';

/** How often the ledger is asked, on average. */
const PERIOD_MS = 1_000;
/** Without word from the ledger for longer than this, nobody can be told from somebody whose tokens were revoked. */
export const DEAF_AFTER_MS = 5_000;
/** How long a revocation matters: as long as a token that was issued before it can be good. */
export const REVOCATION_TTL_MS = (MAX_ACCESS_TOKEN_AGE_SECONDS + 2 * CLOCK_SKEW_SECONDS) * 1_000;

export interface FollowedRevocations {
  /**
   * Whether a token that was issued then is void, because one of these targets was revoked.
   * @throws GatewayError SESSIONS_UNAVAILABLE when that is not known
   */
  isRevoked(targets: readonly string[], issuedAtMs: number): boolean;
  /** Resolves when the ledger was asked once, with whatever success. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface FollowedLedger {
  readonly ledger: Pick<Ledger, 'revokedSince'>;
  readonly clock: Clock;
  readonly randomness: Pick<Randomness, 'fraction'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** Keeps in memory what all processes of a client have agreed to refuse, so that no request has to ask. */
export function followRevocations({ ledger, clock, randomness, log }: FollowedLedger): FollowedRevocations {
  const memory = createRevocationMemory({ ttlMs: REVOCATION_TTL_MS });
  let cursor = '';
  let heardAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  let stopped = false;
  let warned = false;
  const isDeaf = () => clock.monotonicMs() - heardAt > DEAF_AFTER_MS;

  async function ask(): Promise<void> {
    const askedAt = clock.monotonicMs(); // what is revoked while the answer travels is not in it
    try {
      for (let news = await next(); news.length > 0; news = await next())
        news.forEach((revocation) => memory.add(revocation));
      heardAt = askedAt;
      warned = false;
      memory.forget(clock.now());
    } catch (error) {
      if (!warned && isDeaf())
        log.warn(
          { event: 'revocations unknown', err: error },
          'tokens are refused while the ledger does not answer',
        );
      warned = isDeaf();
    }
  }
  async function next(): Promise<readonly Revocation[]> {
    const answer = await ledger.revokedSince(cursor);
    cursor = answer.cursor;
    return answer.revocations;
  }
  async function go(): Promise<void> {
    await ask();
    if (!stopped) cancel = clock.after(PERIOD_MS * (0.8 + 0.4 * randomness.fraction()), () => void go());
  }

  return {
    isRevoked(targets, issuedAtMs) {
      if (isDeaf()) throw new GatewayError('SESSIONS_UNAVAILABLE');
      return memory.covers(targets, issuedAtMs);
    },
    start: go,
    async stop() {
      stopped = true;
      cancel?.();
    },
  };
}
