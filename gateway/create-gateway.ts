import { type Clock, type Randomness, systemClock, systemRandomness } from './clock.ts';
import type { JsonObject } from './contract/index.ts';
import { checkParts } from './create-gateway/check-parts.ts';
import { createGraphqlService, findPages } from './create-gateway/create-graphql-service.ts';
import { createIdentity, type Users } from './create-gateway/create-identity.ts';
import { observeOperations } from './create-gateway/observe-operations.ts';
import { presentDiagnostics, type Reload } from './create-gateway/present-diagnostics.ts';
import { sampleAnswers } from './create-gateway/sample-answers.ts';
import { type Addresses, serveHttp } from './create-gateway/serve-http.ts';
import type { Resolvers } from './execution/resolvers.ts';
import { createRateGate } from './gates/rate-gate.ts';
import { createRequestGates } from './gates/request-gates.ts';
import { createLifecycle } from './lifecycle.ts';
import { createMetrics } from './observability/create-metrics.ts';
import type { Logger } from './observability/logger.ts';
import type { GatewayOptions } from './options.ts';
import { createPageRoutes, type StaticPage } from './pages/create-page-routes.ts';
import type { ClientSchemas } from './read-schemas.ts';
import { createRedis } from './redis/create-redis.ts';
import { createUpstream } from './upstream/create-upstream.ts';
import type { ServiceOptions } from './upstream/service-settings.ts';

/** What one client's gateway is made of. */
export interface GatewayParts {
  readonly schemas: ClientSchemas;
  readonly options: GatewayOptions;
  /** By service; every contract needs one. */
  readonly services: Readonly<Record<string, ServiceOptions>>;
  readonly users: Users;
  readonly log: Logger;
  /** `redis://` or `rediss://`. @default undefined // what processes must agree on, this one keeps for itself */
  readonly redisUrl?: string | undefined;
  /** Wins over what the client's `config.yaml` says that `$config.<name>` is. @default nothing */
  readonly config?: JsonObject;
  /** What answers the fields marked `@resolver`. @default nothing */
  readonly resolvers?: Resolvers;
  /** @default none */
  readonly pages?: readonly StaticPage[];
  /** Shown to operators; `gatehouse` is the version of this build. @default unknown */
  readonly versions?: Readonly<Record<string, string>>;
  /** @default the system's */
  readonly clock?: Clock;
  /** @default the system's */
  readonly randomness?: Randomness;
}

export interface Gateway {
  /** Listens. @throws ListenError when a port cannot be had; then nothing is left open */
  start(): Promise<Addresses>;
  /** Finishes the requests in flight, then closes everything. Never rejects; what would not close is logged. */
  stop(): Promise<void>;
  /** Serves other schemas from now on, or goes on with the former ones when these cannot be served. */
  reload(schemas: ClientSchemas): Reload;
}

/** Checks everything and connects it; opens nothing. @throws OptionsError, BindingError */
export function createGateway(given: GatewayParts): Gateway {
  const parts = {
    config: {},
    resolvers: {},
    pages: [],
    versions: {},
    clock: systemClock,
    randomness: systemRandomness,
    ...given,
  };
  const { schemas, clock, log, versions } = parts;
  const { settings, services } = checkParts(parts.options, parts.services, schemas.contracts);
  const metrics = createMetrics({ client: schemas.client, version: versions['gatehouse'] ?? 'unknown' });
  const lifecycle = createLifecycle(clock, (phase) => metrics.phaseChanged(phase));
  const observer = observeOperations(metrics);
  const contractsNow = () => graphql.current().schemas.contracts;
  const sampleChecks = sampleAnswers(settings, parts.randomness, contractsNow);
  const redis = parts.redisUrl === undefined ? undefined : createRedis({ ...parts, url: parts.redisUrl });
  const prefix = `gatehouse:${schemas.client}:`;
  const identity = createIdentity(parts.users, { ...parts, settings, services, redis, prefix });
  const { proof, tokens, people } = identity;
  const upstream = createUpstream({ services, tokens, clock, metrics, sampleChecks });
  const rateGate = createRateGate({
    rates: settings.rates,
    redis,
    prefix,
    clock,
    metrics,
  });
  const graphql = createGraphqlService({
    ...parts,
    proof,
    settings,
    services,
    metrics,
    observer,
    rateGate,
    upstream,
  });
  const isDraining = () => lifecycle.state.phase === 'stopped'; // until then, see drain.ts
  const gates = createRequestGates({
    ...parts,
    ...settings,
    authenticate: identity.authenticate,
    rateGate,
    isDraining,
  });
  const diagnostics = () =>
    presentDiagnostics({ settings, services, ...graphql.current(), versions, state: lifecycle.state });

  async function open(): Promise<Addresses> {
    lifecycle.onStop('upstream', () => upstream.stop());
    lifecycle.onStop('Redis', () => redis?.stop());
    lifecycle.onStop('identity', () => identity.stop());
    await redis?.start();
    await identity.start();
    await graphql.start();
    lifecycle.onStop('graphql', () => graphql.stop());
    const pages = [...createPageRoutes(parts.pages), ...(await findPages(settings))];
    const routes = [graphql.route, ...identity.routes, ...pages];
    const addresses = await serveHttp({
      ...parts,
      ...observer,
      settings,
      metrics,
      lifecycle,
      gates,
      routes,
      diagnostics,
      people,
    });
    lifecycle.markServing();
    return addresses;
  }
  async function stop(): Promise<void> {
    for (const failure of await lifecycle.stop()) log.error({ err: failure }, 'not closed properly');
  }
  const start = () =>
    open().catch(async (error: unknown) => {
      await stop();
      throw error;
    });
  return { start, stop, reload: (next) => graphql.reload(next) };
}
