import { hash } from 'node:crypto';
import type { SessionKey } from './store/session-store.ts';

/** What a session is kept under: whoever reads the store cannot make a cookie of it. */
export function sessionKeyOf(id: string): SessionKey {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes them
  return hash('sha256', id, 'base64url') as SessionKey;
}
