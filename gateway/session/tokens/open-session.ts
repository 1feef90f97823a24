import type { PersonKey, SessionKey } from '../store/session-store.ts';
import { parseSessionTokens, presentSessionTokens, type SessionTokens } from './session-tokens.ts';

/** A session that was read and opened with the key that only its cookie holds. */
export interface OpenSession {
  readonly key: SessionKey;
  readonly person: PersonKey;
  /** Who signed in. */
  readonly sub: string;
  readonly tokens: SessionTokens;
  /** Of the tokens; see `StoredSession`. */
  readonly version: number;
  /** Seals and opens the field of the session's record that holds tokens. */
  readonly box: {
    seal(text: string): string;
    open(sealed: string): string;
  };
}

/** Tokens with the version under which they stand, or are about to stand, in the record. */
export interface VersionedTokens {
  readonly tokens: SessionTokens;
  readonly version: number;
}

export function sealTokens({ box }: Pick<OpenSession, 'box'>, tokens: SessionTokens): string {
  return box.seal(presentSessionTokens(tokens));
}

export function openTokens({ box }: Pick<OpenSession, 'box'>, sealed: string): SessionTokens {
  return parseSessionTokens(box.open(sealed));
}
