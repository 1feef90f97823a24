import { sign } from 'node:crypto';
import { base64url, CompactEncrypt, generateKeyPair, type JWTPayload } from 'jose';
import { type Forgery, forgeToken } from './forge-token.ts';
import type { MaliciousProvider } from './malicious-provider.ts';

/** Makes access tokens of a provider in the test's hand, good ones and others. */
export interface AccessTokenMint {
  /** Good unless `forgery` says otherwise. */
  readonly mint: (forgery?: Forgery) => string;
  readonly good: () => JWTPayload;
}

export function createMint(
  { issuer, keys }: Pick<MaliciousProvider, 'issuer' | 'keys'>,
  now: () => number = Date.now,
): AccessTokenMint {
  const seconds = () => Math.floor(now() / 1_000);
  const good = (): JWTPayload => ({
    iss: issuer,
    aud: 'mobile-bff',
    sub: 'u_ada',
    client_id: 'mobile-app',
    scope: 'orders:read',
    jti: crypto.randomUUID(),
    sid: 'sid_1',
    iat: seconds(),
    exp: seconds() + 300,
  });
  return { good, mint: (forgery) => forgeToken(good(), { typ: 'at+jwt' }, keys, forgery) };
}

type Make = () => string | Promise<string>;

/** @param sink a server of the attacker's, which nobody has a reason to ask */
export function forgedAccessTokens(
  provider: Pick<MaliciousProvider, 'issuer' | 'keys'>,
  sink: string,
): Readonly<Record<string, Make>> {
  const { mint, good } = createMint(provider);
  const { own, stranger } = provider.keys;
  const claim =
    (changed: Readonly<Record<string, unknown>>): Make =>
    () =>
      mint({ claims: (claims) => ({ ...claims, ...changed }) });
  const header =
    (changed: Readonly<Record<string, unknown>>, signature: Forgery['signature'] = 'own'): Make =>
    () =>
      mint({ header: changed, signature });
  const head = { alg: 'RS256', typ: 'at+jwt', kid: own.kid };

  return {
    'the signature of a stranger': header({}, 'stranger'),
    'a broken signature': header({}, 'broken'),
    'no signature': () => raw(head, JSON.stringify(good()), ''),
    'alg none': header({}, 'none'),
    'alg nOnE': () => raw({ ...head, alg: 'nOnE' }, JSON.stringify(good())),
    'HS256 with the public key as secret': header({}, 'public key as secret'),
    'RS512, which nobody agreed on': () => {
      const [input = ''] = raw({ ...head, alg: 'RS512' }, JSON.stringify(good()), '').split(/\.$/);
      return `${input}.${sign('sha512', Buffer.from(input), own.privateKey).toString('base64url')}`;
    },
    'ES256 with a signature of zeros': () =>
      raw({ ...head, alg: 'ES256' }, JSON.stringify(good()), encode(Buffer.alloc(64))),
    'no alg': () => raw({ typ: 'at+jwt', kid: own.kid }, JSON.stringify(good())),
    'no typ': header({ typ: undefined }),
    'typ of an ID token': header({ typ: 'JWT' }),
    'typ of a logout token': header({ typ: 'logout+jwt' }),
    'another issuer': claim({ iss: 'https://evil.test' }),
    'the issuer with a slash': claim({ iss: `${provider.issuer}/` }),
    'no issuer': claim({ iss: undefined }),
    'the audience of the other client': claim({ aud: 'web-bff' }),
    'audiences of others': claim({ aud: ['orders', 'mobile-bff-2'] }),
    'no audience': claim({ aud: undefined }),
    'an expiry in the past': claim({ exp: now() - 61 }),
    'no expiry': claim({ exp: undefined }),
    'an expiry that is text': claim({ exp: String(now() + 300) }),
    'a beginning in the future': claim({ nbf: now() + 61 }),
    'an issue in the future': claim({ iat: now() + 61 }),
    'an issue more than a day ago': claim({ iat: now() - 86_500 }),
    'no time of issue': claim({ iat: undefined }),
    'no subject': claim({ sub: undefined }),
    'an empty subject': claim({ sub: '' }),
    'a subject that is a number': claim({ sub: 7 }),
    'a client that acts for itself': claim({ sub: 'mobile-app' }),
    'no client': claim({ client_id: undefined }),
    'scopes that are a list': claim({ scope: ['orders:read'] }),
    'a session that is no text': claim({ sid: { $ne: 1 } }),
    'a key of its holder that was not shown': claim({ cnf: { jkt: 'x'.repeat(43) } }),
    'a key that nobody knows': header({ kid: 'nobody' }),
    'a key by path': header({ kid: '../../jwks' }),
    'no name of a key, when two would do': header({ kid: undefined }),
    'keys of its own at jku': header({ jku: `${sink}/jku`, kid: stranger.kid }, 'stranger'),
    'jku and the name of a good key': header({ jku: `${sink}/jku` }, 'stranger'),
    'a certificate of its own at x5u': header({ x5u: `${sink}/x5u` }, 'stranger'),
    'a key of its own': header({ jwk: stranger.publicJwk }, 'stranger'),
    'an extension that must be understood': () =>
      raw({ ...head, crit: ['urn:x'], 'urn:x': true }, JSON.stringify(good())),
    'a payload as it is': () => raw({ ...head, crit: ['b64'], b64: false }, JSON.stringify(good())),
    'an encrypted token': async () => {
      const { publicKey } = await generateKeyPair('RSA-OAEP-256');
      const plain = new TextEncoder().encode(mint());
      return new CompactEncrypt(plain)
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', kid: own.kid })
        .encrypt(publicKey);
    },
    'more than 8 KiB': claim({ filling: 'x'.repeat(8_192) }),
    'a payload that is no object': () => raw(head, '[]'),
    'a payload that is no JSON': () => raw(head, '{'),
    'a header that is no JSON': () => `${encode('{')}.${encode('{}')}.AAAA`,
    'two parts': () => mint().split('.').slice(0, 2).join('.'),
    'two tokens': () => `${mint()}, Bearer ${mint()}`,
    'no token': () => '',
  };
}

const now = () => Math.floor(Date.now() / 1_000);

function raw(head: object, payload: string, signature = 'AAAA'): string {
  return `${encode(JSON.stringify(head))}.${encode(payload)}.${signature}`;
}

function encode(value: string | Uint8Array): string {
  return base64url.encode(value);
}
