import { describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { started } from '../../support/leftovers.ts';
import { startIdentityProvider } from '../../support/start-identity-provider.ts';
import { askToken, claimsIn, tokensOf } from './ask-provider.ts';

describe('the knobs', () => {
  it('break an endpoint so many times, or until it is healed', async () => {
    const idp = started(await startIdentityProvider());
    idp.fail('discovery', { status: 500, body: { error: 'server_error' } }, 1);
    const ask = () => request(`${idp.issuer}/.well-known/openid-configuration`, { reset: true });
    const first = await ask();
    expect([first.statusCode, await first.body.json()]).toEqual([500, { error: 'server_error' }]);
    expect(await (await ask()).body.json()).toMatchObject({ issuer: idp.issuer });
    idp.fail('discovery', 'reset');
    await expect(ask()).rejects.toThrow(/ECONNRESET|other side closed/);
    idp.heal('discovery');
    expect((await ask()).statusCode).toBe(200);
    expect(idp.count('discovery')).toBe(4);
  });

  it('sign anything, and turn the keys', async () => {
    const idp = started(await startIdentityProvider());
    const token = await idp.accessTokenFor({ scopes: ['orders:read'], claims: { jti: undefined } });
    expect(await claimsIn(idp, token)).toMatchObject({
      sub: 'u_ada',
      aud: 'mobile-bff',
      scope: 'orders:read',
    });
    await idp.rotateKeys();
    await expect(claimsIn(idp, token)).rejects.toThrow('no applicable key found');
    const jwks = await request(`${idp.issuer}/jwks`, { reset: true });
    expect(await jwks.body.json()).toMatchObject({
      keys: idp.keys.keys.map(({ kid }) => expect.objectContaining({ kid })),
    });
  });

  it('close the port and open it again, and nobody is forgotten', async () => {
    const idp = started(await startIdentityProvider());
    const { refresh_token: token } = await tokensOf(idp);
    await idp.stop();
    await expect(request(`${idp.issuer}/jwks`, { reset: true })).rejects.toThrow('ECONNREFUSED');
    await idp.start();
    const { status } = await askToken(idp, { grant_type: 'refresh_token', refresh_token: String(token) });
    expect(status).toBe(200);
  });
});
