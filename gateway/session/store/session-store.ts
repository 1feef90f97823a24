/**
 * Where sessions live. What a session holds arrives sealed (`seal.ts`): a store never sees a token, a claim or the id of a
 * session, only the hash of it. Redis keeps sessions in production, the process itself elsewhere; both pass one test suite.
 *
 * A session exists exactly as long as its record does. Nothing that is written to a record brings it back: whoever
 * writes to a session that has ended is told so, and nothing changes (expressjs/session#632).
 *
 * Every method throws `GatewayError` SESSIONS_UNAVAILABLE when the store cannot be asked. Times are milliseconds since the
 * epoch by the gateway's clock.
 */
export interface SessionStore {
  /**
   * Writes a session that did not exist. The same key twice is an Error. Of a person who has more than
   * `MAX_SESSIONS_OF_PERSON` the one ends that would end first.
   */
  create(session: SessionStart): Promise<void>;
  /**
   * One round trip. Undefined when there is no such session, or no more: past its idle or its absolute limit it is
   * removed. `slide` moves the idle limit, at most once in `SLIDE_STEP_MS`; a store that takes no writes at the moment is
   * read without that.
   */
  read(
    key: SessionKey,
    how: { readonly now: number; readonly slide: boolean },
  ): Promise<StoredSession | undefined>;
  /** False when the session has ended. @throws GatewayError BAD_USER_INPUT above `MAX_VALUES` names */
  writeValue(key: SessionKey, name: string, sealed: string): Promise<boolean>;
  /** All values, by name; undefined when the session has ended. */
  readValues(key: SessionKey): Promise<ReadonlyMap<string, string> | undefined>;
  /**
   * Asks to be the one who refreshes the tokens of `version`. The lease ends by itself after `leaseMs`, so that a
   * process which died does not keep a session from being refreshed.
   */
  beginRefresh(key: SessionKey, attempt: RefreshAttempt): Promise<RefreshTurn>;
  /** Puts new tokens in place, under the next version, and ends the lease. False when the session has ended or the lease is another's. */
  commitRefresh(key: SessionKey, attempt: RefreshAttempt, sealedTokens: string): Promise<boolean>;
  /** Gives the lease back without new tokens. */
  abandonRefresh(key: SessionKey, attempt: Pick<RefreshAttempt, 'owner'>): Promise<void>;
  /** Ends a session for good. False when there was none. */
  end(key: SessionKey): Promise<boolean>;
  /** The living sessions of one person, the newest first. Forgets the dead ones. */
  listOf(person: PersonKey, now: number): Promise<readonly ListedSession[]>;
  /** The living sessions that came from one session at the provider (`sid`). */
  listOfProviderSession(providerSession: ProviderSessionKey, now: number): Promise<readonly ListedSession[]>;
  /** What express-session keeps beside a session. Set does nothing, and says false, when the session has ended. */
  readonly envelopes: {
    get(key: SessionKey): Promise<string | undefined>;
    set(key: SessionKey, sealed: string): Promise<boolean>;
  };
}

/** SHA-256 of a session's id, base64url. */
export type SessionKey = string & { readonly __key: 'session' };
/** SHA-256 of issuer and `sub`, base64url. */
export type PersonKey = string & { readonly __key: 'person' };
/** SHA-256 of issuer and `sid`, base64url. */
export type ProviderSessionKey = string & { readonly __key: 'provider session' };

/** How often a session that is in use has its idle limit moved; four times within limits that are shorter than that. */
export const SLIDE_STEP_MS = 60_000;
/** So that nobody makes lists too long to be read at once. */
export const MAX_SESSIONS_OF_PERSON = 1_000;
/** Names of values in one session. */
export const MAX_VALUES = 256;

export interface SessionStart {
  readonly key: SessionKey;
  readonly person: PersonKey;
  readonly providerSession: ProviderSessionKey | undefined;
  /** Who it is; never changes. */
  readonly sealedIdentity: string;
  readonly sealedTokens: string;
  /** What the person recognises the session by, such as `Firefox on Linux`; not sealed, at most 100 characters. */
  readonly label: string;
  readonly now: number;
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export interface StoredSession {
  readonly sealedIdentity: string;
  readonly sealedTokens: string;
  /** Of the tokens: 1, then one more with each refresh. */
  readonly version: number;
  readonly createdAt: number;
  /** When it ends if it is not used before, and when it ends whatever happens. */
  readonly idleAt: number;
  readonly absoluteAt: number;
}

export interface RefreshAttempt {
  /** Random; says whose the lease is. */
  readonly owner: string;
  /** Of the tokens that are to be replaced. */
  readonly version: number;
  readonly now: number;
  readonly leaseMs: number;
  /** Whether a lease that ran out may be taken from whoever had it. */
  readonly takeOver: boolean;
}

export type RefreshTurn =
  /** Ask the provider, then commit or abandon. */
  | { readonly turn: 'yours' }
  /** Somebody else is at it. */
  | { readonly turn: 'wait' }
  /** Somebody else was faster: these are the new tokens. */
  | { readonly turn: 'done'; readonly sealedTokens: string; readonly version: number }
  | { readonly turn: 'ended' };

export interface ListedSession {
  readonly key: SessionKey;
  readonly label: string;
  readonly createdAt: number;
  /** When it was last used, within `SLIDE_STEP_MS`. */
  readonly seenAt: number;
  readonly absoluteAt: number;
}
