import { createHmac } from 'node:crypto';
import {
  base64url,
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';

/** Where a forged signature comes from. */
export type Signature =
  /** The key that the provider publishes. */
  | 'own'
  /** A key that nobody published. */
  | 'stranger'
  /** None, and `alg` says so. */
  | 'none'
  /** HMAC, with the published key's text for a secret, in the form that careless libraries take it. */
  | 'public key as secret'
  /** That of the provider, with its last byte changed. */
  | 'broken';

/** How a token differs from a good one. What is left out is good. */
export interface Forgery {
  readonly claims?: (good: JWTPayload) => JWTPayload;
  /** Undefined takes a parameter out. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly signature?: Signature;
}

export interface SigningKey {
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly publicPem: string;
  readonly privateKey: CryptoKey;
}

export async function generateSigningKey(kid: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  return { kid, publicJwk, publicPem: await exportSPKI(publicKey), privateKey };
}

/** @param stranger the key of whoever is not the provider */
export async function forgeToken(
  good: JWTPayload,
  header: Partial<JWTHeaderParameters>,
  keys: { readonly own: SigningKey; readonly stranger: SigningKey },
  { claims = same, header: changed = {}, signature = 'own' }: Forgery = {},
): Promise<string> {
  const payload = claims(good);
  const whole = withoutUndefined({ alg: 'RS256', kid: keys.own.kid, ...header, ...changed });
  if (signature === 'none') return `${encode({ ...whole, alg: 'none' })}.${encode(payload)}.`;
  if (signature === 'public key as secret') return signByText(payload, whole, keys.own.publicPem);
  const key = signature === 'stranger' ? keys.stranger : keys.own;
  const token = await new SignJWT(payload)
    .setProtectedHeader({ ...whole, alg: 'RS256' })
    .sign(key.privateKey);
  return signature === 'broken' ? `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}` : token;
}

/** By hand, since a careful library refuses to. */
function signByText(payload: JWTPayload, header: Record<string, unknown>, secret: string): string {
  const input = `${encode({ ...header, alg: 'HS256' })}.${encode(payload)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

const encode = (value: unknown): string => base64url.encode(JSON.stringify(value));

const same = (claims: JWTPayload): JWTPayload => claims;

function withoutUndefined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
