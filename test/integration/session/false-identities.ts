import type { JWTPayload } from 'jose';
import type { Signature } from '../../support/forge-token.ts';
import type { MaliciousProvider, Misdeeds } from '../../support/malicious-provider.ts';

/** What a provider says of a person that must not be believed. The cases of OpenID's certification of clients, and a few of ours. */
export interface FalseIdentity {
  readonly name: string;
  readonly misdeeds: (provider: MaliciousProvider) => Misdeeds;
}

const now = (): number => Math.floor(Date.now() / 1000);

function claims(name: string, change: (good: JWTPayload) => JWTPayload): FalseIdentity {
  return { name, misdeeds: () => ({ idToken: { claims: change } }) };
}

function without(claim: string): FalseIdentity {
  return claims(`no ${claim}`, (good) => ({ ...good, [claim]: undefined }));
}

function signed(
  name: string,
  signature: Signature,
  header: (provider: MaliciousProvider) => Record<string, unknown> = () => ({}),
): FalseIdentity {
  return { name, misdeeds: (provider) => ({ idToken: { signature, header: header(provider) } }) };
}

function headed(name: string, change: Record<string, unknown>): FalseIdentity {
  return { name, misdeeds: () => ({ idToken: { header: change } }) };
}

export const FALSE_IDENTITIES: readonly FalseIdentity[] = [
  claims('another iss', (good) => ({ ...good, iss: 'https://evil.test' })),
  claims('an iss with a slash more', (good) => ({ ...good, iss: `${good.iss}/` })),
  without('iss'),
  claims('another aud', (good) => ({ ...good, aud: 'mobile-app' })),
  claims('others only in aud', (good) => ({ ...good, aud: ['mobile-app', 'mobile-bff'], azp: 'web-bff' })),
  without('aud'),
  claims('several aud without azp', (good) => ({ ...good, aud: ['web-bff', 'mobile-bff'] })),
  claims('another azp', (good) => ({ ...good, azp: 'mobile-app' })),
  claims('another azp beside several aud', (good) => ({
    ...good,
    aud: ['web-bff', 'mobile-bff'],
    azp: 'mobile-bff',
  })),
  claims('an exp that passed', (good) => ({ ...good, exp: now() - 120, iat: now() - 300 })),
  claims('an exp that is text', (good) => ({ ...good, exp: Object('9999999999') })),
  without('exp'),
  claims('an iat to come', (good) => ({ ...good, iat: now() + 3_600, exp: now() + 7_200 })),
  claims('an iat of yesterday', (good) => ({ ...good, iat: now() - 86_400 })),
  without('iat'),
  claims('an nbf to come', (good) => ({ ...good, nbf: now() + 3_600 })),
  claims('another nonce', (good) => ({ ...good, nonce: 'n-0S6_WzA2Mj' })),
  claims('an empty nonce', (good) => ({ ...good, nonce: '' })),
  without('nonce'),
  without('sub'),
  claims('an empty sub', (good) => ({ ...good, sub: '' })),
  claims('a sub that is a number', (good) => ({ ...good, sub: Object(7) })),
  claims('a sub of 256 characters', (good) => ({ ...good, sub: 'x'.repeat(256) })),
  signed('alg none', 'none'),
  signed('alg none without a kid', 'none', () => ({ kid: undefined })),
  signed('HS256 with the public key for a secret', 'public key as secret'),
  signed('a signature that is broken', 'broken'),
  signed('the signature of a stranger', 'stranger'),
  signed('the signature of a stranger, under their kid', 'stranger', () => ({ kid: 'stranger' })),
  signed('a stranger whose key stands in the header (jwk)', 'stranger', ({ keys }) => ({
    jwk: keys.stranger.publicJwk,
    kid: 'stranger',
  })),
  signed('a stranger whose keys are where the header says (jku)', 'stranger', ({ issuer }) => ({
    jku: `${issuer}/stranger-jwks`,
    kid: 'stranger',
  })),
  headed('no kid, where there are many keys', { kid: undefined }),
  headed('a kid that is not published', { kid: 'nobody' }),
  headed('a kid that is that of the other key', { kid: 'other' }),
  headed('a critical header that nobody knows', { crit: ['exp2'], exp2: 1 }),
  {
    name: 'no ID token at all',
    misdeeds: () => ({ tokenSet: (good) => ({ ...good, id_token: undefined }) }),
  },
  {
    name: 'an access token for an ID token',
    misdeeds: () => ({ tokenSet: (good) => ({ ...good, id_token: good['access_token'] }) }),
  },
  {
    name: 'an ID token in pieces',
    misdeeds: () => ({ tokenSet: (good) => ({ ...good, id_token: 'a.b.c' }) }),
  },
  {
    name: 'an ID token that is an object',
    misdeeds: () => ({ tokenSet: (good) => ({ ...good, id_token: { sub: 'acct_ada' } }) }),
  },
  {
    name: 'a token type that is not Bearer',
    misdeeds: () => ({ tokenSet: (good) => ({ ...good, token_type: 'mac' }) }),
  },
];
