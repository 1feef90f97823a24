import type { Clock } from './clock.ts';
import type { Logger } from './observability/logger.ts';

/** Who asks. */
export interface Viewer {
  /** The subject, stable for one person at one issuer. */
  readonly sub: string;
  /**
   * What may be shared between requests of one identity is kept under this: the same for one session or token, and
   * nobody else's. Says nothing to whoever reads it.
   */
  readonly key: string;
  readonly scopes: ReadonlySet<string>;
  /** Claims that `$viewer.<name>` may read; `sub` is among them. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The user's access token, for token sources alone; nobody else has a use for it. */
  accessToken(): Promise<string>;
}

/** One request of a client, from its first byte to its answer, on any transport. */
export interface RequestScope {
  /** Shown to the client, logged, and sent upstream as `x-request-id`. */
  readonly id: string;
  readonly clock: Clock;
  /** Where it came from: an IPv4 address, or the /64 network of an IPv6 address. For counting, never for believing. */
  readonly address: string;
  /** Aborts when the client goes away or the deadline passes; its reason is a `GatewayError`. */
  readonly signal: AbortSignal;
  /** Monotonic milliseconds (`clock.monotonicMs`) after which no answer is wanted. */
  readonly deadlineAt: number;
  readonly log: Logger;
  /** Null for anonymous requests. */
  readonly viewer: Viewer | null;
}

/** Milliseconds left until the deadline, never negative. */
export function remainingMs(scope: Pick<RequestScope, 'clock' | 'deadlineAt'>): number {
  return Math.max(0, scope.deadlineAt - scope.clock.monotonicMs());
}
