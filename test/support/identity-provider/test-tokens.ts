import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { SigningKeys } from '../../../mocks/identity-provider/signing-keys.ts';

/** What an access token made for a test says; everything has a default. */
export interface AccessTokenWish {
  /** @default u_ada */
  readonly sub?: string;
  /** @default mobile-bff */
  readonly audience?: string;
  /** @default none */
  readonly scopes?: readonly string[];
  /** @default a new one */
  readonly sid?: string;
  /** @default mobile-app */
  readonly clientId?: string;
  /** From now. @default 300 */
  readonly lifetimeSeconds?: number;
  /** Wins over everything else; `undefined` takes a claim away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Wins over `alg`, `typ` and `kid`. */
  readonly header?: Readonly<Record<string, unknown>>;
}

/** What a logout token made for a test says. Its default is a right one for web-bff and Ada. */
export interface LogoutTokenWish {
  /** @default web-bff */
  readonly audience?: string;
  readonly sub?: string;
  readonly sid?: string;
  /** Wins over everything else; `undefined` takes a claim away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** Signs whatever a test wants. */
export interface TestTokens {
  /** A signed `at+jwt`, as the provider would make one, or with anything in it that it would not. */
  accessTokenFor(wish?: AccessTokenWish): Promise<string>;
  logoutTokenFor(wish?: LogoutTokenWish): Promise<string>;
  /** Any claims under any header, signed with the provider's key of that `alg`. */
  sign(
    claims: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
}

export interface TestTokensParts {
  readonly issuer: () => string;
  readonly keys: () => SigningKeys;
  readonly algorithm: 'RS256' | 'ES256';
}

const BACKCHANNEL_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const SECOND_MS = 1000;
const LOGOUT_TOKEN_SECONDS = 120;
const ACCESS_TOKEN_SECONDS = 300;

export function createTestTokens({ issuer, keys, algorithm }: TestTokensParts): TestTokens {
  const sign: TestTokens['sign'] = async (claims, header = {}) => {
    const alg = typeof header['alg'] === 'string' ? header['alg'] : algorithm;
    const key = keys().keys.find((one) => one.alg === alg);
    if (key === undefined) throw new Error(`the provider has no key for ${alg}; sign it yourself`);
    return await new SignJWT(withoutUndefined(claims))
      .setProtectedHeader({ ...withoutUndefined({ kid: key.kid, ...header }), alg })
      .sign(await importJWK(key, alg));
  };
  return {
    sign,
    accessTokenFor({
      sub = 'u_ada',
      audience = 'mobile-bff',
      scopes = [],
      sid = randomUUID(),
      ...wish
    } = {}) {
      const iat = nowSeconds();
      const right = {
        iss: issuer(),
        sub,
        aud: audience,
        client_id: wish.clientId ?? 'mobile-app',
        scope: scopes.length === 0 ? undefined : scopes.join(' '),
        sid,
        iat,
        exp: iat + (wish.lifetimeSeconds ?? ACCESS_TOKEN_SECONDS),
        jti: randomUUID(),
      };
      return sign({ ...right, ...wish.claims }, { typ: 'at+jwt', ...wish.header });
    },
    logoutTokenFor({ audience = 'web-bff', sub, sid, claims = {}, header = {} } = {}) {
      const iat = nowSeconds();
      const whose = sub === undefined && sid === undefined ? { sub: 'u_ada' } : { sub, sid };
      const right = {
        iss: issuer(),
        aud: audience,
        ...whose,
        iat,
        exp: iat + LOGOUT_TOKEN_SECONDS,
        jti: randomUUID(),
        events: { [BACKCHANNEL_EVENT]: {} },
      };
      return sign({ ...right, ...claims }, { typ: 'logout+jwt', ...header });
    },
  };
}

function nowSeconds(): number {
  return Math.floor(Date.now() / SECOND_MS);
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
