/**
 * Who is signed in, for whoever runs the process. People are named as the provider names them: `sub`, at the one issuer
 * there is. Throws `GatewayError` SESSIONS_UNAVAILABLE when that cannot be looked up or changed now.
 */
export interface SignedInPeople {
  /** The living sessions of a person, the newest first. */
  sessionsOf(sub: string): Promise<readonly SeenSession[]>;
  /**
   * Ends one session of a person, or all of them, a sign-in that is under way among them.
   * @param id of a session that `sessionsOf` gave; undefined: all
   * @returns how many sessions were ended
   */
  end(sub: string, id: string | undefined): Promise<number>;
}

export interface SeenSession {
  /** Names it among those of its person, and opens nothing. */
  readonly id: string;
  /** `Firefox on Linux` */
  readonly label: string;
  /** ISO 8601; `seen` within a minute, `ends` at the latest. */
  readonly created: string;
  readonly seen: string;
  readonly ends: string;
}
