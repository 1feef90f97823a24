import { beforeAll, describe, expect, it } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { HOSTILE_RETURNS } from './hostile-returns.ts';
import { type SignInGateway, startSignIn } from './start-sign-in.ts';

let provider: MaliciousProvider;
let gateway: SignInGateway;

beforeAll(async () => {
  provider = started(await startMaliciousProvider());
  gateway = await startSignIn(provider);
});

describe('another site', () => {
  it.each(HOSTILE_RETURNS)('SES-09 cannot have somebody sent to %j', async (hostile) => {
    const ada = gateway.openBrowser();
    const arrival = await ada.arrive(await ada.letIn(await ada.begin(hostile)));
    expect(arrival.text).toContain('content="0;url=/"');
    expect(arrival.text).toContain('<a href="/">');
    for (const visit of ada.visits) {
      expect(visit.headers.get('x-injected')).toBeNull();
      expect(visit.headers.get('location') ?? provider.issuer).toContain(provider.issuer);
    }
  });

  it.each(['/orders', '/orders?page=2&sort=a%20b', '/@ada', '/a/b/c#reviews', '/search?q=http://x'])(
    'SES-09 does not keep %s of ours from being gone back to',
    async (page) => {
      const ada = gateway.openBrowser();
      const arrival = await ada.signIn(page);
      expect(arrival.text).toContain(`url=${page.replaceAll('&', '&amp;')}"`);
    },
  );

  it.each([
    ['a picture', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['a frame', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['a script', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    [
      'a prefetch',
      {
        'sec-fetch-site': 'none',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        'sec-purpose': 'prefetch;prerender',
      },
    ],
  ])('SES-09 cannot have a sign-in begun by %s', async (_, headers) => {
    const visit = await gateway.openBrowser().begin('/', headers);
    expect([visit.status, visit.headers.getSetCookie(), visit.headers.get('location')]).toEqual([
      403,
      [],
      null,
    ]);
  });

  it.each(['cross-site', 'same-site'])('SES-09 gets a page with a link instead (%s)', async (site) => {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const visit = await gateway.openBrowser().begin('/orders', headers);
    expect([visit.status, visit.headers.getSetCookie(), visit.headers.get('location')]).toEqual([
      200,
      [],
      null,
    ]);
    expect(visit.text).toContain('<a href="/bff/login?returnTo=%2Forders">');
    expect(visit.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('SES-09 cannot sign anybody out by a picture or a form', async () => {
    const ada = gateway.openBrowser();
    await ada.signIn();
    const picture = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'no-cors',
      'sec-fetch-dest': 'image',
    };
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.test' };
    const logout = `${gateway.url}/bff/logout`;
    expect((await ada.visit(logout, { headers: picture })).status).toBe(403);
    expect((await ada.visit(logout, { method: 'POST', headers: form })).status).toBe(403);
    expect((await ada.visit(logout, { headers: { 'x-csrf': '1' } })).status).toBe(405);
    expect((await ada.visit(logout, { method: 'POST', headers: { ...form, 'x-csrf': '1' } })).status).toBe(
      403,
    );
    expect(await ada.user()).toBe(200);
  });
});
