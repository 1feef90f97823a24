import { beforeEach, describe, expect, it } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { createMovedClock, startSignIn } from './start-sign-in.ts';

let provider: MaliciousProvider;
beforeEach(async () => {
  provider = started(await startMaliciousProvider());
});

describe('signing in', () => {
  it('leads to a page that leads on, and to a session', async () => {
    const gateway = await startSignIn(provider);
    const ada = gateway.openBrowser();
    expect(await ada.user()).toBe(401);
    const arrival = await ada.signIn('/orders?open=1&x=2');
    expect([arrival.status, arrival.text]).toEqual([
      200,
      expect.stringContaining('<meta http-equiv="refresh" content="0;url=/orders?open=1&amp;x=2">'),
    ]);
    const user = await ada.ask('/bff/user');
    expect(JSON.parse(user.text)).toMatchObject({
      claims: { sub: 'u_ada', name: 'Ada' },
      session: { expiresInSeconds: expect.any(Number) },
      logoutUrl: '/bff/logout',
    });
    const graphql = await ada.visit(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf': '1' },
      body: '{"query":"{ __typename }"}',
    });
    expect(graphql.status).toBe(200);
    const logout = await ada.ask('/bff/logout', 'POST');
    expect(JSON.parse(logout.text).logoutUrl).toContain('/end-session?');
    expect(await ada.user()).toBe(401);
    expect(provider.requests.filter(({ path }) => path === '/revoke')).toHaveLength(1);
  });
});

describe('while the provider is away', () => {
  it('REL-28 people are told so by a page, those who are signed in stay it, and sign out', async () => {
    const clock = createMovedClock();
    const gateway = await startSignIn({ ...provider, clock });
    const [ada, bert] = [gateway.openBrowser(), gateway.openBrowser()];
    await ada.signIn();
    const callback = await bert.letIn(await bert.begin());
    await provider.stop();
    clock.moveOn(1_500); // it was there a moment ago
    for (const visit of [await bert.arrive(callback), await bert.begin('/', { accept: 'text/html' })])
      expect([visit.status, visit.text]).toEqual([503, expect.stringContaining('SIGN_IN_UNAVAILABLE')]);
    const asked = await bert.ask('/bff/login');
    expect([asked.status, asked.headers.get('content-type')]).toEqual([
      503,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await ada.user()).toBe(200);
    const logout = await ada.ask('/bff/logout', 'POST');
    expect([logout.status, logout.text]).toEqual([200, '{"logoutUrl":null}']);
    expect(await ada.user()).toBe(401);
  });

  it('REL-28 nobody waits for one that takes requests and never answers', async () => {
    provider.misbehave({ token: 'hang' });
    const gateway = await startSignIn(provider);
    const ada = gateway.openBrowser();
    const callback = await ada.letIn(await ada.begin());
    const before = performance.now();
    expect((await ada.arrive(callback)).status).toBe(503);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(await ada.user()).toBe(401);
  });

  it('REL-28 a sign-in can be made that could not be made before', async () => {
    provider.misbehave({ token: { status: 500 } });
    const gateway = await startSignIn(provider);
    const ada = gateway.openBrowser();
    expect((await ada.signIn()).status).toBe(503);
    provider.misbehave({});
    expect((await ada.signIn()).status).toBe(200);
  });
});
