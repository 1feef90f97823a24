/** How one service is called. Resolved from `ServiceOptions` once, then frozen. */
export interface ServiceSettings {
  /** Base URL, `http:` or `https:`, which may have a path; nothing outside of it is ever asked for. */
  readonly url: string;
  /**
   * How long one call may take, from the wait for a connection to the last byte of the answer.
   * Range 10–60_000. Past it the call fails with UPSTREAM_TIMED_OUT; the client's deadline may come first.
   * @default 2_000 // 2 seconds
   */
  readonly timeoutMs: number;
  /**
   * How long opening a connection may take, TLS included.
   * Range 1–30_000. Higher values only delay the news that a host is gone; UPSTREAM_TIMED_OUT.
   * @default 250
   */
  readonly connectTimeoutMs: number;
  /**
   * How long after the call started the answer's headers may take.
   * Range 1–60_000; more than `timeoutMs` means nothing. UPSTREAM_TIMED_OUT.
   * @default 2_000 // 2 seconds
   */
  readonly headersTimeoutMs: number;
  /**
   * The longest silence between two pieces of an answer's body. A body that drips is ended by `timeoutMs`.
   * Range 1–60_000; more than `timeoutMs` means nothing. UPSTREAM_TIMED_OUT.
   * @default 1_000 // 1 second
   */
  readonly bodyTimeoutMs: number;
  /**
   * The largest answer that is read, in bytes of its body. Range 1_000–100_000_000.
   * An answer is held in memory about three times over while it is parsed; UPSTREAM_ANSWER_TOO_LARGE.
   * @default 10_000_000 // 10 MB
   */
  readonly maxAnswerBytes: number;
  /**
   * The most connections open at a time, one call each. Range 1–1_024.
   * Further calls wait for a free one, inside their own time limit.
   * @default 64
   */
  readonly connections: number;
  /**
   * What users' operations are shown: `exchange` the user's token for one of this service's audience with the scopes of
   * the operation alone (RFC 8693), `propagate` the token that the user has, `none` nothing, ever. With `propagate` the
   * service could show that token to any other that takes it; only for services that are trusted as we are.
   * Operations that the contract marks `x-token: system` get a token of our own, unless it is `none`.
   * @default 'exchange'
   */
  readonly token: 'exchange' | 'propagate' | 'none';
  /** By what name the provider knows the service, as an audience of tokens. @default the contract's name of the service */
  readonly audience?: string | undefined;
}

/** What a deployment says about a service; everything but the URL has a default. */
export type ServiceOptions = Pick<ServiceSettings, 'url'> & Partial<Omit<ServiceSettings, 'url'>>;
