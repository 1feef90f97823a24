import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Randomness } from '../../clock.ts';

/** Seals tokens that outlive the session whose cookie could have opened them. */
export interface PendingSeal {
  /** @param id of the entry that it stands in: it opens in no other */
  seal(id: string, text: string): string;
  /** Undefined when no secret opens it, or when it was changed. */
  open(id: string, sealed: string): string | undefined;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under a key of the server's own.
 * @param secrets the first seals, all open, so that they can be rotated
 */
export function createPendingSeal(
  secrets: readonly string[],
  randomness: Pick<Randomness, 'id'>,
): PendingSeal {
  const keys = secrets.map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'gatehouse revocations', 32)),
  );
  const [first] = keys;
  if (first === undefined) throw new TypeError('nothing can be sealed without a secret');
  return {
    seal(id, text) {
      const nonce = Buffer.from(randomness.id(), 'hex').subarray(0, NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, first, nonce).setAAD(Buffer.from(id));
      const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(sealed).toString('base64url');
    },
    open(id, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      for (const key of keys) {
        const text = opened(key, id, bytes);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

function opened(key: Buffer, id: string, bytes: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
