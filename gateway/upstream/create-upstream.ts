import { Pool } from 'undici';
import type { Clock } from '../clock.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { RequestScope } from '../request-scope.ts';
import { allowedTarget, type Target } from './allowed-target.ts';
import { authorizationFor } from './authorization-for.ts';
import { startCallLimits } from './call-limits.ts';
import { checkAnswer } from './check-answer.ts';
import { exchange } from './exchange.ts';
import { outboundHeaders } from './outbound-headers.ts';
import { recordCall } from './record-call.ts';
import type { ServiceSettings } from './service-settings.ts';
import type { TokenSource } from './token-source.ts';
import type { Upstream, UpstreamAnswer, UpstreamRequest } from './upstream.ts';

export interface UpstreamParts {
  /** By the contract's name. A service that is not here cannot be called. */
  readonly services: ReadonlyMap<string, ServiceSettings>;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'upstreamCallEnded'>;
  /** Asked for each successful answer whether to hold it against its contract; `() => true` in development. */
  readonly sampleChecks: (operation: string) => boolean;
}

/** The road to the services. Opens no connection before the first call. */
export function createUpstream(parts: UpstreamParts): Upstream {
  const pools = new Map(
    [...parts.services].map(([service, settings]) => [service, createPool(settings)] as const),
  );

  /** One call, in order. What is decided once per call stands here; what each try over the network needs, in `attempt`. */
  async function call(request: UpstreamRequest, scope: RequestScope): Promise<UpstreamAnswer> {
    const target = allowedTarget(parts.services, request);
    const authorization = await authorizationFor(parts.tokens, request, scope);
    // Same-viewer single flight, cache, retries, bulkhead and breaker go here, in this order, around the attempt.
    return attempt(request, scope, target, authorization);
  }

  async function attempt(
    request: UpstreamRequest,
    scope: RequestScope,
    target: Target,
    authorization: string | null,
  ): Promise<UpstreamAnswer> {
    const { settings, path } = target;
    const limits = startCallLimits(parts.clock, scope, request.service, settings);
    try {
      const headers = outboundHeaders(request, scope, authorization);
      const pool = poolOf(pools, request.service);
      const { maxAnswerBytes } = settings;
      const answer = await exchange({ pool, request, path, headers, maxAnswerBytes, limits });
      if (parts.sampleChecks(request.operation)) checkAnswer(request, answer);
      return answer;
    } finally {
      limits.release();
    }
  }

  return {
    send: (request, scope) => recordCall(parts, request, scope, () => call(request, scope)),
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** A pool for each service, not for each origin: services behind one address must not take each other's connections. */
function createPool(settings: ServiceSettings): Pool {
  return new Pool(new URL(settings.url).origin, {
    connections: settings.connections,
    connect: { timeout: settings.connectTimeoutMs },
    // One call a connection: an answer of a service that breaks HTTP can never reach the call behind it.
    pipelining: 1,
    // HTTP/2 would put all calls on one connection, whose loss fails them together; its gain is small next door.
    allowH2: false,
  });
}

function poolOf(pools: ReadonlyMap<string, Pool>, service: string): Pool {
  const pool = pools.get(service);
  if (pool === undefined) throw new Error(`no pool for ${service}`);
  return pool;
}
