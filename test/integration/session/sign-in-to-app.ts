import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { CookieJar } from '../../support/cookie-jar.ts';
import { listenOn } from '../../support/listen-on.ts';
import type { IdentityProviderServer } from '../../support/start-identity-provider.ts';

/** Somebody whose phone has tokens of the provider, and whose browser remembers that they signed in there. */
export interface AppUser {
  readonly accessToken: string;
  readonly idToken: string;
  readonly jar: CookieJar;
}

/** All of what an app does (RFC 8252): code flow with PKCE, and a redirect to a port of its own. */
export async function signInToApp(idp: IdentityProviderServer, person: 'ada' | 'grace'): Promise<AppUser> {
  const app = createServer((_, response) => response.end('back in the app'));
  const redirectUri = `http://127.0.0.1:${await listenOn(app)}/callback`;
  const verifier = randomBytes(32).toString('base64url');
  const asked = new URL(`${idp.issuer}/auth`);
  asked.search = new URLSearchParams({
    client_id: 'mobile-app',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid accounts:read orders:read',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const { url, jar } = await idp.signIn(asked.href, person);
  app.close();
  const answer = await fetch(`${idp.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'mobile-app',
      code: new URL(url).searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  const tokens: Readonly<Record<string, string>> = JSON.parse(await answer.text());
  const { access_token: accessToken = '', id_token: idToken = '' } = tokens;
  if (accessToken === '') throw new Error(`no token: ${tokens['error_description']}`);
  return { accessToken, idToken, jar };
}

/** At the provider, as a person does on its page. */
export async function signOutAtProvider(
  idp: IdentityProviderServer,
  { idToken, jar }: AppUser,
): Promise<void> {
  const asked = new URL(`${idp.issuer}/session/end`);
  asked.search = new URLSearchParams({ id_token_hint: idToken, client_id: 'mobile-app' }).toString();
  await idp.signOut(asked.href, jar);
}
