import { beforeEach, describe, expect, it } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { startSignIn } from './start-sign-in.ts';

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
