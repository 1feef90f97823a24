import { createServer } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { BFFS } from '../../support/bffs.ts';
import { createMint, forgedAccessTokens } from '../../support/forged-access-tokens.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { listenOn } from '../../support/listen-on.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { type SignedInBff, startSignedIn } from '../../support/start-signed-in.ts';
import { askForMe, type MobileProcess, startMobile } from './start-mobile.ts';

let provider: MaliciousProvider;
let mobile: MobileProcess;
let sink: string;
const sunk: string[] = [];
beforeAll(async () => {
  provider = started(await startMaliciousProvider());
  const server = createServer(({ url = '' }, response) => {
    sunk.push(url);
    response.end(JSON.stringify({ keys: [provider.keys.stranger.publicJwk] }));
  });
  sink = `http://127.0.0.1:${await listenOn(server)}`;
  leaveNothing(() => server.close());
  mobile = await startMobile({ idp: { ...provider, mobileSecret: 'secret' } });
});

describe('mobile-bff', () => {
  it('MOB-01 refuses every forged token with 401, and asks nobody but the provider', async () => {
    expect(await mobile.show(createMint(provider).mint())).toBe(200);
    for (const [name, make] of Object.entries(forgedAccessTokens(provider, sink)))
      expect([name, await mobile.show(await make())]).toEqual([name, 401]);
    expect(sunk).toEqual([]);
    const asked = new Set(provider.requests.map(({ path }) => path));
    expect(asked).toEqual(new Set(['/.well-known/openid-configuration', '/jwks']));
    expect(JSON.stringify(mobile.lines)).not.toMatch(/eyJ[\w-]{8,}\./);
  });

  it('REL-28 takes tokens while the provider is away', async () => {
    const { mint } = createMint(provider);
    expect(await mobile.show(mint())).toBe(200);
    await provider.stop();
    expect([await mobile.show(mint()), await mobile.show(mint({ signature: 'stranger' }))]).toEqual([
      200, 401,
    ]);
  });
});

describe('MOB-03 credentials of the other client', () => {
  const NOBODY = { status: 200, data: { __typename: 'Query', me: null }, codes: ['UNAUTHENTICATED'] };
  let web: SignedInBff;
  let app: MobileProcess;
  beforeAll(async () => {
    const [bff] = BFFS;
    if (bff === undefined) throw new Error('there is no web-bff');
    web = await startSignedIn(bff);
    app = await startMobile({ idp: { ...web.provider, mobileSecret: 'secret' } });
  });

  /** The cookie of a living session, and a token of the same provider for each client. */
  const shown = () => {
    const { cookie = '' } = web.customer;
    const { mint } = createMint(web.provider);
    const token = mint({ claims: (claims) => ({ ...claims, scope: 'accounts:read' }) });
    const webToken = mint({ claims: (claims) => ({ ...claims, aud: 'web-bff', scope: 'accounts:read' }) });
    return { cookie, token, webToken };
  };

  it('mobile-bff never reads a cookie: who shows a good one of the web is nobody', async () => {
    const { cookie, token } = shown();
    expect(cookie).not.toBe('');
    expect(await app.ask({ cookie })).toEqual(NOBODY);
    expect(
      await app.ask({ cookie: `${cookie}; access_token=${token}; authorization=Bearer ${token}` }),
    ).toEqual(NOBODY);
    expect(await app.show(token)).toBe(200);
  });

  it('web-bff never reads a bearer: who shows a good token of the app, or one for itself, is nobody', async () => {
    const { cookie, token, webToken } = shown();

    for (const bearer of [token, webToken, 'nonsense'])
      expect(await askForMe(web.url, { 'x-csrf': '1', authorization: `Bearer ${bearer}` })).toEqual(NOBODY);
    const signedIn = await askForMe(web.url, { 'x-csrf': '1', cookie, authorization: 'Bearer nonsense' });
    expect(signedIn.codes).not.toContain('UNAUTHENTICATED'); // the cookie decides alone
  });
});
