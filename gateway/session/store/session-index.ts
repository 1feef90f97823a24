import type { SessionKey } from './session-store.ts';

/** Which sessions somebody has. Holds no more than what was added and not removed. */
export interface SessionIndex<Owner> {
  add(owner: Owner, key: SessionKey): void;
  remove(owner: Owner, key: SessionKey): void;
  keysOf(owner: Owner): readonly SessionKey[];
}

export function createSessionIndex<Owner>(): SessionIndex<Owner> {
  const owned = new Map<Owner, Set<SessionKey>>();
  return {
    add(owner, key) {
      owned.set(owner, (owned.get(owner) ?? new Set()).add(key));
    },
    remove(owner, key) {
      const keys = owned.get(owner);
      keys?.delete(key);
      if (keys?.size === 0) owned.delete(owner);
    },
    keysOf: (owner) => [...(owned.get(owner) ?? [])],
  };
}
