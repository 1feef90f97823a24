import type { JWK } from 'jose';
import type { ServiceScopes } from './audiences.ts';
import type { KeptModels } from './kept-models.ts';
import type { SigningKeys } from './signing-keys.ts';

/** How a client shows at the token endpoint who it is: with its own key (RFC 7523), or with a secret. */
export type ClientProof = { readonly keys: readonly JWK[] } | { readonly secret: string };

/** A server that people sign in at. */
export interface ClientOfProvider {
  readonly proof: ClientProof;
  /** Exact addresses; `web-bff` alone has any. */
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** Where logout tokens are sent. Absent: nowhere. */
  readonly backchannelLogoutUri?: string;
}

/** How long what is issued is good for. */
export interface TokenLifetimes {
  /** @default 300 */
  readonly accessTokenSeconds: number;
  /** @default 14 days */
  readonly refreshTokenSeconds: number;
  /** How long somebody stays signed in at the provider itself. @default 14 days */
  readonly sessionSeconds: number;
}

export interface IdentityProviderOptions extends Partial<TokenLifetimes> {
  /** `http://localhost:4100`, without a slash at its end. All addresses it tells begin so, whatever the request's host is. */
  readonly issuer: string;
  readonly services: readonly ServiceScopes[];
  readonly keys: SigningKeys;
  /** Signs cookies. */
  readonly cookieSecret: string;
  readonly models: KeptModels;
  readonly webBff: ClientOfProvider;
  readonly mobileBff: { readonly secret: string };
  readonly mobileApp: Omit<ClientOfProvider, 'proof'>;
  /** A used refresh token is worth nothing, and its second use ends its whole family. @default true */
  readonly rotateRefreshTokens?: boolean;
  /** Signs ID tokens and logout tokens; access tokens, too. @default RS256 */
  readonly algorithm?: 'RS256' | 'ES256';
  /** The provider's own calls: logout tokens. @default fetch */
  readonly send?: typeof fetch;
  /** Hears what went wrong: logout tokens that were not taken, mistakes of the provider itself. @default nobody */
  readonly onTrouble?: (problem: string) => void;
  /** Ids that nobody can guess. */
  readonly createId: () => string;
  /** Seconds since 1970. */
  readonly nowSeconds: () => number;
}

const ACCESS_TOKEN_SECONDS = 300;
const FORTNIGHT_SECONDS = 14 * 24 * 60 * 60;

/** What a real provider would do. */
export const DEFAULT_LIFETIMES: TokenLifetimes = {
  accessTokenSeconds: ACCESS_TOKEN_SECONDS,
  refreshTokenSeconds: FORTNIGHT_SECONDS,
  sessionSeconds: FORTNIGHT_SECONDS,
};
