import type { SessionBox } from './session-box.ts';
import type { SessionIdentity } from './session-identity.ts';
import type { StoredSession } from './store/session-store.ts';
import type { SessionTokens } from './tokens/session-tokens.ts';

/** What a cookie has opened, and of which sealed values it came. */
export interface OpenedSession {
  readonly box: SessionBox;
  readonly sealedIdentity: string;
  readonly sealedTokens: string;
  readonly identity: SessionIdentity;
  readonly tokens: SessionTokens;
}

/**
 * Sessions that were opened a moment ago, by the id that opened them. Whether one lives is asked of the store each time;
 * this only saves deciphering the same bytes again, which costs more than all the rest of a signed-in request.
 */
export interface OpenedSessions {
  find(id: string): OpenedSession | undefined;
  keep(id: string, opened: OpenedSession): void;
  forget(id: string): void;
}

/** With their tokens, some kilobytes each; the one that was not used for the longest time gives way. */
const MAX_OPENED = 5_000;

export function createOpenedSessions(max: number = MAX_OPENED): OpenedSessions {
  const opened = new Map<string, OpenedSession>();
  return {
    find: (id) => opened.get(id),
    keep(id, session) {
      opened.delete(id);
      opened.set(id, session);
      if (opened.size <= max) return;
      const [oldest] = opened.keys();
      if (oldest !== undefined) opened.delete(oldest);
    },
    forget: (id) => void opened.delete(id),
  };
}

/** Whether it is what opening these sealed values would give. */
export function isOpenedOf(opened: OpenedSession, stored: StoredSession): boolean {
  return opened.sealedIdentity === stored.sealedIdentity && opened.sealedTokens === stored.sealedTokens;
}
