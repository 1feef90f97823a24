import type { JWTPayload } from 'jose';
import {
  CLOCK_SKEW_SECONDS,
  checkSignedToken,
  type SignedTokenRules,
} from '../provider/check-signed-token.ts';

export type LogoutTokenRules = Pick<SignedTokenRules, 'keys' | 'clock' | 'issuer' | 'audiences'>;

/** What the provider says has ended: one session, or everything of a person. */
export interface LogoutNotice {
  /** `jti` */
  readonly id: string;
  readonly sub: string | undefined;
  readonly sid: string | undefined;
  /** Milliseconds since the epoch, by the provider's clock. */
  readonly issuedAt: number;
}

/** How long one token can be used, by its age; its `jti` is remembered longer. */
export const MAX_LOGOUT_TOKEN_AGE_SECONDS = 120;
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/**
 * Validates a logout token as OpenID Connect Back-Channel Logout 1.0, 2.6 says, except for replays; an Error says why it
 * is none. Stricter than the text where that costs nothing: `typ` and `exp` are demanded.
 * @throws GatewayError SIGN_IN_UNAVAILABLE when it takes a key that cannot be had now
 */
export async function checkLogoutToken(
  token: string,
  rules: LogoutTokenRules,
): Promise<LogoutNotice | Error> {
  const payload = await checkSignedToken(token, {
    ...rules,
    typ: 'logout+jwt',
    maxAgeSeconds: MAX_LOGOUT_TOKEN_AGE_SECONDS - CLOCK_SKEW_SECONDS, // the skew is granted on top
    requiredClaims: ['exp', 'jti', 'events'],
  });
  return payload instanceof Error ? payload : readNotice(payload, rules.clock.now());
}

function readNotice(payload: JWTPayload, now: number): LogoutNotice | Error {
  const { jti, sub, sid, iat = 0, exp = 0, events } = payload;
  if (exp * 1_000 <= now) return new Error('expired');
  if (!isText(jti)) return new Error('jti is no text');
  if (Object.hasOwn(payload, 'nonce')) return new Error('nonce makes it an ID token');
  if (!isObject(events) || !isObject(events[EVENT]))
    return new Error('events do not say that it is a logout');
  if (![sub, sid].every((value) => value === undefined || isText(value)))
    return new Error('sub or sid is no text');
  if (sub === undefined && sid === undefined) return new Error('neither sub nor sid');
  return { id: jti, sub, sid: isText(sid) ? sid : undefined, issuedAt: iat * 1_000 };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
