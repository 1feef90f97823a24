import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Randomness } from '../clock.ts';
import type { SessionKey } from './store/session-store.ts';

/**
 * Encrypts what a session keeps, by a secret that only its cookie holds. A value opens in the session and under the name
 * that it was sealed for, and nowhere else.
 */
export interface Seal {
  seal(field: string, text: string): string;
  /** Undefined for everything that this did not seal for this field. */
  open(field: string, sealed: string): string | undefined;
}

export interface SealParts {
  /** The session's id, as the cookie has it. */
  readonly id: string;
  /** What the session is kept under. */
  readonly key: SessionKey;
  readonly randomness: Pick<Randomness, 'id'>;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Names the way of sealing, so that another can come beside it. */
const VERSION = '1.';

export function createSeal({ id, key, randomness }: SealParts): Seal {
  const secret = new Uint8Array(hkdfSync('sha256', id, key, 'gatehouse session seal 1', 32));
  const placeOf = (field: string) => Buffer.from(JSON.stringify([key, field]));
  return {
    seal(field, text) {
      const nonce = Buffer.from(randomness.id(), 'hex').subarray(0, NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(placeOf(field));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return VERSION + sealed.toString('base64url');
    },
    open(field, sealed) {
      if (!sealed.startsWith(VERSION)) return undefined;
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv(CIPHER, secret, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(placeOf(field)).setAuthTag(bytes.subarray(-TAG_BYTES));
        return (
          decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
        );
      } catch {
        return undefined;
      }
    },
  };
}
