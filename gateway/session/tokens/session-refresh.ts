import { GatewayError } from '../../errors.ts';
import type { OpenSession, VersionedTokens } from './open-session.ts';
import type { RefreshParts } from './refresh-parts.ts';
import { takeRefreshTurn } from './refresh-turn.ts';
import { isUsable, needsRefresh } from './session-tokens.ts';
import { createTokenCommits } from './token-commits.ts';
import { withinTime } from './within-time.ts';

export interface SessionRefresh {
  /**
   * Tokens whose access token is good for a request: the session's own, or new ones when those run out. Whoever comes
   * late, with tokens that were replaced since, gets the new ones without the provider being asked.
   * @param waitMs what the request has left; the provider may take longer, and its answer is not lost then
   * @throws GatewayError UNAUTHENTICATED when the session has ended; SIGN_IN_UNAVAILABLE or SESSIONS_UNAVAILABLE when it
   * has not, and its access token is no longer good
   */
  freshTokens(session: OpenSession, waitMs: number): Promise<VersionedTokens>;
  stop(): Promise<void>;
}

/** Nobody is kept waiting longer, so that there is time to say what the matter is before the request's deadline. */
const MAX_WAIT_MS = 2_500;
/** With an access token that is still good, what is waited for new ones; and how long a provider in trouble is let alone. */
const PATIENCE_MS = 500;
const REST_MS = 5_000;

/** Refreshes each session once for each expiry: once in this process, and by the store's lease once in all of them. */
export function createSessionRefresh(parts: RefreshParts): SessionRefresh {
  const { clock } = parts;
  const commits = createTokenCommits(parts);
  const flights = new Map<string, Promise<VersionedTokens>>();
  // One for all attempts: a lease whose answer was lost is ours again, as soon as the store is back.
  const owner = parts.randomness.id();
  let restUntil = Number.NEGATIVE_INFINITY;

  function flightOf(session: OpenSession): Promise<VersionedTokens> {
    const name = `${session.version} ${session.key}`;
    const known = flights.get(name);
    if (known !== undefined) return known;
    const flight = renew(session).finally(() => flights.delete(name));
    flights.set(name, flight);
    // Everybody who waited may have gone when it fails.
    flight.catch((error: unknown) => {
      if (codeOf(error) === 'SIGN_IN_UNAVAILABLE') restUntil = clock.monotonicMs() + REST_MS;
      parts.log.warn({ event: 'refresh failed', code: codeOf(error) }, 'tokens were not refreshed');
    });
    return flight;
  }

  async function renew(session: OpenSession): Promise<VersionedTokens> {
    return (
      commits.uncommitted(session.key, session.version) ??
      takeRefreshTurn({ ...parts, owner }, commits, session)
    );
  }

  async function freshTokens(session: OpenSession, waitMs: number): Promise<VersionedTokens> {
    if (!needsRefresh(session.tokens, clock.now())) return session;
    if (!isUsable(session.tokens, clock.now()))
      return withinTime(clock, flightOf(session), Math.min(waitMs * ANSWER_SHARE, MAX_WAIT_MS));
    if (clock.monotonicMs() < restUntil) return session;
    try {
      return await withinTime(clock, flightOf(session), Math.min(waitMs / 2, PATIENCE_MS));
    } catch (error) {
      if (codeOf(error) === 'UNAUTHENTICATED') throw error;
      return session;
    }
  }

  return { freshTokens, stop: () => commits.stop() };
}

/** The rest of the time is for the answer. */
const ANSWER_SHARE = 0.9;

function codeOf(error: unknown): string | undefined {
  return error instanceof GatewayError ? error.code : undefined;
}
