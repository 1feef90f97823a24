import { type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../clock.ts';
import { GatewayError } from '../../errors.ts';
import type { ProviderKeys } from './provider.ts';

/** What a provider may sign with. Public keys only: with `none` and `HS…` whoever can read a key could sign. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

/** How far the provider's clock may be off. */
export const CLOCK_SKEW_SECONDS = 30;

export interface SignedTokenRules {
  readonly keys: ProviderKeys;
  readonly clock: Clock;
  readonly issuer: string;
  /** One of them is in `aud`. */
  readonly audiences: readonly string[];
  /** The media type in the header, without `application/`: what keeps one kind of token from being taken for another. */
  readonly typ: string;
  readonly maxAgeSeconds: number;
  readonly requiredClaims: readonly string[];
}

/**
 * The claims of a token that the provider signed (RFC 7515, RFC 7519, RFC 8725), or an Error that says why it is none.
 * Its `iss`, `aud`, `iat`, `nbf` and `exp` have been looked at; `iat` is there.
 * @throws GatewayError SIGN_IN_UNAVAILABLE when it takes a key that cannot be had now
 */
export async function checkSignedToken(token: string, rules: SignedTokenRules): Promise<JWTPayload | Error> {
  try {
    const { payload } = await jwtVerify(token, rules.keys, {
      algorithms: ALGORITHMS,
      issuer: rules.issuer,
      audience: [...rules.audiences],
      typ: rules.typ,
      clockTolerance: CLOCK_SKEW_SECONDS,
      maxTokenAge: rules.maxAgeSeconds,
      currentDate: new Date(rules.clock.now()),
      requiredClaims: [...rules.requiredClaims],
    });
    return payload;
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    return Error.isError(error) ? error : new Error('not a token');
  }
}
