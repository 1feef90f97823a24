import { errors, type FlattenedJWSInput, type JWSHeaderParameters, type LocalJWKSet } from 'jose';
import { GatewayError } from '../../errors.ts';
import type { Logger } from '../../observability/logger.ts';
import type { ProviderKeys } from './provider.ts';
import { type KeysRequest, sendKeysRequest } from './send-keys-request.ts';

export interface ProviderKeysParts extends KeysRequest {
  readonly log: Pick<Logger, 'warn'>;
}

/** Older keys are asked for again, beside the requests that use them: a key that was withdrawn is used this long. */
export const KEYS_FRESH_MS = 600_000;
/**
 * How long keys are used while the provider gives no others. As long as the oldest access token that is accepted: until
 * then an outage of the provider keeps nobody out who was in before.
 */
export const KEYS_USABLE_MS = 86_400_000;
/** How often the provider is asked because of a key that nobody knows, whoever asks and whatever came of it. */
export const UNKNOWN_KEY_PAUSE_MS = 30_000;
/** While there are no keys at all: the first pause. Each is twice as long as the one before. */
const FIRST_PAUSE_MS = 1_000;

interface Held {
  readonly find: LocalJWKSet;
  readonly since: number;
}

/**
 * The provider's public keys (RFC 7517), kept in memory. Keys come from the provider's own document and from nowhere else:
 * what a token's header says of keys (`jku`, `x5u`, `jwk`, `x5c`) is not looked at. A key signs what its `use`, `key_ops`
 * and `alg` allow; a token that does not name its key is refused when more than one would do.
 *
 * Throws jose's errors for a token that no key fits, and GatewayError SIGN_IN_UNAVAILABLE when there are no keys, or
 * when the provider did not answer who a new key belongs to.
 */
export function createProviderKeys(parts: ProviderKeysParts): ProviderKeys {
  const { clock, log } = parts;
  let held: Held | undefined;
  let pending: Promise<Held> | undefined;
  let failures = 0;
  let mayAskAt = Number.NEGATIVE_INFINITY;

  async function ask(): Promise<Held> {
    try {
      held = { find: await sendKeysRequest(parts), since: clock.monotonicMs() };
      failures = 0;
      return held;
    } catch (cause) {
      const pauseMs = usable() === undefined ? FIRST_PAUSE_MS * 2 ** failures : UNKNOWN_KEY_PAUSE_MS;
      failures += 1;
      mayAskAt = clock.monotonicMs() + Math.min(pauseMs, UNKNOWN_KEY_PAUSE_MS);
      log.warn({ err: cause }, 'the keys of the provider cannot be had');
      throw new GatewayError('SIGN_IN_UNAVAILABLE', {}, cause);
    }
  }
  function askOnce(): Promise<Held> {
    pending ??= ask().finally(() => (pending = undefined));
    return pending;
  }
  function usable(): Held | undefined {
    return held !== undefined && clock.monotonicMs() - held.since <= KEYS_USABLE_MS ? held : undefined;
  }
  const mayAsk = () => clock.monotonicMs() >= mayAskAt;

  /** What is there, and what is newer than the request when nothing is. */
  async function current(): Promise<Held> {
    const present = usable();
    if (present === undefined && pending === undefined && !mayAsk())
      throw new GatewayError('SIGN_IN_UNAVAILABLE');
    if (present === undefined) return askOnce();
    if (clock.monotonicMs() - present.since > KEYS_FRESH_MS && mayAsk()) askOnce().catch(() => undefined);
    return present;
  }

  /** @param seen what the key was not found in */
  async function newerThan(seen: Held, unknown: Error): Promise<Held> {
    if (pending !== undefined) return pending;
    if (held !== undefined && held !== seen) return held;
    if (mayAsk()) {
      mayAskAt = clock.monotonicMs() + UNKNOWN_KEY_PAUSE_MS; // before the answer: it counts whatever it is
      return askOnce();
    }
    throw failures > 0 ? new GatewayError('SIGN_IN_UNAVAILABLE', {}, unknown) : unknown;
  }

  return async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    const askedAt = clock.monotonicMs();
    const wasThere = usable() !== undefined;
    const seen = await current();
    try {
      return await seen.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (!wasThere) {
        mayAskAt = Math.max(mayAskAt, askedAt + UNKNOWN_KEY_PAUSE_MS); // these keys came for this very token
        throw error;
      }
      const { find } = await newerThan(seen, error);
      return find(header, token);
    }
  };
}
