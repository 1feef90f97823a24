import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { publicHalfOf, type SigningKeys } from './signing-keys.ts';

/** An access token of this provider that is still good; undefined for anything else. */
export type CheckOwnToken = (token: string, audience?: string) => Promise<JWTPayload | undefined>;

export function createCheckOwnToken(issuer: string, { keys }: SigningKeys): CheckOwnToken {
  const own = createLocalJWKSet({ keys: keys.map(publicHalfOf) });
  return async (token, audience) => {
    try {
      const { payload } = await jwtVerify(token, own, {
        issuer,
        typ: 'at+jwt',
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['sub', 'exp', 'aud'],
        ...(audience === undefined ? {} : { audience }),
      });
      return payload;
    } catch {
      return undefined;
    }
  };
}
