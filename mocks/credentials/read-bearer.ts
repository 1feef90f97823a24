import { decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';

/** Whom an access token speaks for (RFC 9068). */
export interface BearerClaims {
  readonly sub: string;
  readonly scopes: readonly string[];
}

/** Why a token is not good, in words for whoever sent it. */
export interface BadBearer {
  readonly problem: string;
}

/** Throws {@link KeysUnavailable} where nobody can say whether the token is good. */
export type ReadBearer = (token: string, audience: string) => Promise<BearerClaims | BadBearer>;

/** The issuer's keys cannot be read. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('the keys of the identity provider cannot be read', { cause });
    this.name = 'KeysUnavailable';
  }
}

/** Believes what tokens say of themselves: for those who have no provider, and only want to see what is sent. */
export const readBelievingly: ReadBearer = async (token) => {
  try {
    return claimsOf(decodeJwt(token));
  } catch {
    return { problem: 'The token is no JSON Web Token.' };
  }
};

/** Takes tokens of one issuer alone, made for the service that they are sent to. */
export function createReadBearer(issuer: string, keys: JWTVerifyGetKey): ReadBearer {
  return async (token, audience) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        typ: 'at+jwt',
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['sub', 'exp'],
      });
      return claimsOf(payload);
    } catch (error) {
      return explain(error, audience);
    }
  };
}

function claimsOf({
  sub,
  scope,
}: {
  readonly sub?: string;
  readonly scope?: unknown;
}): BearerClaims | BadBearer {
  if (sub === undefined || sub === '' || /\s/.test(sub)) return { problem: 'The token has no subject.' };
  return { sub, scopes: typeof scope === 'string' ? scope.split(' ').filter((name) => name !== '') : [] };
}

const OWN_MISTAKES = [
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JWSInvalid,
  errors.JOSEAlgNotAllowed,
];

function explain(error: unknown, audience: string): BadBearer {
  if (error instanceof errors.JWTExpired) return { problem: 'The token has expired.' };
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'aud'
      ? { problem: `The token is not made for ${audience}.` }
      : { problem: `The token is not right: ${error.claim}.` };
  }
  if (error instanceof errors.JWTInvalid || OWN_MISTAKES.some((kind) => error instanceof kind))
    return { problem: 'The token is not signed by the identity provider.' };
  throw new KeysUnavailable(error);
}
