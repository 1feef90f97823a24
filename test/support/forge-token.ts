import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { JWK, JWTHeaderParameters, JWTPayload } from 'jose';

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
  /** That of the provider, with one bit changed. */
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
  readonly privateKey: KeyObject;
}

export function createSigningKey(kid: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { kid, publicJwk, publicPem, privateKey };
}

/**
 * By hand, since a library that is careful refuses to.
 * @param keys `stranger` is the key of whoever is not the provider
 */
export function forgeToken(
  good: JWTPayload,
  header: Partial<JWTHeaderParameters>,
  keys: { readonly own: SigningKey; readonly stranger: SigningKey },
  { claims = same, header: changed = {}, signature = 'own' }: Forgery = {},
): string {
  const alg = signature === 'none' ? 'none' : signature === 'public key as secret' ? 'HS256' : 'RS256';
  const input = `${encode({ alg, kid: keys.own.kid, ...header, ...changed })}.${encode(claims(good))}`;
  return `${input}.${signatureOf(input, signature, keys)}`;
}

function signatureOf(
  input: string,
  signature: Signature,
  { own, stranger }: { readonly own: SigningKey; readonly stranger: SigningKey },
): string {
  if (signature === 'none') return '';
  if (signature === 'public key as secret')
    return createHmac('sha256', own.publicPem).update(input).digest('base64url');
  const { privateKey } = signature === 'stranger' ? stranger : own;
  const bytes = sign('RSA-SHA256', Buffer.from(input), privateKey);
  if (signature === 'broken') bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return bytes.toString('base64url');
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const same = (claims: JWTPayload): JWTPayload => claims;
