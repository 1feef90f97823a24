import { describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { started } from '../../support/leftovers.ts';
import { startIdentityProvider } from '../../support/start-identity-provider.ts';
import { ACCESS_TOKEN, askToken, claimsIn, post, TOKEN_EXCHANGE, tokensOf } from './ask-provider.ts';

describe('tokens of the local provider', () => {
  it('are refreshed once: the second use of a refresh token ends its family', async () => {
    const idp = started(await startIdentityProvider({ accessTokenSeconds: 7 }));
    const first = await tokensOf(idp);
    expect(first['expires_in']).toBe(7);
    const refresh = (token: unknown) =>
      askToken(idp, { grant_type: 'refresh_token', refresh_token: String(token) });
    const second = await refresh(first['refresh_token']);
    expect(second.status).toBe(200);
    expect(second.body['refresh_token']).not.toBe(first['refresh_token']);
    expect(await claimsIn(idp, second.body['access_token'])).toMatchObject({
      aud: 'web-bff',
      sid: (await claimsIn(idp, first['access_token']))['sid'],
    });
    expect(await refresh(first['refresh_token'])).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await refresh(second.body['refresh_token'])).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('are exchanged for one service, with no more than was granted, and no longer than that lives', async () => {
    const idp = started(await startIdentityProvider());
    const { access_token: token } = await tokensOf(idp);
    const exchange = (form: Record<string, string>, subject = String(token)) =>
      askToken(idp, {
        grant_type: TOKEN_EXCHANGE,
        subject_token: subject,
        subject_token_type: ACCESS_TOKEN,
        ...form,
      });
    const { status, body } = await exchange({ audience: 'orders' });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { issued_token_type: ACCESS_TOKEN, token_type: 'Bearer', scope: 'orders:read' },
    });
    const claims = await claimsIn(idp, body['access_token']);
    const given = await claimsIn(idp, token);
    expect(claims).toMatchObject({ sub: 'u_ada', aud: 'orders', client_id: 'web-bff', sid: given['sid'] });
    expect(claims['exp']).toBeLessThanOrEqual(Number(given['exp']));
    expect(await exchange({ resource: 'urn:gatehouse:accounts' })).toMatchObject({
      body: { scope: 'accounts:read' },
    });
    for (const [form, error] of [
      [{ audience: 'orders', scope: 'orders:write' }, 'invalid_scope'],
      [{ audience: 'orders', scope: 'accounts:read' }, 'invalid_scope'],
      [{ audience: 'mobile-bff' }, 'invalid_target'],
      [{ audience: 'evil' }, 'invalid_target'],
      [{}, 'invalid_target'],
      [{ audience: 'orders', subject_token: `${String(token)}x` }, 'invalid_grant'],
      [{ audience: 'orders', subject_token: String(body['access_token']) }, 'invalid_grant'],
    ] as const)
      expect(await exchange(form)).toMatchObject({ status: 400, body: { error } });
  });

  it('are given to systems for one service', async () => {
    const idp = started(await startIdentityProvider());
    const { body } = await askToken(idp, {
      grant_type: 'client_credentials',
      audience: 'accounts',
      scope: 'customers:read',
    });
    expect(await claimsIn(idp, body['access_token'])).toMatchObject({
      sub: 'web-bff',
      aud: 'accounts',
      scope: 'customers:read',
    });
    expect(
      await askToken(idp, { grant_type: 'client_credentials', audience: 'accounts', scope: 'accounts:read' }),
    ).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });

  it('are given to the app of a person without a browser', async () => {
    const idp = started(await startIdentityProvider());
    const { body } = await post(`${idp.issuer}/token`, {
      grant_type: 'urn:gatehouse:person',
      client_id: 'mobile-app',
      person: 'grace',
    });
    expect(await claimsIn(idp, body['access_token'])).toMatchObject({
      typ: 'at+jwt',
      sub: 'u_grace',
      aud: 'mobile-bff',
      client_id: 'mobile-app',
      scope: expect.stringContaining('accounts:read'),
    });
  });

  it('say who it is at the userinfo endpoint', async () => {
    const idp = started(await startIdentityProvider());
    const { access_token: token } = await tokensOf(idp, 'grace');
    const ask = (authorization: string) =>
      request(`${idp.issuer}/me`, { headers: { authorization }, reset: true });
    const answer = await ask(`Bearer ${String(token)}`);
    expect(await answer.body.json()).toMatchObject({ sub: 'u_grace', name: 'Grace Hopper' });
    const refused = await ask('Bearer nonsense');
    expect(refused.statusCode).toBe(401);
    await refused.body.dump();
  });

  it('can be introspected and revoked, the refresh token with its family', async () => {
    const idp = started(await startIdentityProvider());
    const token = String((await tokensOf(idp))['refresh_token']);
    const introspect = () => askToken(idp, { token }, '/token/introspection');
    expect(await introspect()).toMatchObject({ status: 200, body: { active: true, sub: 'u_ada' } });
    expect(await askToken(idp, { token }, '/token/revocation')).toMatchObject({ status: 200 });
    expect(await introspect()).toMatchObject({ status: 200, body: { active: false } });
    expect([idp.count('introspection'), idp.count('revocation')]).toEqual([2, 1]);
  });
});
