import { importJWK, type JWTPayload, SignJWT } from 'jose';
import type { SigningKeys } from './signing-keys.ts';

/** What an access token says (RFC 9068). */
export interface AccessTokenClaims {
  readonly sub: string;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly clientId: string;
  /** The provider's session that it comes from. */
  readonly sid?: string | undefined;
  readonly lifetimeSeconds: number;
  /** Further claims. */
  readonly extra?: JWTPayload;
}

export type SignAccessToken = (claims: AccessTokenClaims) => Promise<string>;

export interface SigningParts {
  readonly issuer: string;
  readonly keys: SigningKeys;
  readonly algorithm: 'RS256' | 'ES256';
  /** Ids that nobody can guess, for `jti`. */
  readonly createId: () => string;
}

/** Signs as the provider itself does. */
export function createSignAccessToken({ issuer, keys, algorithm, createId }: SigningParts): SignAccessToken {
  return async ({ sub, audience, scopes, clientId, sid, lifetimeSeconds, extra = {} }) => {
    const key = keys.keys.find(({ alg }) => alg === algorithm);
    if (key === undefined) throw new Error(`the provider has no key for ${algorithm}`);
    const claims = {
      ...extra,
      client_id: clientId,
      ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
      ...(sid === undefined ? {} : { sid }),
    };
    return await new SignJWT(claims)
      .setProtectedHeader({
        alg: algorithm,
        typ: 'at+jwt',
        ...(key.kid === undefined ? {} : { kid: key.kid }),
      })
      .setIssuer(issuer)
      .setSubject(sub)
      .setAudience(audience)
      .setJti(createId())
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(await importJWK(key, algorithm));
  };
}
