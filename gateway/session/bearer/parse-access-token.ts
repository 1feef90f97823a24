import type { JWTPayload } from 'jose';
import { GatewayError } from '../../errors.ts';
import { checkSignedToken, type SignedTokenRules } from '../provider/check-signed-token.ts';

/** No older token is accepted, however long the provider lets it live; revocations are remembered this long. */
export const MAX_ACCESS_TOKEN_AGE_SECONDS = 86_400;

export interface AccessTokenRules extends Pick<SignedTokenRules, 'keys' | 'clock' | 'issuer'> {
  /** What `aud` must name. */
  readonly audience: string;
}

/** An access token that is good by itself; whether it was revoked is another question. */
export interface AccessClaims {
  readonly sub: string;
  /** The session at the provider that it came from, where the provider tells. */
  readonly sid: string | undefined;
  readonly scopes: ReadonlySet<string>;
  /** Seconds since the epoch, by the provider's clock. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly all: Readonly<Record<string, unknown>>;
}

/** RFC 6749, 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/**
 * Validates an access token as RFC 9068, 4 says.
 * @throws GatewayError UNAUTHENTICATED; SIGN_IN_UNAVAILABLE when it takes a key that cannot be had now
 */
export async function parseAccessToken(token: string, rules: AccessTokenRules): Promise<AccessClaims> {
  const payload = await checkSignedToken(token, {
    ...rules,
    audiences: [rules.audience],
    typ: 'at+jwt',
    maxAgeSeconds: MAX_ACCESS_TOKEN_AGE_SECONDS,
    requiredClaims: ['exp', 'sub', 'client_id'],
  });
  const claims = payload instanceof Error ? undefined : readClaims(payload);
  if (claims === undefined) throw new GatewayError('UNAUTHENTICATED', {}, payload);
  return claims;
}

/**
 * `cnf` binds a token to a key of its holder (RFC 7800): shown like this, it proves nothing (RFC 9449, 7.1). A client that
 * acts for itself is its own subject (RFC 9068, 2.2), and nobody whom people are called by.
 */
function readClaims(payload: JWTPayload): AccessClaims | undefined {
  const { sub, exp, iat, client_id: clientId, scope = '', sid, cnf } = payload;
  if (!isText(sub) || !isText(clientId) || exp === undefined || iat === undefined) return undefined;
  if (sub === clientId) return undefined;
  if (cnf !== undefined || (sid !== undefined && !isText(sid))) return undefined;
  if (typeof scope !== 'string' || (scope !== '' && !SCOPE.test(scope))) return undefined;
  const scopes = new Set(scope === '' ? [] : scope.split(' '));
  return { sub, sid, scopes, issuedAt: iat, expiresAt: exp, all: payload };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
