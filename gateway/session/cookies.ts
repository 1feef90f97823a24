import type { ServerResponse } from 'node:http';
import { unsign } from 'cookie-signature';

/** What our cookies are called and how they are sent; decided by where browsers find us. */
export interface CookieKind {
  /** Over https: Secure, and a prefix that keeps other hosts and scripts from planting them. */
  readonly isSecure: boolean;
  readonly session: string;
  /** Begins the name of each attempt to sign in. */
  readonly attempt: string;
}

/** `__Host-` is for browsers that do not know `__Host-Http-` yet. */
export type CookiePrefix = '__Host-Http-' | '__Host-';

/**
 * Over https the names carry a prefix. Over http, which is for development alone, cookies of all ports are one jar, so
 * the name carries the client's.
 */
export function cookieKindOf(publicOrigin: string, client: string, prefix: CookiePrefix): CookieKind {
  if (publicOrigin.startsWith('https:'))
    return { isSecure: true, session: `${prefix}session`, attempt: '__Host-sign-in-' };
  return { isSecure: false, session: `session-${client}`, attempt: `sign-in-${client}-` };
}

/** The cookies of a request as sent; of two with one name the first, as express-session does. */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header?.split(';') ?? []) {
    const end = pair.indexOf('=');
    const name = pair.slice(0, end).trim();
    if (end > 0 && !cookies.has(name)) cookies.set(name, pair.slice(end + 1).trim());
  }
  return cookies;
}

/** 256 random bits, base64url. */
const SESSION_ID = /^[\w-]{43}$/;

/**
 * The session id that a browser sent, as express-session signs it; undefined for none, and for one that none of the
 * secrets signed.
 */
export function readSessionId(
  header: string | undefined,
  { session }: Pick<CookieKind, 'session'>,
  secrets: readonly string[],
): string | undefined {
  const sent = decode(parseCookies(header).get(session));
  if (sent?.startsWith('s:') !== true) return undefined;
  for (const secret of secrets) {
    const id = unsign(sent.slice(2), secret);
    if (id !== false) return SESSION_ID.test(id) ? id : undefined;
  }
  return undefined;
}

export interface SentCookie {
  readonly name: string;
  readonly value: string;
  readonly sameSite: 'Strict' | 'Lax';
  /** @default as long as the browser runs */
  readonly maxAgeSeconds?: number;
}

/** Adds one cookie to an answer; never for scripts, never for another host. */
export function setCookie(
  response: ServerResponse,
  { isSecure }: Pick<CookieKind, 'isSecure'>,
  cookie: SentCookie,
): void {
  const { name, value, sameSite, maxAgeSeconds } = cookie;
  const attributes = [
    `${name}=${value}`,
    ...(maxAgeSeconds === undefined ? [] : [`Max-Age=${maxAgeSeconds}`]),
    'Path=/',
    'HttpOnly',
    ...(isSecure ? ['Secure'] : []),
    `SameSite=${sameSite}`,
  ];
  response.appendHeader('set-cookie', attributes.join('; '));
}

export function clearCookie(
  response: ServerResponse,
  kind: Pick<CookieKind, 'isSecure'>,
  { name, sameSite }: Pick<SentCookie, 'name' | 'sameSite'>,
): void {
  setCookie(response, kind, { name, sameSite, value: '', maxAgeSeconds: 0 });
}

function decode(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
