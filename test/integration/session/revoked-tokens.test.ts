import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { type IdentityProviderServer, startIdentityProvider } from '../../support/start-identity-provider.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { testSize } from '../../support/test-size.ts';
import { signInToApp, signOutAtProvider } from './sign-in-to-app.ts';
import { type MobileProcess, startMobile } from './start-mobile.ts';

const KILLS = testSize.repetitions({ ci: 2, full: 20 });
const MAX_MS = testSize.allowed(5_000);

let idp: IdentityProviderServer;
let redis: RedisProcess;
let one: MobileProcess;
let other: MobileProcess;
beforeAll(async () => {
  [idp, redis] = await Promise.all([startIdentityProvider().then(started), startRedis()]);
  [one, other] = await Promise.all([startMobile({ idp, redis }), startMobile({ idp, redis })]);
});

/** Issued a moment ago: tokens tell their age in whole seconds. */
async function oldToken(wish: Parameters<IdentityProviderServer['accessTokenFor']>[0]): Promise<string> {
  const iat = Math.floor(Date.now() / 1_000) - 2;
  return idp.accessTokenFor({ ...wish, claims: { iat, ...wish?.claims } });
}

/** How long after `since` a token was accepted for the last time. */
async function lastAcceptedMs(process: MobileProcess, token: string, since: number): Promise<number> {
  let last = 0;
  for (;;) {
    const askedAt = performance.now();
    const status = await process.show(token);
    if (status === 401) return last;
    if (status !== 200) throw new Error(`answered ${status}`);
    last = askedAt - since;
    if (last > MAX_MS) return last;
    await pause(20);
  }
}

describe('MOB-04 a person whom the provider signs out', () => {
  it(`is refused by every process ${MAX_MS / 1_000} seconds later, and nobody else is`, async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      const sid = crypto.randomUUID();
      const wish = { sub: `u_${kill}`, sid };
      const killed = await oldToken(wish);
      const spared = await oldToken({ ...wish, sid: crypto.randomUUID() });
      const [first, second] = kill % 2 === 0 ? [one, other] : [other, one];
      expect([await first.show(killed), await second.show(killed)]).toEqual([200, 200]);
      const since = performance.now();
      const logout = await idp.logoutTokenFor({ audience: 'mobile-app', ...wish });
      expect(await first.logOut(logout)).toBe(204);
      const accepted = await Promise.all([first, second].map((each) => lastAcceptedMs(each, killed, since)));
      expect(Math.max(...accepted)).toBeLessThanOrEqual(MAX_MS);
      expect([await first.show(spared), await second.show(spared)]).toEqual([200, 200]);
      expect(await second.logOut(logout)).toBe(400); // used, and all processes know
    }
  });

  it('does not come back with a token of that session from a machine whose clock is ahead', async () => {
    const [sid, sub] = [crypto.randomUUID(), 'u_ahead'];
    const ahead = { iat: Math.floor(Date.now() / 1_000) + 20 };
    const token = await idp.accessTokenFor({ sub, sid, claims: ahead });
    expect(await one.show(token)).toBe(200);
    await one.logOut(await idp.logoutTokenFor({ audience: 'mobile-app', sub, sid }));
    expect(await lastAcceptedMs(one, token, performance.now())).toBeLessThanOrEqual(MAX_MS);
    expect(await one.show(await idp.accessTokenFor({ sub, claims: ahead }))).toBe(200);
  });

  it('on its own page is refused with the token that the app still holds, and comes back with a new one', async () => {
    idp.sendLogoutTo('mobile-app', one.logoutUrl);
    const ada = await signInToApp(idp, 'ada');
    const grace = await signInToApp(idp, 'grace');
    expect([await one.show(ada.accessToken), await other.show(grace.accessToken)]).toEqual([200, 200]);
    const since = performance.now();
    await signOutAtProvider(idp, ada);
    expect(idp.troubles).toEqual([]);
    expect(await lastAcceptedMs(other, ada.accessToken, since)).toBeLessThanOrEqual(MAX_MS);
    expect(await lastAcceptedMs(one, ada.accessToken, since)).toBeLessThanOrEqual(MAX_MS);
    await pause(1_100); // the next whole second
    const back = await signInToApp(idp, 'ada');
    expect([await one.show(back.accessToken), await other.show(grace.accessToken)]).toEqual([200, 200]);
  });

  it('everywhere, is refused whichever session a token is of, and passes with a token of later', async () => {
    const tokens = [
      await oldToken({ sub: 'u_x' }),
      await oldToken({ sub: 'u_x', claims: { sid: undefined } }),
    ];
    expect(await one.logOut(await idp.logoutTokenFor({ audience: 'mobile-app', sub: 'u_x' }))).toBe(204);
    for (const token of tokens) await lastAcceptedMs(other, token, performance.now());
    await pause(1_100); // the next whole second
    expect(await other.show(await idp.accessTokenFor({ sub: 'u_x' }))).toBe(200);
    expect(await other.show(await oldToken({ sub: 'u_y' }))).toBe(200);
  });

  it('is refused by a process that started after it', async () => {
    const token = await oldToken({ sub: 'u_z' });
    expect(await one.logOut(await idp.logoutTokenFor({ audience: 'mobile-app', sub: 'u_z' }))).toBe(204);
    expect(await (await startMobile({ idp, redis })).show(token)).toBe(401);
  });

  it('cannot hide behind an outage of Redis: tokens are an error then, and strangers go on', async () => {
    const token = await oldToken({ sub: 'u_ada' });
    expect(await one.show(token)).toBe(200);
    await redis.stop();
    expect(await one.logOut(await idp.logoutTokenFor({ audience: 'mobile-app', sub: 'u_ada' }))).toBe(503);
    await one.line(({ event }) => event === 'revocations unknown');
    expect(await one.ask({ authorization: `Bearer ${token}` })).toMatchObject({
      status: 503,
      codes: ['SESSIONS_UNAVAILABLE'],
    });
    expect((await one.ask()).status).toBe(200);
    await redis.start();
    while ((await one.show(token)) === 503) await pause(20);
    expect(await one.show(token)).toBe(200);
  });
});
