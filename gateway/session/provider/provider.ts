import type { CryptoKey, FlattenedJWSInput, JWSHeaderParameters } from 'jose';

/**
 * The identity provider, as far as we need one. Failures are told apart once, here:
 * SIGN_IN_UNAVAILABLE for everything that may pass (no answer, 5xx, garbage, `invalid_client`), UNAUTHENTICATED for
 * `invalid_grant` alone, which is the one answer that ends a session; SIGN_IN_FAILED for a callback that does not prove
 * a sign-in.
 */
export interface Provider {
  readonly issuer: string;
  /** RFC 6749, 6. A provider that rotates gives another refresh token back. */
  refresh(refreshToken: string): Promise<TokenSet>;
  /**
   * RFC 8693: the user's token for a token of this audience, with these scopes and no more.
   * @throws GatewayError UNAUTHENTICATED when the provider does not take the user's token, FORBIDDEN when it does not give
   * that audience or these scopes for it; neither ends the session
   */
  exchange(accessToken: string, demand: AccessDemand): Promise<AccessToken>;
  /** RFC 6749, 4.4: a token of our own. */
  ownToken(demand: AccessDemand): Promise<AccessToken>;
  /** RFC 7009. */
  revoke(refreshToken: string): Promise<void>;
  /** The provider's keys, for what it signs: ID tokens, logout tokens, access tokens. */
  readonly keys: ProviderKeys;
}

/** What a token is asked for. */
export interface AccessDemand {
  readonly audience: string;
  readonly scopes: readonly string[];
}

export interface AccessToken {
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface TokenSet extends AccessToken {
  readonly refreshToken: string | undefined;
  readonly scopes: readonly string[];
  /** `sub` of the ID token that came with them, validated; undefined where none came. */
  readonly subject?: string | undefined;
}

/** A source of public keys in the form that jose's `jwtVerify` takes. */
export interface ProviderKeys {
  (header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey>;
}
