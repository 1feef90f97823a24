import { createPrivateKey, type JsonWebKey } from 'node:crypto';

/** What we sign with, and what we believe when the provider signs: never a shared secret (HS…), never nothing. */
export const SIGNATURES = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

/** A private key that says which algorithm it is for. */
export interface ClientKey {
  readonly jwk: JsonWebKey & { readonly kid?: string; readonly alg?: string };
  readonly algorithm: (typeof SIGNATURES)[number];
}

/** @throws RangeError whose message continues the sentence "<NAME> …" and holds nothing of the key */
export function parseClientKey(text: string): ClientKey {
  const jwk = parseJwk(text);
  const algorithm = SIGNATURES.find((one) => one === (jwk.alg ?? usualOf(jwk)));
  if (algorithm === undefined) throw new RangeError(`must be a key for one of ${SIGNATURES.join(', ')}`);
  return { jwk, algorithm };
}

function parseJwk(text: string): ClientKey['jwk'] {
  try {
    const jwk: ClientKey['jwk'] = JSON.parse(text);
    createPrivateKey({ key: jwk, format: 'jwk' });
    return jwk;
  } catch {
    throw new RangeError('must be one private key as JSON Web Key (RFC 7517)');
  }
}

function usualOf({ kty, crv }: JsonWebKey): string | undefined {
  if (kty === 'RSA') return 'RS256';
  if (kty === 'EC') return crv === 'P-256' ? 'ES256' : undefined;
  return crv === 'Ed25519' ? 'EdDSA' : undefined;
}
