import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT } from 'jose';
import { request } from 'undici';
import { publicHalfOf } from '../../../mocks/identity-provider/signing-keys.ts';
import { createCookieJar } from '../../support/cookie-jar.ts';
import type { IdentityProviderServer } from '../../support/start-identity-provider.ts';

const CALLBACK = 'http://127.0.0.1:4000/bff/callback';
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

type Json = Readonly<Record<string, unknown>>;

/** An authorization URL of web-bff, with what its code is worth. */
export function authorizationUrl({ issuer }: IdentityProviderServer, more: Record<string, string> = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(`${issuer}/auth`);
  url.search = String(
    new URLSearchParams({
      client_id: 'web-bff',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid profile email accounts:read orders:read',
      state: 'a-state',
      nonce: 'a-nonce',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    }),
  );
  return { url: url.href, verifier };
}

/** Nobody listens at the callback: the trail ends there. */
export async function codeOf(idp: IdentityProviderServer, person: 'ada' | 'grace' = 'ada') {
  const { url, verifier } = authorizationUrl(idp);
  const callback = await lastStepOf(idp, url, person);
  const code = callback.searchParams.get('code') ?? '';
  return { code, verifier, callback };
}

export async function lastStepOf(
  idp: IdentityProviderServer,
  url: string,
  person: 'ada' | 'grace',
  jar = createCookieJar(),
): Promise<URL> {
  const server = createServer((_request, response) => response.end('here'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const redirectUri = `http://127.0.0.1:${port}/bff/callback`;
    idp.allowRedirect(redirectUri);
    const { url: last } = await idp.signIn(
      url.replace(encodeURIComponent(CALLBACK), encodeURIComponent(redirectUri)),
      person,
      jar,
    );
    return new URL(last);
  } finally {
    server.close();
  }
}

export async function askToken(
  idp: IdentityProviderServer,
  form: Record<string, string>,
  path = '/token',
): Promise<{ status: number; body: Json }> {
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: String(idp.clientKey.kid) })
    .setIssuer('web-bff')
    .setSubject('web-bff')
    .setAudience(idp.issuer)
    .setJti(randomBytes(8).toString('hex'))
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(await importJWK(idp.clientKey, 'ES256'));
  return await post(`${idp.issuer}${path}`, {
    ...form,
    client_id: 'web-bff',
    client_assertion: assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  });
}

export async function post(
  url: string,
  form: Record<string, string>,
): Promise<{ status: number; body: Json }> {
  const { statusCode, body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    reset: true,
  });
  const text = await body.text();
  const parsed: Json = text === '' ? {} : JSON.parse(text);
  return { status: statusCode, body: parsed };
}

export async function claimsIn(idp: IdentityProviderServer, token: unknown): Promise<Json> {
  const set = createLocalJWKSet({ keys: idp.keys.keys.map(publicHalfOf) });
  const { payload, protectedHeader } = await jwtVerify(String(token), set, { issuer: idp.issuer });
  return { ...payload, typ: protectedHeader.typ };
}

export async function tokensOf(idp: IdentityProviderServer, person: 'ada' | 'grace' = 'ada'): Promise<Json> {
  const { code, verifier, callback } = await codeOf(idp, person);
  const { status, body } = await askToken(idp, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: `${callback.origin}${callback.pathname}`,
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}
