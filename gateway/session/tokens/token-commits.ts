import { GatewayError } from '../../errors.ts';
import type { RefreshAttempt, SessionKey } from '../store/session-store.ts';
import { type OpenSession, openTokens, sealTokens, type VersionedTokens } from './open-session.ts';
import { LEASE_MS, pollPause, type RefreshParts } from './refresh-parts.ts';
import type { SessionTokens } from './session-tokens.ts';

export interface TokenCommits {
  /**
   * Writes new tokens. When the store is away they are kept here until it is back, and are good for use meanwhile.
   * @throws GatewayError UNAUTHENTICATED when the session has ended
   */
  commit(session: OpenSession, attempt: RefreshAttempt, tokens: SessionTokens): Promise<VersionedTokens>;
  /** Tokens that replace this version and are not written yet; tries again to write them. */
  uncommitted(key: SessionKey, version: number): Promise<VersionedTokens> | undefined;
  /** Tries a last time to write what is not written. */
  stop(): Promise<void>;
}

interface Kept {
  readonly session: OpenSession;
  readonly attempt: RefreshAttempt;
  readonly tokens: SessionTokens;
}

/** How often what could not be written is tried again, besides each time that the store is back. */
const RETRY_MS = 500;

/** The old refresh token is used up once the provider has answered, so what it answered must not get lost. */
export function createTokenCommits(parts: RefreshParts): TokenCommits {
  const kept = new Map<SessionKey, Kept>();
  let cancelRetry: (() => void) | undefined;
  const unlisten = parts.redis?.onAvailable(() => void writeAll());

  async function write(one: Kept): Promise<VersionedTokens> {
    const { session, tokens, attempt } = one;
    try {
      const settled = await settle(parts, one);
      if (kept.get(session.key) === one) kept.delete(session.key);
      if (settled === undefined) throw orphaned(parts, one);
      return settled;
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'SESSIONS_UNAVAILABLE') throw error;
      kept.set(session.key, one);
      retryLater();
      return { tokens, version: attempt.version + 1 };
    }
  }

  async function writeAll(): Promise<void> {
    // Whoever hears that its session has ended is not there anymore.
    await Promise.allSettled([...kept.values()].map((one) => write(one)));
  }

  function retryLater(): void {
    cancelRetry ??= parts.clock.after(RETRY_MS, () => {
      cancelRetry = undefined;
      void writeAll();
    });
  }

  return {
    commit: (session, attempt, tokens) => write({ session, attempt, tokens }),
    uncommitted(key, version) {
      const one = kept.get(key);
      return one?.attempt.version === version ? write(one) : undefined;
    },
    async stop() {
      unlisten?.();
      await writeAll();
      cancelRetry?.();
      cancelRetry = undefined;
    },
  };
}

/**
 * The tokens that stand in the record in the end: ours, or somebody else's that came first. A write whose answer was
 * lost is found to be done. Undefined when the session has ended.
 * @throws GatewayError SESSIONS_UNAVAILABLE when that cannot be found out now
 */
async function settle(
  parts: RefreshParts,
  { session, attempt, tokens }: Kept,
): Promise<VersionedTokens | undefined> {
  const { store, clock } = parts;
  const until = clock.monotonicMs() + LEASE_MS;
  const sealed = sealTokens(session, tokens);
  for (let looks = 0; clock.monotonicMs() < until; looks += 1) {
    if (await store.commitRefresh(session.key, { ...attempt, now: clock.now() }, sealed))
      return { tokens, version: attempt.version + 1 };
    const turn = await store.beginRefresh(session.key, { ...attempt, now: clock.now(), takeOver: true });
    if (turn.turn === 'ended') return undefined;
    if (turn.turn === 'done')
      return { tokens: openTokens(session, turn.sealedTokens), version: turn.version };
    if (turn.turn === 'wait') await pollPause(parts, looks);
  }
  throw new GatewayError('SESSIONS_UNAVAILABLE');
}

function orphaned({ onOrphan }: RefreshParts, { tokens }: Kept): GatewayError {
  if (tokens.refreshToken !== undefined) onOrphan(tokens.refreshToken);
  return new GatewayError('UNAUTHENTICATED');
}
