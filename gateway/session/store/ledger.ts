/**
 * Small things that all processes of a client must agree on. Like sessions, in Redis in production and in the process
 * elsewhere, and with the same errors.
 */
export interface Ledger {
  /** True for the first who claims this name within `ttlMs`, and false for everybody after. For what may be used once. */
  claimOnce(name: string, ttlMs: number): Promise<boolean>;
  /** Whether somebody has claimed it. For work that is claimed when it is done, so that it can be asked for again until then. */
  isClaimed(name: string): Promise<boolean>;
  /** Remembers that every token issued up to `at` to this person or provider session is void; forgotten after `ttlMs`. */
  revoke(revocation: Revocation, ttlMs: number): Promise<void>;
  /** What was revoked after `cursor`, oldest first, and where to go on. The empty cursor begins at the oldest. */
  revokedSince(
    cursor: string,
  ): Promise<{ readonly revocations: readonly Revocation[]; readonly cursor: string }>;
  /** Work that must be done once the provider is back. At least once: what is taken and not removed comes again. */
  readonly pendingRevocations: {
    /** @param notBefore nobody takes it before this time */
    add(id: string, sealed: string, notBefore: number): Promise<void>;
    /** Up to `count` that are due; they come again after `retryMs`. */
    take(
      now: number,
      retryMs: number,
      count: number,
    ): Promise<readonly { readonly id: string; readonly sealed: string }[]>;
    remove(id: string): Promise<void>;
  };
}

export interface Revocation {
  /**
   * `person:` and the key: every token of this person. `session:` and the key of a session at the provider: the tokens
   * that name it. `unnamed:` and the key of a person: the tokens of theirs that name no session.
   */
  readonly target: string;
  readonly at: number;
}
