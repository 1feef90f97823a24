/** How the sessions of one client are kept. */
export interface SessionOptions {
  /** At least 32 bytes each. The first one signs cookies and seals attempts to sign in; all of them are believed. */
  readonly secrets: readonly string[];
  /** Of cookies over https. `__Host-` is for browsers that do not know `__Host-Http-` yet. */
  readonly cookiePrefix: '__Host-Http-' | '__Host-';
  /** A session that is not used for so long ends. */
  readonly idleMs: number;
  /** A session ends so long after sign-in, whatever happens. */
  readonly absoluteMs: number;
  /** What a sign-in asks for. Undefined: `openid`, `profile` and what policies of the client's schema name. */
  readonly scopes: readonly string[] | undefined;
}
