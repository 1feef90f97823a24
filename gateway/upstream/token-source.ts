import type { RequestScope } from '../request-scope.ts';

/** What one operation demands to be shown. */
export interface TokenDemand {
  readonly service: string;
  /** `orders.getOrder` */
  readonly operation: string;
  /**
   * `user`: the token of whoever asks, and nothing else will do. `system`: one of our own, for operations that the
   * contract marks `x-token: system`. `none`: the contract demands nothing, so that nothing is shown.
   */
  readonly token: 'user' | 'system' | 'none';
  /** The scopes of each alternative of the contract's `security`; empty when `token` is `none`. */
  readonly alternatives: readonly (readonly string[])[];
}

/** Where the credentials of calls come from. `upstream` knows neither sessions nor providers. */
export interface TokenSource {
  /**
   * The value of `Authorization` for one call, or null to send none.
   * @throws GatewayError UNAUTHENTICATED when the session has ended, SIGN_IN_UNAVAILABLE or SESSIONS_UNAVAILABLE when no
   * token can be had now
   */
  authorizationFor(demand: TokenDemand, scope: RequestScope): Promise<string | null>;
}
