import type { Randomness } from '../clock.ts';
import { createSeal, type Seal } from './seal.ts';
import { sessionKeyOf } from './session-key.ts';
import type { SessionKey } from './store/session-store.ts';

/** What of a session is sealed, each for its own place. */
export type SealedField = 'identity' | 'tokens' | 'envelope';

/** What a session's id, which only its cookie holds, makes possible: to find the session and to read it. */
export interface SessionBox extends Seal {
  readonly key: SessionKey;
  seal(field: SealedField, text: string): string;
  open(field: SealedField, sealed: string): string | undefined;
}

/** 256 random bits, base64url. */
export function createSessionId(randomness: Pick<Randomness, 'id'>): string {
  return Buffer.from(randomness.id() + randomness.id(), 'hex').toString('base64url');
}

export function openSessionBox(id: string, randomness: Pick<Randomness, 'id'>): SessionBox {
  const key = sessionKeyOf(id);
  return { key, ...createSeal({ id, key, randomness }) };
}
