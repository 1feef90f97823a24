import { importJWK } from 'jose';
import { type ClientAuth, ClientSecretBasic, modifyAssertion, PrivateKeyJwt } from 'openid-client';
import type { ClientCredential } from '../../options/provider-options.ts';

/** One for each configuration: importing the key is asynchronous. */
export async function authenticateClient(credential: ClientCredential): Promise<ClientAuth> {
  if (credential.method === 'client_secret_basic') return ClientSecretBasic(credential.secret);
  const { jwk, algorithm } = credential.key;
  const key = await importJWK({ ...jwk, kty: jwk.kty ?? '' }, algorithm, { extractable: false });
  if (key instanceof Uint8Array) throw new TypeError('a secret is no private key');
  return PrivateKeyJwt(jwk.kid === undefined ? key : { key, kid: jwk.kid }, {
    [modifyAssertion]: (header) => {
      header['alg'] = algorithm; // the library writes Ed25519 (RFC 9864), which not every provider knows yet
    },
  });
}
