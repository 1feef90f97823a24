import type { Clock } from '../../clock.ts';
import type { AccessClaims } from './parse-access-token.ts';

/** A key that the provider withdraws is believed this long at most, on top of `KEYS_FRESH_MS`. */
const REMEMBERED_MS = 300_000;

export interface RememberedTokens {
  get(hash: string): AccessClaims | undefined;
  add(hash: string, claims: AccessClaims): void;
}

/** Tokens that were good a moment ago, by their hash: checking a signature costs more than everything else about a request. */
export function rememberTokens(clock: Clock, maxTokens = 10_000): RememberedTokens {
  const known = new Map<string, { readonly claims: AccessClaims; readonly until: number }>();
  return {
    get(hash) {
      const found = known.get(hash);
      if (found === undefined || clock.now() < found.until) return found?.claims;
      known.delete(hash);
      return undefined;
    },
    add(hash, claims) {
      known.set(hash, { claims, until: Math.min(claims.expiresAt * 1_000, clock.now() + REMEMBERED_MS) });
      for (const oldest of known.keys()) {
        if (known.size <= maxTokens) return;
        known.delete(oldest);
      }
    },
  };
}
