import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseClientKey } from '../../../gateway/options/client-key.ts';
import { createCookieJar } from '../../support/cookie-jar.ts';
import { started } from '../../support/leftovers.ts';
import { type IdentityProviderServer, startIdentityProvider } from '../../support/start-identity-provider.ts';
import { createKeyText } from './connect-to.ts';
import { type SignInGateway, startSignIn } from './start-sign-in.ts';

let provider: IdentityProviderServer;
let gateway: SignInGateway;

beforeAll(async () => {
  provider = started(await startIdentityProvider());
  gateway = await startSignIn({
    ...provider,
    provider: {
      credential: { method: 'private_key_jwt', key: parseClientKey(JSON.stringify(provider.clientKey)) },
    },
  });
  provider.allowRedirect(`${gateway.url}/bff/callback`, `${gateway.url}/`);
});

/** What web-bff itself sent, the oldest first. */
const sentTo = (endpoint: string) => provider.requests.filter((request) => request.endpoint === endpoint);

describe('a sign-in at a real provider', () => {
  it('OID-01 pushes its request with PKCE and the least scopes, and proves who we are without a secret', async () => {
    const ada = await provider.signIn(`${gateway.url}/bff/login?returnTo=/orders`, 'ada');
    expect([ada.status, ada.body]).toEqual([200, expect.stringContaining('url=/orders')]);

    const [pushed] = sentTo('pushed');
    expect(pushed?.params.get('code_challenge_method')).toBe('S256');
    expect(pushed?.params.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(pushed?.params.get('response_type')).toBe('code');
    expect(pushed?.params.get('nonce')).toMatch(/^[\w-]{43}$/);
    // Those that a policy of the web's schema names, what makes it OpenID Connect, and the name of whoever signs in.
    expect(pushed?.params.get('scope')?.split(' ').toSorted()).toEqual(
      ['openid', 'profile', ...SCOPES_OF_WEB].toSorted(),
    );
    const [authorization] = sentTo('authorization');
    expect([...(authorization?.params.keys() ?? [])].toSorted()).toEqual(['client_id', 'request_uri']);

    const [redeemed] = sentTo('token');
    expect(redeemed?.params.get('code_verifier')).toMatch(/^[\w-]{43,}$/);
    for (const request of [pushed, redeemed]) {
      expect(request?.params.get('client_assertion_type')).toMatch(/jwt-bearer$/);
      expect(request?.params.get('client_secret')).toBeNull();
    }
  });

  it('OID-01 ends for good at the provider, too', async () => {
    const ada = await provider.signIn(`${gateway.url}/bff/login`, 'ada');
    const cookie = ada.jar.header(gateway.url);
    const ask = (path: string, method = 'GET') =>
      fetch(`${gateway.url}${path}`, { method, headers: { 'x-csrf': '1', cookie } });
    const user: { claims: { sub: string } } = JSON.parse(await (await ask('/bff/user')).text());
    expect(user.claims.sub).toBe('u_ada');
    const { logoutUrl }: { logoutUrl: string } = JSON.parse(await (await ask('/bff/logout', 'POST')).text());
    const url = new URL(logoutUrl);
    expect([...url.searchParams.keys()].toSorted()).toEqual([
      'client_id',
      'logout_hint',
      'post_logout_redirect_uri',
    ]);
    expect((await ask('/bff/user')).status).toBe(401);
    expect(sentTo('revocation')).toHaveLength(1);
    const out = await provider.signOut(logoutUrl, ada.jar);
    expect(out.trail.at(-1)).toBe(`${gateway.url}/`);
  });

  it('OID-01 is refused to a client that proves to be somebody else', async () => {
    const stranger = await startSignIn({
      ...provider,
      provider: { credential: { method: 'private_key_jwt', key: parseClientKey(createKeyText()) } },
    });
    provider.allowRedirect(`${stranger.url}/bff/callback`);
    const visit = await provider.signIn(`${stranger.url}/bff/login`, 'ada', createCookieJar());
    expect([visit.status, visit.body]).toEqual([503, expect.stringContaining('SIGN_IN_UNAVAILABLE')]);
  });
});

const SCOPES_OF_WEB = [
  'accounts:read',
  'accounts:write',
  'media:write',
  'orders:read',
  'orders:write',
  'reviews:write',
];
