import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { createCookieJar } from '../../support/cookie-jar.ts';
import { started } from '../../support/leftovers.ts';
import { startIdentityProvider } from '../../support/start-identity-provider.ts';
import { askToken, authorizationUrl, claimsIn, lastStepOf, tokensOf } from './ask-provider.ts';

describe('signing in at the local provider', () => {
  it('asks who it is, and nothing else, and gives tokens of each kind', async () => {
    const idp = started(await startIdentityProvider());
    const tokens = await tokensOf(idp);
    expect(await claimsIn(idp, tokens['id_token'])).toMatchObject({
      sub: 'u_ada',
      aud: 'web-bff',
      nonce: 'a-nonce',
      name: 'Ada Lovelace',
      email: 'ada@copperfield.example',
      sid: expect.any(String),
    });
    expect(await claimsIn(idp, tokens['access_token'])).toMatchObject({
      typ: 'at+jwt',
      sub: 'u_ada',
      aud: 'web-bff',
      client_id: 'web-bff',
      scope: 'openid profile email accounts:read orders:read',
      sid: expect.any(String),
    });
    expect(tokens['refresh_token']).toEqual(expect.any(String));
    expect(idp.count('token', 'authorization_code')).toBe(1);
    expect(idp.troubles).toEqual([]);
  });

  it('remembers who signed in, so that the next app in this browser need not ask', async () => {
    const idp = started(await startIdentityProvider());
    const jar = createCookieJar();
    await lastStepOf(idp, authorizationUrl(idp).url, 'grace', jar);
    const asked = idp.count('interaction');
    const second = await lastStepOf(idp, authorizationUrl(idp).url, 'ada', jar);
    expect(second.searchParams.get('code')).not.toBeNull();
    expect(second.searchParams.get('iss')).toBe(idp.issuer);
    expect(idp.count('interaction')).toBe(asked);
  });

  it('wants PKCE, with S256', async () => {
    const idp = started(await startIdentityProvider());
    const { url } = authorizationUrl(idp);
    for (const [name, value] of [
      ['code_challenge', ''],
      ['code_challenge_method', 'plain'],
    ] as const) {
      const weak = new URL(url);
      weak.searchParams.set(name, value);
      const end = await lastStepOf(idp, weak.href, 'ada');
      expect(end.searchParams.get('error')).toBe('invalid_request');
    }
  });

  it('takes a request that was pushed', async () => {
    const idp = started(await startIdentityProvider({ webProof: { secret: 'a-secret-of-web-bff' } }));
    const { url } = authorizationUrl(idp);
    const answer = await request(`${idp.issuer}/request`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('web-bff:a-secret-of-web-bff').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URL(url).search.slice(1),
      reset: true,
    });
    expect(await answer.body.json()).toMatchObject({ request_uri: expect.any(String) });
    expect(answer.statusCode).toBe(201);
  });
});

describe('leaving the local provider', () => {
  it('ends its session and its refresh tokens, and tells the apps by their back channel', async () => {
    const heard = await startListener();
    const idp = started(await startIdentityProvider({ webLogoutUri: `${heard.url}/bff/backchannel-logout` }));
    const jar = createCookieJar();
    const { url, verifier } = authorizationUrl(idp);
    const callback = await lastStepOf(idp, url, 'ada', jar);
    const { body: tokens } = await askToken(idp, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: `${callback.origin}${callback.pathname}`,
    });
    const end = new URL(`${idp.issuer}/session/end`);
    end.searchParams.set('id_token_hint', String(tokens['id_token']));
    await idp.signOut(end.href, jar);
    const told = await claimsIn(idp, new URLSearchParams(heard.bodies[0]).get('logout_token'));
    expect(told).toMatchObject({
      typ: 'logout+jwt',
      aud: 'web-bff',
      sub: 'u_ada',
      sid: (await claimsIn(idp, tokens['id_token']))['sid'],
    });
    expect(
      await askToken(idp, { grant_type: 'refresh_token', refresh_token: String(tokens['refresh_token']) }),
    ).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const asked = idp.count('interaction');
    await lastStepOf(idp, authorizationUrl(idp).url, 'grace', jar);
    expect(idp.count('interaction')).toBeGreaterThan(asked);
    expect(idp.troubles).toEqual([]);
  });
});

async function startListener(): Promise<{ readonly url: string; readonly bodies: readonly string[] }> {
  const bodies: string[] = [];
  const server = started(
    createServer((incoming, outgoing) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => {
        bodies.push(text);
        outgoing.end();
      });
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, bodies };
}
