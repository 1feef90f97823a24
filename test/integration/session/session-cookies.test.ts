import { beforeEach, describe, expect, it } from '@jest/globals';
import { sign } from 'cookie-signature';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { SECRETS, type SignInGateway, type Somebody, startSignIn } from './start-sign-in.ts';

/** Sixty of them, as a large company has. */
const GROUPS = Array.from({ length: 60 }, (_, index) => `shop-department-of-something-${index}`);

let provider: MaliciousProvider;
beforeEach(async () => {
  provider = started(await startMaliciousProvider({ person: { sub: 'u_ada', name: 'Ada', groups: GROUPS } }));
});

/** Goes to every route, rightly and wrongly, signed in and not. */
async function visitEverything(gateway: SignInGateway, ada: Somebody): Promise<void> {
  const paths = ['login', 'callback', 'user', 'logout', 'backchannel-logout', 'sessions'].map(
    (name) => `/bff/${name}`,
  );
  for (const signedIn of [false, true]) {
    if (signedIn) await ada.arrive(await ada.letIn(await ada.begin()));
    for (const path of [...paths, '/bff/sessions?id=nobody', '/graphql', '/livez', '/nothing'])
      for (const method of ['GET', 'DELETE', 'PUT'])
        if (!(path === '/bff/sessions' && method === 'DELETE')) await ada.ask(path, method);
    await ada.ask('/bff/callback?state=x&code=y');
    await ada.visit(`${gateway.url}/bff/user`);
  }
  await ada.ask('/bff/logout', 'POST');
}

describe('the cookies', () => {
  it.each<[string, string | undefined, '__Host-Http-' | '__Host-', RegExp]>([
    ['over https', 'https://shop.test', '__Host-Http-', /^__Host-Http-session=/],
    ['over https, for older browsers', 'https://shop.test', '__Host-', /^__Host-session=/],
    ['over http on this machine', undefined, '__Host-Http-', /^session-web=/],
  ])('SES-01 of every route are ours alone %s', async (_, publicOrigin, cookiePrefix, name) => {
    const gateway = await startSignIn({
      ...provider,
      session: { cookiePrefix },
      ...(publicOrigin === undefined ? {} : { publicOrigin }),
    });
    const ada = gateway.openBrowser();
    await visitEverything(gateway, ada);
    const sent = ada.visits.flatMap(({ headers }) => headers.getSetCookie());
    const isSecure = publicOrigin !== undefined;
    const ofSessions = sent.filter((cookie) => name.test(cookie));
    expect(ofSessions.length).toBeGreaterThanOrEqual(2); // set once, cleared once
    for (const cookie of sent) {
      const [pair = '', ...rest] = cookie.split(/; */);
      const attributes = rest.map((one) => one.toLowerCase());
      const isSession = name.test(cookie);
      expect(attributes).toEqual(
        expect.arrayContaining(['path=/', 'httponly', `samesite=${isSession ? 'strict' : 'lax'}`]),
      );
      expect(attributes.includes('secure')).toBe(isSecure);
      expect(attributes.some((one) => one.startsWith('domain'))).toBe(false);
      expect(pair.startsWith('__Host-')).toBe(isSecure);
      expect(isSession || /^(?:__Host-sign-in-|sign-in-web-)/.test(pair)).toBe(true);
      expect(Buffer.byteLength(cookie)).toBeLessThanOrEqual(4_096);
    }
    for (const { headers } of ada.visits.filter((visit) => visit.headers.has('set-cookie')))
      expect(headers.get('cache-control')).toBe('no-store');
  });

  it('SES-03 name a session that nobody knew before: planted ones are never signed in', async () => {
    const gateway = await startSignIn(provider);
    const known = 'A'.repeat(43);
    const planted = [known, `s:${known}.AAAA`, `s:${sign(known, SECRETS[0] ?? '')}`];
    for (const value of planted) {
      const ada = gateway.openBrowser();
      ada.plant(gateway.url, `session-web=${encodeURIComponent(value)}; Path=/`);
      await ada.signIn();
      expect(await ada.user()).toBe(200);
      const stranger = gateway.openBrowser();
      stranger.plant(gateway.url, `session-web=${encodeURIComponent(value)}; Path=/`);
      expect(await stranger.user()).toBe(401);
    }
  });

  it('SES-03 name another session after each sign-in, and the old one is over', async () => {
    const gateway = await startSignIn(provider);
    const ada = gateway.openBrowser();
    const ids = new Set<string>();
    for (let times = 0; times < 3; times += 1) {
      const former = ada.cookiesFor(gateway.url);
      await ada.signIn();
      expect(await ada.user()).toBe(200);
      ids.add(ada.cookiesFor(gateway.url));
      if (former === '') continue;
      const thief = gateway.openBrowser();
      thief.plant(gateway.url, `${former}; Path=/`);
      expect(await thief.user()).toBe(401);
    }
    expect(ids.size).toBe(3);
  });

  it('SES-03 end with the sign-in also where the browser does not send them along with the redirect', async () => {
    const gateway = await startSignIn(provider);
    const ada = gateway.openBrowser();
    await ada.signIn();
    const former = ada.cookiesFor(gateway.url);
    const callback = await ada.letIn(await ada.begin());
    // As a browser does, which comes from the provider: what is SameSite=Strict stays behind.
    const attempts = ada.cookiesFor(gateway.url).replace(/(?:^|; )session-web=[^;]*/, '');
    const arrival = await fetch(`${gateway.url}${callback}`, { headers: { cookie: attempts } });
    expect([arrival.status, arrival.headers.getSetCookie().join()]).toEqual([
      200,
      expect.stringContaining('session-web='),
    ]);
    const thief = gateway.openBrowser();
    thief.plant(gateway.url, `${former}; Path=/`);
    expect(await thief.user()).toBe(401);
  });
});
