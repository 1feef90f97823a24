import { describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { startIdentityProvider } from '../../support/start-identity-provider.ts';

async function ask(url: string, authorization: string) {
  const { statusCode, headers, body } = await request(url, { headers: { authorization }, reset: true });
  const json: unknown = await body.json();
  return { status: statusCode, challenge: headers['www-authenticate'], json };
}

/** A part of a JWT that nobody signed. */
function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('mocks that know an issuer', () => {
  it('TOK-04: take its tokens alone, each for the service that it was made for', async () => {
    const idp = started(await startIdentityProvider());
    const mocks = started(await startMocks({ issuer: idp.issuer, services: ['accounts', 'orders'] }));
    const account = `${mocks.urls['accounts']}/accounts/u_ada`;
    const scopes = ['accounts:read'];
    const bearer = async (wish: Parameters<typeof idp.accessTokenFor>[0]) =>
      `Bearer ${await idp.accessTokenFor({ audience: 'accounts', scopes, ...wish })}`;

    expect(await ask(account, await bearer({}))).toMatchObject({
      status: 200,
      json: { id: 'u_ada', displayName: 'Ada Lovelace' },
    });
    expect(await ask(account, await bearer({ scopes: [] }))).toMatchObject({ status: 403 });
    expect(await ask(account, await bearer({ sub: 'u_grace' }))).toMatchObject({ status: 403 });

    const other = started(await startIdentityProvider());
    const refused = [
      await bearer({ audience: 'orders' }),
      await bearer({ audience: 'web-bff' }),
      await bearer({ lifetimeSeconds: -1 }),
      await bearer({ header: { typ: 'JWT' } }),
      await bearer({ claims: { iss: other.issuer } }),
      await bearer({ claims: { sub: undefined } }),
      `Bearer ${await other.accessTokenFor({ audience: 'accounts', scopes, claims: { iss: idp.issuer } })}`,
      'Bearer nonsense',
      'Bearer ',
      'Refused u_ada accounts:read',
    ];
    for (const authorization of refused)
      expect(await ask(account, authorization)).toMatchObject({
        status: 401,
        challenge: expect.stringContaining('Bearer realm="accounts"'),
      });
    expect(await ask(account, refused[0] ?? '')).toMatchObject({
      challenge: expect.stringContaining('error="invalid_token"'),
      json: { detail: 'The token is not made for accounts.' },
    });
    // Whoever talks to the mocks by hand has no provider.
    expect(await ask(account, 'Test u_ada accounts:read')).toMatchObject({ status: 200 });
    const [first] = await mocks.calls('accounts');
    expect(first?.headers['authorization']).toBe('Bearer u_ada');
  });

  it('say 503 while nobody can tell whether a token is good, and read the keys once', async () => {
    const idp = started(await startIdentityProvider());
    const mocks = started(await startMocks({ issuer: idp.issuer, services: ['orders'] }));
    const cart = `${mocks.urls['orders']}/cart`;
    const token = async () =>
      `Bearer ${await idp.accessTokenFor({ audience: 'orders', scopes: ['orders:read'] })}`;
    idp.fail('discovery', { status: 500 }, 1);
    expect(await ask(cart, await token())).toMatchObject({ status: 503 });
    expect(await ask(cart, await token())).toMatchObject({ status: 200, json: { lines: [] } });
    expect(idp.count('jwks')).toBe(1);
  });
});

describe('mocks that reach their issuer by another road', () => {
  it('ask for what is written, and connect where they are told', async () => {
    const idp = started(await startIdentityProvider({ issuer: 'http://idp.invalid:4100' }));
    const connectTo = `127.0.0.1:${idp.port}`;
    const mocks = started(await startMocks({ issuer: idp.issuer, connectTo, services: ['orders'] }));
    const token = await idp.accessTokenFor({ audience: 'orders', scopes: ['orders:read'] });
    expect(await ask(`${mocks.urls['orders']}/cart`, `Bearer ${token}`)).toMatchObject({ status: 200 });
    expect(idp.requests.map(({ headers }) => headers['host'])).toEqual([
      'idp.invalid:4100',
      'idp.invalid:4100',
    ]);
  });
});

describe('mocks without an issuer', () => {
  it('believe what a token says of itself', async () => {
    const mocks = started(await startMocks({ services: ['accounts'] }));
    const token = `${part({ alg: 'none' })}.${part({ sub: 'u_grace', scope: 'openid accounts:read' })}.`;
    expect(await ask(`${mocks.urls['accounts']}/accounts/u_grace`, `Bearer ${token}`)).toMatchObject({
      status: 200,
      json: { id: 'u_grace' },
    });
  });
});
