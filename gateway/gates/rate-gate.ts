import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { RateLimits } from '../options/rate-limits.ts';
import type { Redis } from '../redis/redis.ts';
import type { RequestScope } from '../request-scope.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { createRateStore } from './rate-store.ts';
import type { Route } from './route.ts';

/** Whom a request is counted for. */
type Sender = Pick<RequestScope, 'address' | 'log'>;

/**
 * Counts what is asked for, and refuses with RATE_LIMITED. Never waits for long, and never fails for another reason:
 * while Redis is away this process counts by itself.
 */
export interface RateGate {
  /** Refuses at once whom this process knows to have asked for too much. */
  refuseBlocked(sender: Sender, route: Pick<Route, 'rate'>): void;
  /** One request of this address. */
  countRequest(sender: Sender, route: Pick<Route, 'rate'>): Promise<void>;
  /** So many points of cost, of what the viewer, or the address of one who is nobody, may spend. */
  charge(points: number, scope: Sender & Pick<RequestScope, 'viewer'>): Promise<void>;
}

export interface RateGateParts {
  readonly rates: RateLimits;
  /** Undefined: this process counts alone. */
  readonly redis: Redis | undefined;
  /** Of all keys in Redis: `gatehouse:web:`. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'rateLimited' | 'rateFellBack'>;
}

type Name = Exclude<keyof RateLimits, 'processes'>;

export function createRateGate({ rates, redis, prefix, clock, metrics }: RateGateParts): RateGate {
  const { processes } = rates;
  const onFallBack = () => metrics.rateFellBack();
  const store = redis === undefined ? undefined : createRateStore({ redis, prefix, clock, onFallBack });
  const limitOf = (name: Name) =>
    rates[name] === 0 ? undefined : createRateLimit({ name, points: rates[name], processes, clock, store });
  const limits: Readonly<Record<Name, RateLimit | undefined>> = {
    addressRequests: limitOf('addressRequests'),
    addressSignIns: limitOf('addressSignIns'),
    personPoints: limitOf('personPoints'),
    anonymousPoints: limitOf('anonymousPoints'),
  };

  function refusal(name: Name, waitMs: number): GatewayError {
    metrics.rateLimited(name);
    return new GatewayError('RATE_LIMITED', {
      limit: { name, max: rates[name] },
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
    });
  }
  async function take(name: Name, who: Counted, points: number): Promise<void> {
    const limit = limits[name];
    if (limit === undefined) return;
    const knownMs = limit.blockedForMs(who.key);
    if (knownMs > 0) throw refusal(name, knownMs);
    const waitMs = await limit.take(who.key, points);
    if (waitMs === 0) return;
    const error = refusal(name, waitMs);
    const { retryAfterSeconds } = error.detail;
    who.log.warn({ event: 'rate limited', limit: name, ...who.shown, retryAfterSeconds }, 'rate limited');
    throw error;
  }

  return {
    refuseBlocked({ address }, route) {
      for (const name of namesFor(route)) {
        const waitMs = limits[name]?.blockedForMs(hashOf(address)) ?? 0;
        if (waitMs > 0) throw refusal(name, waitMs);
      }
    },
    async countRequest(sender, route) {
      await Promise.all(namesFor(route).map((name) => take(name, addressOf(sender), 1)));
    },
    charge(points, scope) {
      return scope.viewer === null
        ? take('anonymousPoints', addressOf(scope), points)
        : take('personPoints', personOf(scope, scope.viewer.sub), points);
    },
  };
}

/** What is counted under which key, and what of it a log may say. */
interface Counted {
  readonly key: string;
  readonly shown: Readonly<Record<string, string>>;
  readonly log: Logger;
}

function addressOf({ address, log }: Sender): Counted {
  return { key: hashOf(address), shown: { address }, log };
}

/** All sessions of a person count together. */
function personOf({ log }: Sender, sub: string): Counted {
  const key = hashOf(sub);
  return { key, shown: { person: key.slice(0, 12) }, log };
}

/** Short whatever was sent. Whoever reads the store has no list of people or addresses; but can try whether one is there. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function namesFor({ rate }: Pick<Route, 'rate'>): readonly Name[] {
  return rate === 'sign-in' ? ['addressRequests', 'addressSignIns'] : ['addressRequests'];
}
