import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Randomness } from '../../clock.ts';
import { type CookieKind, clearCookie, parseCookies, setCookie } from '../cookies.ts';
import type { Attempt } from '../provider/create-sign-in.ts';
import type { SessionKey } from '../store/session-store.ts';

/** One attempt to sign in, as the browser that began it keeps it: sealed, so that nobody reads or makes one. */
export interface KeptAttempt extends Attempt {
  readonly returnTo: string;
  /** The session that the browser had when it began: it ends when the new one begins. */
  readonly former: SessionKey | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface AttemptCookies {
  keep(request: IncomingMessage, response: ServerResponse, attempt: KeptAttempt): void;
  /** The attempt that a callback belongs to, by its state; undefined when this browser did not begin it, or too long ago. */
  find(request: IncomingMessage, state: string | null): KeptAttempt | undefined;
  forget(response: ServerResponse, state: string): void;
}

export const ATTEMPT_MS = 600_000;
/** Tabs in which somebody signs in at a time; the oldest attempt gives way. */
export const MAX_ATTEMPTS = 6;

export interface AttemptCookieParts {
  readonly kind: CookieKind;
  /** The first one seals. */
  readonly secrets: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
  readonly randomness: Pick<Randomness, 'id'>;
}

/** A cookie for each attempt, so that several tabs sign in at a time. SameSite=Lax: the provider's redirect brings it back. */
export function createAttemptCookies({
  kind,
  secrets,
  clock,
  randomness,
}: AttemptCookieParts): AttemptCookies {
  const keys = secrets.map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'gatehouse sign-in attempt', 32)),
  );
  const nameOf = (state: string) => `${kind.attempt}${hashOf(state)}`;

  function seal(name: string, attempt: KeptAttempt): string {
    const iv = Buffer.from(randomness.id(), 'hex').subarray(0, IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', keys[0] ?? '', iv).setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(attempt)), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  function open(name: string, sealed: string): KeptAttempt | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    for (const key of keys) {
      const text = openWith(key, name, bytes);
      if (text !== undefined) return alive(JSON.parse(text), clock.now());
    }
    return undefined;
  }

  return {
    keep(request, response, attempt) {
      for (const name of superfluous(request, kind, open)) clearCookie(response, kind, { name, ...LAX });
      const name = nameOf(attempt.state);
      setCookie(response, kind, {
        name,
        value: seal(name, attempt),
        maxAgeSeconds: ATTEMPT_MS / 1_000,
        ...LAX,
      });
    },
    find({ headers }, state) {
      if (state === null) return undefined;
      const name = nameOf(state);
      const found = open(name, parseCookies(headers.cookie).get(name) ?? '');
      return found?.state === state ? found : undefined;
    },
    forget: (response, state) => clearCookie(response, kind, { name: nameOf(state), ...LAX }),
  };
}

const LAX = { sameSite: 'Lax' } as const;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The names of what cannot be used any more, and of the oldest ones that are too many together with a new one. */
function superfluous(
  { headers }: IncomingMessage,
  { attempt: prefix }: CookieKind,
  open: (name: string, sealed: string) => KeptAttempt | undefined,
): readonly string[] {
  const held = [...parseCookies(headers.cookie)]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, sealed]) => ({ name, startedAt: open(name, sealed)?.startedAt ?? 0 }))
    .toSorted((one, other) => other.startedAt - one.startedAt);
  return held
    .filter(({ startedAt }, index) => startedAt === 0 || index >= MAX_ATTEMPTS - 1)
    .map(({ name }) => name);
}

function openWith(key: Buffer, name: string, bytes: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

/** What opens was sealed by us, so its shape is known. */
function alive(attempt: KeptAttempt, now: number): KeptAttempt | undefined {
  return now - attempt.startedAt < ATTEMPT_MS ? attempt : undefined;
}

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('base64url').slice(0, 22);
}
