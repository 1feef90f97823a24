import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createLogoutMint } from '../../support/forged-logout-tokens.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { openBrowser, type SignInGateway, startSignIn } from './start-sign-in.ts';

let redis: RedisProcess;
let provider: MaliciousProvider;
beforeAll(async () => {
  redis = await startRedis();
  provider = started(await startMaliciousProvider());
});

function logOut(gateway: SignInGateway, subject: { sub?: string; sid?: string }): Promise<Response> {
  const token = createLogoutMint(provider, { client: 'web-bff', ...subject })();
  const body = new URLSearchParams({ logout_token: token });
  return fetch(`${gateway.url}/bff/backchannel-logout`, { method: 'POST', body });
}

describe.each([
  ['in the process', () => undefined],
  ['in Redis', () => redis.url],
])('SES-07 a sign-in with sessions %s', (_, urlOf) => {
  it.each([
    ['its session at the provider', { sid: 'sid_1' }],
    ['its session and person', { sub: 'u_ada', sid: 'sid_1' }],
    ['its person', { sub: 'u_ada' }],
  ])('that is under way when the provider ends %s makes no session', async (_what, subject) => {
    const gateway = await startSignIn({ issuer: provider.issuer, redisUrl: urlOf() });
    const answers: number[] = [];
    const seen = provider.requests.length;
    provider.misbehave({
      holdTokens: async () => {
        provider.misbehave({});
        answers.push((await logOut(gateway, subject)).status);
      },
    });
    const ada = gateway.openBrowser();
    const arrival = await ada.signIn();
    expect([answers, arrival.status, await ada.user()]).toEqual([[204], 400, 401]);
    while (!provider.requests.slice(seen).some(({ path }) => path === '/revoke')) await pause(20);
  });

  it('that comes after such an end makes one', async () => {
    const gateway = await startSignIn({ issuer: provider.issuer, redisUrl: urlOf() });
    await logOut(gateway, { sub: 'u_grace', sid: 'sid_0' });
    const ada = gateway.openBrowser();
    expect([(await ada.signIn()).status, await ada.user()]).toEqual([200, 200]);
  });

  it('whose ID token names no session ends with any session of its person', async () => {
    provider.misbehave({ idToken: { claims: ({ sid: _sid, ...claims }) => claims } });
    const gateway = await startSignIn({ issuer: provider.issuer, redisUrl: urlOf() });
    const ada = gateway.openBrowser();
    await ada.signIn();
    expect([await ada.user(), (await logOut(gateway, { sub: 'u_grace', sid: 'sid_2' })).status]).toEqual([
      200, 204,
    ]);
    expect([await ada.user(), (await logOut(gateway, { sub: 'u_ada', sid: 'sid_2' })).status]).toEqual([
      200, 204,
    ]);
    expect(await ada.user()).toBe(401);
    provider.misbehave({});
  });
});

describe('SES-03 a session', () => {
  it('of one issuer is nobody’s once another issuer is trusted, though the subject is the same', async () => {
    const former = await startSignIn({ issuer: provider.issuer, redisUrl: redis.url });
    const ada = former.openBrowser();
    await ada.signIn();
    expect(await ada.user()).toBe(200);
    const other = started(await startMaliciousProvider());
    const gateway = await startSignIn({ issuer: other.issuer, redisUrl: redis.url });
    const moved = openBrowser(gateway.url);
    moved.plant(gateway.url, ada.cookiesFor(former.url));
    expect(await moved.user()).toBe(401);
  });

  it('does not begin when the former one of its browser cannot be ended', async () => {
    const gateway = await startSignIn({ issuer: provider.issuer, redisUrl: redis.url });
    const client = new Redis(redis.url);
    leaveNothing(() => client.quit());
    await client.flushall();
    const ada = gateway.openBrowser();
    await ada.signIn();
    const [key = ''] = await client.keys('*:session:*');
    const sentAway = await ada.begin();
    const callback = await ada.letIn(sentAway);
    await client.del(key);
    await client.set(key, 'no session, and nothing that can be ended');
    // As after a provider's redirect: without the session's cookie, which is SameSite=Strict.
    const back = gateway.openBrowser();
    for (const one of sentAway.headers.getSetCookie()) back.plant(gateway.url, one);
    const arrival = await back.arrive(callback);
    expect(arrival.status).toBe(503);
    expect(arrival.headers.getSetCookie().filter((one) => one.startsWith('session-'))).toEqual([]);
  });
});
