import { createHash } from 'node:crypto';
import type { SeenSession } from '../gates/signed-in-people.ts';
import type { ListedSession, SessionKey } from './store/session-store.ts';

/** A session as people may see it. */
export function seeSession({ key, label, createdAt, seenAt, absoluteAt }: ListedSession): SeenSession {
  return {
    id: visibleIdOf(key),
    label,
    created: timeOf(createdAt),
    seen: timeOf(seenAt),
    ends: timeOf(absoluteAt),
  };
}

/** Names a session in a list, and says nothing that finds it in the store. */
export function visibleIdOf(key: SessionKey): string {
  return createHash('sha256').update(`handle ${key}`).digest('base64url').slice(0, 22);
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
