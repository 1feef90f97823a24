import { createPrivateKey } from 'node:crypto';
import { importJWK, type JWK } from 'jose';
import { type ClientAuth, ClientSecretBasic, modifyAssertion, PrivateKeyJwt } from 'openid-client';

/** How we prove to the provider that we are its client. */
export type ClientCredential =
  /** RFC 7523: nothing secret leaves this process. */
  | { readonly method: 'private_key_jwt'; readonly key: ClientKey }
  | {
      readonly method: 'client_secret_basic';
      readonly secret: string;
    };

/** A private key that says which algorithm it is for. */
export interface ClientKey {
  readonly jwk: JWK;
  readonly algorithm: (typeof SIGNATURES)[number];
}

/** What we sign with, and what we believe when the provider signs: never a shared secret (HS…), never nothing. */
export const SIGNATURES = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

/** @throws RangeError whose message continues the sentence "<NAME> …" and holds nothing of the key */
export function parseClientKey(text: string): ClientKey {
  const jwk = parseJwk(text);
  const algorithm = SIGNATURES.find((one) => one === (jwk.alg ?? usualOf(jwk)));
  if (algorithm === undefined) throw new RangeError(`must be a key for one of ${SIGNATURES.join(', ')}`);
  return { jwk, algorithm };
}

/** One for each configuration: importing the key is asynchronous. */
export async function authenticateClient(credential: ClientCredential): Promise<ClientAuth> {
  if (credential.method === 'client_secret_basic') return ClientSecretBasic(credential.secret);
  const { jwk, algorithm } = credential.key;
  const key = await importJWK(jwk, algorithm, { extractable: false });
  if (key instanceof Uint8Array) throw new TypeError('a secret is no private key');
  return PrivateKeyJwt(jwk.kid === undefined ? key : { key, kid: jwk.kid }, {
    [modifyAssertion]: (header) => {
      header['alg'] = algorithm; // the library writes Ed25519 (RFC 9864), which not every provider knows yet
    },
  });
}

function parseJwk(text: string): JWK {
  try {
    const jwk: JWK = JSON.parse(text);
    createPrivateKey({ key: { ...jwk }, format: 'jwk' });
    return jwk;
  } catch {
    throw new RangeError('must be one private key as JSON Web Key (RFC 7517)');
  }
}

function usualOf({ kty, crv }: JWK): string | undefined {
  if (kty === 'RSA') return 'RS256';
  if (kty === 'EC') return crv === 'P-256' ? 'ES256' : undefined;
  return crv === 'Ed25519' ? 'EdDSA' : undefined;
}
