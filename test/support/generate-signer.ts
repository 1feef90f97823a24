import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

/** One key of an identity provider. */
export interface Signer {
  /** As the provider publishes it. */
  readonly publicJwk: JWK;
  /** A compact JWS of these claims, as they are; the header's `alg` and `kid` are the key's unless `header` says otherwise. */
  sign(claims: JWTPayload, header?: Readonly<Record<string, unknown>>): Promise<string>;
}

export interface SignerChoices {
  /** @default 'RS256' */
  readonly alg?: string;
  /** Undefined publishes a key that has no name. */
  readonly kid?: string | undefined;
  /** What the published key says besides. */
  readonly published?: JWK;
}

export async function generateSigner({ alg = 'RS256', kid, published = {} }: SignerChoices): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const name = kid === undefined ? {} : { kid };
  return {
    publicJwk: { ...(await exportJWK(publicKey)), ...name, alg, use: 'sig', ...published },
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg, ...name, ...header }).sign(privateKey),
  };
}
