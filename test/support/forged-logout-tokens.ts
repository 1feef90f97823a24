import type { JWTPayload } from 'jose';
import { type Forgery, forgeToken } from './forge-token.ts';
import type { MaliciousProvider } from './malicious-provider.ts';

export const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Makes logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.4) of a provider in the test's hand. */
export type MintLogout = (forgery?: Forgery) => string;

export interface LogoutSubject {
  /** `aud` */
  readonly client: string;
  readonly sub?: string;
  readonly sid?: string;
}

export function createLogoutMint(
  { issuer, keys }: Pick<MaliciousProvider, 'issuer' | 'keys'>,
  { client, ...subject }: LogoutSubject,
): MintLogout {
  return (forgery) => {
    const issuedAt = now();
    const good: JWTPayload = {
      iss: issuer,
      aud: client,
      ...subject,
      iat: issuedAt,
      exp: issuedAt + 120,
      jti: crypto.randomUUID(),
      events: { [LOGOUT_EVENT]: {} },
    };
    return forgeToken(good, { typ: 'logout+jwt' }, keys, forgery);
  };
}

const now = () => Math.floor(Date.now() / 1_000);

const OF_AN_ID_TOKEN: Readonly<Record<string, unknown>> = { events: undefined, jti: undefined, nonce: 'n' };

/** Every kind of token that ends nobody's session; the first fourteen are those of SES-07. */
export function forgedLogoutTokens(mint: MintLogout): Readonly<Record<string, () => string>> {
  const claim = (changed: Readonly<Record<string, unknown>>) => () =>
    mint({ claims: (claims) => ({ ...claims, ...changed }) });
  return {
    'no events': claim({ events: undefined }),
    'odd events': claim({ events: { [LOGOUT_EVENT]: 'yes' } }),
    'a nonce': claim({ nonce: 'n' }),
    'another typ': () => mint({ header: { typ: 'JWT' } }),
    'another audience': claim({ aud: 'somebody-else' }),
    'another issuer': claim({ iss: 'https://evil.test' }),
    'another algorithm': () => mint({ header: { alg: 'RS384' }, signature: 'broken' }),
    'alg none': () => mint({ signature: 'none' }),
    'HS256 with the public key as secret': () => mint({ signature: 'public key as secret' }),
    'an expiry in the past': claim({ exp: now() - 1 }),
    'an age of more than 2 minutes': claim({ iat: now() - 122 }),
    'neither sub nor sid': claim({ sub: undefined, sid: undefined }),
    'an ID token': () =>
      mint({ header: { typ: undefined }, claims: (claims) => ({ ...claims, ...OF_AN_ID_TOKEN }) }),
    'a key that nobody knows': () => mint({ header: { kid: 'nobody' } }),
    'events in a list': claim({ events: [LOGOUT_EVENT] }),
    'another event': claim({ events: { 'http://schemas.openid.net/event/other': {} } }),
    'an event that is null': claim({ events: { [LOGOUT_EVENT]: null } }),
    'a nonce that is null': claim({ nonce: null }),
    'no typ': () => mint({ header: { typ: undefined } }),
    'no jti': claim({ jti: undefined }),
    'no iat': claim({ iat: undefined }),
    'no expiry': claim({ exp: undefined }),
    'a subject that is no text': claim({ sub: { $ne: '' } }),
    'a session that is no text': claim({ sid: 7 }),
    'the signature of a stranger': () => mint({ signature: 'stranger' }),
    'a broken signature': () => mint({ signature: 'broken' }),
    'no token': () => '',
  };
}
