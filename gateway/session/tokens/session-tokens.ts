import type { TokenSet } from '../provider/provider.ts';

/** The tokens of one session, as they are sealed into its record. */
export interface SessionTokens {
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** When we got them, milliseconds since the epoch. */
  readonly issuedAt: number;
  /** Undefined where the provider gave none: then the session ends with its access token. */
  readonly refreshToken: string | undefined;
  /** What the user granted at sign-in, or less. */
  readonly scopes: readonly string[];
}

/** The tokens of a new session. */
export function createSessionTokens(set: TokenSet, now: number): SessionTokens {
  const { accessToken, expiresAt, refreshToken, scopes } = set;
  return { accessToken, expiresAt, issuedAt: now, refreshToken, scopes };
}

/**
 * The tokens after a refresh. A provider that does not rotate gives no refresh token back, so that the old one stays
 * good (RFC 6749, 6); scopes may become fewer, never more.
 */
export function renewSessionTokens(old: SessionTokens, set: TokenSet, now: number): SessionTokens {
  const { refreshToken = old.refreshToken } = set;
  // A provider that names no scopes changed none (RFC 6749, 5.1).
  const scopes =
    set.scopes.length === 0 ? old.scopes : old.scopes.filter((scope) => set.scopes.includes(scope));
  return { ...createSessionTokens(set, now), refreshToken, scopes };
}

/** The text that is sealed. */
export function presentSessionTokens(tokens: SessionTokens): string {
  return JSON.stringify(tokens);
}

/** @throws TypeError for any other text; it holds nothing of the text, which may be half a token */
export function parseSessionTokens(text: string): SessionTokens {
  const value = parseJson(text);
  if (!isSessionTokens(value)) throw new TypeError('these are not the tokens of a session');
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSessionTokens(value: unknown): value is SessionTokens {
  if (typeof value !== 'object' || value === null) return false;
  const tokens: Partial<Record<keyof SessionTokens, unknown>> = value;
  return (
    typeof tokens.accessToken === 'string' &&
    typeof tokens.expiresAt === 'number' &&
    typeof tokens.issuedAt === 'number' &&
    ['string', 'undefined'].includes(typeof tokens.refreshToken) &&
    Array.isArray(tokens.scopes)
  );
}

/** An access token with less time left than this is refreshed before it is used. */
export const REFRESH_MARGIN_MS = 60_000;

/** Whether a request should ask for new tokens first. Tokens that live shortly are refreshed in their last third. */
export function needsRefresh({ expiresAt, issuedAt }: SessionTokens, now: number): boolean {
  const marginMs = Math.min(REFRESH_MARGIN_MS, (expiresAt - issuedAt) / 3);
  return expiresAt - now < marginMs;
}

/** Whether a service would still take the access token, with time for the request that carries it. */
export function isUsable({ expiresAt, issuedAt }: SessionTokens, now: number): boolean {
  return expiresAt - now > Math.min(USABLE_MS, (expiresAt - issuedAt) / 5);
}

/** Clocks differ, and a call takes its time. */
const USABLE_MS = 2_000;
