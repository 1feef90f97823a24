import { GatewayError } from '../../errors.ts';
import type { TokenSet } from '../provider/provider.ts';
import type { RefreshAttempt } from '../store/session-store.ts';
import { type OpenSession, openTokens, type VersionedTokens } from './open-session.ts';
import { LEASE_MS, pollPause, type RefreshParts, TAKE_OVER_AFTER_MS } from './refresh-parts.ts';
import { renewSessionTokens } from './session-tokens.ts';
import type { TokenCommits } from './token-commits.ts';

/**
 * Refreshes one session, or waits for whoever does. At most one process at a time asks the provider.
 * @throws GatewayError UNAUTHENTICATED when the session has ended, be it by what the provider says; SIGN_IN_UNAVAILABLE
 * or SESSIONS_UNAVAILABLE when it goes on and cannot be refreshed now
 */
export async function takeRefreshTurn(
  parts: RefreshParts & Pick<RefreshAttempt, 'owner'>,
  commits: TokenCommits,
  session: OpenSession,
): Promise<VersionedTokens> {
  const { store, clock, redis, owner } = parts;
  const until = clock.monotonicMs() + 2 * LEASE_MS;
  let present = session;
  for (let looks = 0; clock.monotonicMs() < until; looks += 1) {
    const takeOver = redis === undefined || redis.availableForMs() >= TAKE_OVER_AFTER_MS;
    const attempt = { owner, version: present.version, now: clock.now(), leaseMs: LEASE_MS, takeOver };
    const turn = await store.beginRefresh(present.key, attempt);
    if (turn.turn === 'ended') throw new GatewayError('UNAUTHENTICATED');
    if (turn.turn === 'yours') return askProvider(parts, commits, present, attempt);
    if (turn.turn === 'done') {
      const tokens = openTokens(session, turn.sealedTokens);
      // However short they live: whoever waited for them takes them, else many who wait would refresh one by one.
      if (clock.now() < tokens.expiresAt) return { tokens, version: turn.version };
      present = { ...session, tokens, version: turn.version };
    } else await pollPause(parts, looks);
  }
  throw new GatewayError('SIGN_IN_UNAVAILABLE');
}

async function askProvider(
  parts: RefreshParts,
  commits: TokenCommits,
  session: OpenSession,
  attempt: RefreshAttempt,
): Promise<VersionedTokens> {
  const { refreshToken } = session.tokens;
  if (refreshToken === undefined) return refused(parts, session, 'no refresh token');
  let set: TokenSet;
  try {
    set = await parts.provider.refresh(refreshToken);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'UNAUTHENTICATED')
      return refused(parts, session, 'invalid_grant');
    await giveBack(parts, session, attempt);
    throw new GatewayError('SIGN_IN_UNAVAILABLE', {}, error);
  }
  if (set.subject !== undefined && set.subject !== session.sub) {
    parts.onOrphan(set.refreshToken ?? refreshToken);
    return end(parts, session, 'other subject');
  }
  return commits.commit(session, attempt, renewSessionTokens(session.tokens, set, parts.clock.now()));
}

/** A refresh token that was used up may have been so by a process that has written new ones since. */
async function refused(parts: RefreshParts, session: OpenSession, reason: string): Promise<VersionedTokens> {
  const current = await parts.store.read(session.key, { now: parts.clock.now(), slide: false });
  if (current !== undefined && current.version > session.version)
    return { tokens: openTokens(session, current.sealedTokens), version: current.version };
  return end(parts, session, reason);
}

async function end({ store, log }: RefreshParts, session: OpenSession, reason: string): Promise<never> {
  await store.end(session.key);
  log.info(
    { event: 'session ended', reason, person: session.person.slice(0, 12) },
    'session ended by its tokens',
  );
  throw new GatewayError('UNAUTHENTICATED');
}

/** Nobody waits for a lease that its holder cannot give back: it ends by itself. */
async function giveBack(
  { store }: RefreshParts,
  { key }: OpenSession,
  { owner }: RefreshAttempt,
): Promise<void> {
  await store.abandonRefresh(key, { owner }).catch(() => undefined);
}
