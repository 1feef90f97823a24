import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Clock } from '../clock.ts';
import type { RateStore } from './rate-store.ts';

/** What may be taken under one key in a minute. */
export interface RateLimit {
  /** Milliseconds until this key is granted anything, as far as the process knows without asking; 0 when it may be. */
  blockedForMs(key: string): number;
  /** Milliseconds to wait before asking again; 0 when it is granted. What is not granted counts as well. */
  take(key: string, points: number): Promise<number>;
}

export interface RateLimitParts {
  /** Part of the keys in Redis. */
  readonly name: string;
  /** In a minute, all processes together. */
  readonly points: number;
  readonly processes: number;
  readonly clock: Clock;
  /** Undefined: this process counts alone. */
  readonly store: RateStore | undefined;
}

const WINDOW_SECONDS = 60;
/** Of all processes together while the store is away; what the store had granted before comes on top. */
const PART_WITHOUT_STORE = 0.5;
const MAX_BLOCKED = 10_000;
/**
 * Of one limit in a window. Whoever comes after them shares 4,096 counts, so that many senders take no more memory; those
 * who were there before keep their own, so that strangers cannot use up what is theirs.
 */
const MAX_COUNTS = 50_000;

export function createRateLimit({ name, points, processes, clock, store }: RateLimitParts): RateLimit {
  const limiter = createLimiter();
  const blocked = new Map<string, number>();
  const counted = new Set<string>();
  let countedSince = 0;

  function createLimiter(): RateLimiterMemory | RateLimiterRedis {
    const usual = { keyPrefix: name, duration: WINDOW_SECONDS };
    if (store === undefined) return new RateLimiterMemory({ ...usual, points });
    const own = Math.max(1, Math.floor((points * PART_WITHOUT_STORE) / processes));
    const insuranceLimiter = new RateLimiterMemory({ ...usual, points: own });
    store.onReturn(() => blocked.clear());
    return new RateLimiterRedis({ ...usual, points, storeClient: store, insuranceLimiter });
  }
  function countOf(key: string): string {
    if (clock.monotonicMs() - countedSince >= WINDOW_SECONDS * 1_000) {
      counted.clear();
      countedSince = clock.monotonicMs();
    }
    if (!counted.has(key) && counted.size >= MAX_COUNTS) return `crowd ${key.slice(0, 2)}`;
    counted.add(key);
    return key;
  }
  function block(key: string, waitMs: number): void {
    if (blocked.size >= MAX_BLOCKED) blocked.clear(); // forgetting costs one question each
    blocked.set(key, clock.monotonicMs() + waitMs);
  }

  return {
    blockedForMs(key) {
      const waitMs = (blocked.get(key) ?? 0) - clock.monotonicMs();
      if (waitMs <= 0) blocked.delete(key);
      return Math.max(0, waitMs);
    },
    async take(key, wanted) {
      try {
        // What costs more than there is in a minute passes when nothing else has.
        const price = Math.min(points, Math.max(1, Math.ceil(wanted)));
        await limiter.consume(countOf(key), price);
        return 0;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const waitMs = Math.max(1, refusal.msBeforeNext);
        block(key, waitMs);
        return waitMs;
      }
    },
  };
}
