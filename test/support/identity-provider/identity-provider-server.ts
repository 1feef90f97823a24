import type { JWK } from 'jose';
import type { ServiceScopes } from '../../../mocks/identity-provider/audiences.ts';
import type { KeptModels } from '../../../mocks/identity-provider/kept-models.ts';
import type { ClientProof } from '../../../mocks/identity-provider/provider-options.ts';
import type { SigningKeys } from '../../../mocks/identity-provider/signing-keys.ts';
import type { CookieJar } from '../cookie-jar.ts';
import type { SignedIn } from '../sign-in.ts';
import type { ProviderFault } from './provider-faults.ts';
import type { ProviderEndpoint, ProviderRequest } from './provider-request.ts';
import type { TestTokens } from './test-tokens.ts';

export interface IdentityProviderKnobs {
  /** Exact redirect URIs of web-bff. More can be added later with `allowRedirect`. */
  readonly redirectUris?: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  /** Where logout tokens for web-bff go. @default nowhere */
  readonly webLogoutUri?: string | undefined;
  /** Where logout tokens for mobile-app (`aud: mobile-app`) go, which is mobile-bff. @default nowhere */
  readonly mobileLogoutUri?: string | undefined;
  /** How web-bff shows who it is. @default private_key_jwt, with the key of `clientKey` */
  readonly webProof?: ClientProof;
  /** @default 300 */
  readonly accessTokenSeconds?: number;
  /** @default 14 days */
  readonly refreshTokenSeconds?: number;
  /** @default true */
  readonly rotateRefreshTokens?: boolean;
  /** @default RS256 */
  readonly algorithm?: 'RS256' | 'ES256';
  /** What the issuer is called; the provider itself listens on 127.0.0.1. @default its address */
  readonly issuer?: string;
  /** @default a free one */
  readonly port?: number;
  /** @default those of the repository's contracts */
  readonly services?: readonly ServiceScopes[];
}

/** oidc-provider in the test's own process, with everything an attack wants to turn. */
export interface IdentityProviderServer extends TestTokens {
  readonly issuer: string;
  readonly port: number;
  /** Private half of web-bff's key, as a JWK with `alg` and `kid`. */
  readonly clientKey: JWK;
  /** Secret of mobile-bff. */
  readonly mobileSecret: string;
  /** Everything that is signed with, private halves included; `rotateKeys` replaces it. */
  readonly keys: SigningKeys;
  readonly requests: readonly ProviderRequest[];
  /** What went wrong inside, logout tokens that nobody took among it. */
  readonly troubles: readonly string[];
  /** Sessions, grants, refresh tokens, as the provider remembers them. */
  readonly models: KeptModels;
  /** How many requests of an endpoint came (of one grant type, for tokens) since the start or the last `forget`. */
  count(endpoint: ProviderEndpoint, grantType?: string): number;
  /** Forgets what was counted. */
  forget(): void;
  /** Resolves when an endpoint has been asked `times` times; the first time when left out. */
  asked(endpoint: ProviderEndpoint, times?: number): Promise<void>;
  /** Until `heal`, or only the next `times` times. The newest fault of an endpoint wins. */
  fail(endpoint: ProviderEndpoint, fault: ProviderFault, times?: number): void;
  /** Takes away the faults of an endpoint, or all of them. Requests that hang stay so until `stop`. */
  heal(endpoint?: ProviderEndpoint): void;
  /** New keys, which sign from now on; `keepOld` goes on publishing the former ones. Sessions and grants stay. */
  rotateKeys(options?: { readonly keepOld?: boolean }): Promise<void>;
  /** Where logout tokens go from now on; undefined is nowhere. */
  sendLogoutTo(client: 'web-bff' | 'mobile-app', uri: string | undefined): void;
  /** For a BFF that found its port only after the provider had started. */
  allowRedirect(redirectUri: string, postLogoutRedirectUri?: string): void;
  setLifetimes(lifetimes: {
    readonly accessTokenSeconds?: number;
    readonly refreshTokenSeconds?: number;
  }): void;
  /**
   * Opens `url` (`/bff/login` of a BFF, or an authorization URL) as a browser would, chooses the person when asked,
   * and follows until something other than a redirect comes. `jar` carries on where another visit ended.
   */
  signIn(url: string, person: 'ada' | 'grace', jar?: CookieJar): Promise<SignedIn>;
  /** Opens an end-session URL, and confirms it. Logout tokens have been sent when this resolves. */
  signOut(url: string, jar: CookieJar): Promise<SignedIn>;
  /** Everything of one person ends at the provider: grants, refresh tokens, sessions. Sends no logout token. */
  forgetPerson(sub: string): void;
  /** Closes the port at once, with every connection; what it remembers stays. */
  stop(): Promise<void>;
  /** Listens on the same port again. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
