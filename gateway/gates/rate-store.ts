import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { createScript } from '../redis/create-script.ts';
import type { Redis } from '../redis/redis.ts';

/** The one thing that rate-limiter-flexible does with a Redis client; and to be told when it can be done again. */
export interface RateStore {
  rlflxIncr(command: readonly string[]): Promise<readonly [consumed: number, ttlMs: number]>;
  onReturn(callback: () => void): void;
}

export interface RateStoreParts {
  readonly redis: Redis;
  /** Of all keys: `gatehouse:web:`. */
  readonly prefix: string;
  readonly clock: Clock;
  /** Something was counted in this process instead. */
  readonly onFallBack: () => void;
}

/**
 * How long a request waits to be counted. Two of these waits, and what is between them, stay below the 150 ms that an
 * outage may cost.
 */
const PATIENCE_MS = 50;
/** For how long nobody waits after so many in a row have waited in vain; one slow answer is no outage. */
const PAUSE_MS = 1_000;
const MAX_FAILURES = 5;

/** The window begins with the first request, and ends whatever comes after it. */
const COUNT = `local consumed = redis.call('incrby', KEYS[1], ARGV[1])
local ttl = redis.call('pttl', KEYS[1])
if ttl < 0 then
  ttl = 1000 * ARGV[2]
  redis.call('pexpire', KEYS[1], ttl)
end
return {consumed, ttl}`;

export function createRateStore({ redis, prefix, clock, onFallBack }: RateStoreParts): RateStore {
  const countInRedis = createScript(redis, COUNT);
  let pausedUntil = 0;
  let failures = 0;
  redis.onAvailable(() => {
    pausedUntil = 0;
    failures = 0;
  });

  function pause(): void {
    pausedUntil = clock.monotonicMs() + PAUSE_MS;
    failures = 0;
  }
  async function count([key = '', points = '1', seconds = '60']: readonly string[]): Promise<
    [number, number]
  > {
    if (clock.monotonicMs() < pausedUntil) throw away();
    const answer = await inTime(countInRedis([`${prefix}rate:${key}`], [points, seconds]), clock);
    const [consumed, ttlMs] = Array.isArray(answer) ? answer.map(Number) : [];
    if (!Number.isFinite(consumed) || !Number.isFinite(ttlMs)) throw away();
    return [Number(consumed), Number(ttlMs)];
  }

  return {
    async rlflxIncr(command) {
      try {
        const counted = await count(command);
        failures = 0;
        return counted;
      } catch (error) {
        failures += 1;
        if (failures === MAX_FAILURES) pause();
        onFallBack();
        throw error;
      }
    },
    onReturn: (callback) => void redis.onAvailable(callback),
  };
}

/** Nobody is told: whoever asked is counted in the process. */
function away(): GatewayError {
  return new GatewayError('SESSIONS_UNAVAILABLE');
}

function inTime<T>(answer: Promise<T>, clock: Clock): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const cancel = clock.after(PATIENCE_MS, () => reject(away()));
  answer.then(resolve, reject);
  return promise.finally(cancel);
}
