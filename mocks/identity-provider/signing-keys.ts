import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** What a provider signs with; `d` and its kin included. */
export interface SigningKeys {
  readonly keys: readonly JWK[];
}

/** A key for each of RS256 and ES256, never written anywhere. */
export async function generateSigningKeys(): Promise<SigningKeys> {
  const keys = await Promise.all(['RS256', 'ES256'].map(createKey));
  return { keys };
}

/** A pair for `private_key_jwt` (RFC 7523): the client keeps one half, the provider knows the other. */
export async function generateClientKeys(): Promise<{ readonly privateJwk: JWK; readonly publicJwk: JWK }> {
  const privateJwk = await createKey('ES256');
  return { privateJwk, publicJwk: publicHalfOf(privateJwk) };
}

export function publicHalfOf({ d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...rest }: JWK): JWK {
  return rest;
}

async function createKey(alg: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  // Unique without a look at the clock: the public half itself says which key it is.
  const kid = `${alg.toLowerCase()}-${String(jwk.n ?? jwk.x).slice(0, 12)}`;
  return { ...jwk, kid, alg, use: 'sig' };
}
