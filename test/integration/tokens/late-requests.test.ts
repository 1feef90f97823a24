import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { systemClock, systemRandomness } from '../../../gateway/clock.ts';
import { personKeyOf } from '../../../gateway/session/person-key-of.ts';
import { sessionKeyOf } from '../../../gateway/session/session-key.ts';
import { createRedisSessionStore } from '../../../gateway/session/store/create-redis-session-store.ts';
import { createSessionRefresh } from '../../../gateway/session/tokens/session-refresh.ts';
import { presentSessionTokens } from '../../../gateway/session/tokens/session-tokens.ts';
import { started } from '../../support/leftovers.ts';
import { startIdentityProvider } from '../../support/start-identity-provider.ts';
import { startRedis } from '../../support/start-redis.ts';
import { testSize } from '../../support/test-size.ts';
import { tokensOf } from '../identity-provider/ask-provider.ts';
import { silentLog, startTestRedis } from '../redis/create-test-redis.ts';
import { createStart } from '../session/both-stores.ts';
import { connectTo } from '../session/connect-to.ts';

const WAIT_MS = 3_000;

describe('requests that come late', () => {
  it('TOK-01 get the tokens that replaced theirs, at every process and up to a minute later, and the provider is not asked', async () => {
    const idp = started(await startIdentityProvider());
    const server = await startRedis();
    const provider = connectTo({ issuer: idp.issuer, keyText: JSON.stringify(idp.clientKey) });
    const createProcess = async () => {
      const redis = await startTestRedis(server.url);
      const store = createRedisSessionStore({ redis, prefix: 'gatehouse:web:', clock: systemClock });
      const refresh = createSessionRefresh({
        store,
        provider,
        redis,
        clock: systemClock,
        randomness: systemRandomness,
        log: silentLog,
        onOrphan: () => {},
      });
      return { store, refresh };
    };
    const [one, other] = [await createProcess(), await createProcess()];

    const given = await tokensOf(idp);
    const now = systemClock.now();
    const tokens = {
      accessToken: String(given['access_token']),
      refreshToken: String(given['refresh_token']),
      issuedAt: now - 300_000,
      expiresAt: now - 1,
      scopes: ['openid', 'accounts:read', 'orders:read'],
    };
    const key = sessionKeyOf('an id');
    const person = personKeyOf(idp.issuer, 'u_ada');
    await one.store.create({ ...createStart(now), key, person, sealedTokens: presentSessionTokens(tokens) });
    /** What a request holds that read the session before anybody refreshed it. */
    const box = { seal: (text: string) => text, open: (sealed: string) => sealed };
    const old = { key, person, sub: 'u_ada', tokens, version: 1, box };
    idp.forget();

    const first = await one.refresh.freshTokens(old, WAIT_MS);
    expect(first.version).toBe(2);
    expect(first.tokens.refreshToken).not.toBe(tokens.refreshToken);
    const lateMs = testSize.repetitions({ ci: 300, full: 58_000 });
    for (let late = 0; late < 3; late += 1) {
      for (const process of [one, other])
        expect(await process.refresh.freshTokens(old, WAIT_MS)).toEqual(first);
      await setTimeout(lateMs / 3);
    }
    expect(idp.count('token', 'refresh_token')).toBe(1);

    // Nobody was taken for a thief: the new refresh token is good, and so is the session.
    const stale = { ...first.tokens, expiresAt: systemClock.now() - 1 };
    const next = await other.refresh.freshTokens({ ...old, tokens: stale, version: 2 }, WAIT_MS);
    expect(next.version).toBe(3);
    expect(idp.requests.filter(({ status }) => status !== 200)).toEqual([]);
  }, 120_000);
});
