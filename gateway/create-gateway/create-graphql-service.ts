import type { Clock } from '../clock.ts';
import { createOperationGates } from '../gates/operation-gates.ts';
import type { RateGate } from '../gates/rate-gate.ts';
import type { Proof, Route } from '../gates/route.ts';
import { createApolloServer } from '../graphql/create-apollo-server.ts';
import { createGraphiqlRoutes } from '../graphql/graphiql.ts';
import { createGraphqlRoute } from '../graphql/graphql-route.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { GatewaySettings } from '../options.ts';
import type { ClientSchemas } from '../read-schemas.ts';
import type { ServiceSettings } from '../upstream/service-settings.ts';
import { type BindParts, type BoundClient, bindClient } from './bind-client.ts';
import { requireServices } from './check-parts.ts';
import type { OperationObserver } from './observe-operations.ts';
import type { Reload } from './present-diagnostics.ts';

export interface GraphqlParts extends BindParts {
  readonly settings: GatewaySettings;
  readonly services: ReadonlyMap<string, ServiceSettings>;
  readonly schemas: ClientSchemas;
  readonly proof: Proof;
  readonly observer: OperationObserver;
  readonly rateGate: RateGate;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly clock: Clock;
}

/** One client's schemas being answered from; they can be replaced while requests go on. */
export interface GraphqlService {
  readonly route: Route;
  /** What is served now, and how it came to be. */
  current(): {
    readonly schemas: ClientSchemas;
    readonly client: BoundClient;
    readonly reload: Reload | undefined;
  };
  start(): Promise<void>;
  stop(): Promise<void>;
  reload(next: ClientSchemas): Reload;
}

export const GRAPHQL_PATH = '/graphql';
const GRAPHIQL_PATH = '/graphiql';

/** @throws BindingError, or Error that names the trusted documents which cannot be served */
export function createGraphqlService(parts: GraphqlParts): GraphqlService {
  const { settings, observer, metrics, log, clock, proof } = parts;
  const { production } = settings;
  const client = bindClient(parts.schemas, parts);
  const gates = createOperationGates({
    ...client,
    trustedOnly: settings.trustedDocuments === 'only',
    limits: settings.documentLimits,
    production,
    rateGate: parts.rateGate,
  });
  const executor = observer.watchExecutor(client.executor);
  const server = createApolloServer({
    bound: client.bound,
    executor,
    operationGates: gates,
    log,
    production,
  });
  let current: ReturnType<GraphqlService['current']> = { schemas: parts.schemas, client, reload: undefined };
  metrics.knowOperations(client.names);

  /** Without a pause in between: a request meets the gates and the executor of one schema. */
  function swap(schemas: ClientSchemas): void {
    requireServices(schemas.contracts, parts.services);
    const next = bindClient(schemas, parts);
    gates.rebind(next);
    server.reload({ bound: next.bound, executor: observer.watchExecutor(next.executor) });
    metrics.knowOperations(next.names);
    current = { schemas, client: next, reload: { at: clock.now(), refusedBecause: undefined } };
  }

  return {
    route: createGraphqlRoute({
      path: GRAPHQL_PATH,
      proof,
      production,
      apollo: server.apollo,
      operationGates: observer.watchGates(gates),
      maxBodyBytes: settings.maxBodyBytes,
    }),
    current: () => current,
    start: () => server.start(),
    stop: () => server.stop(),
    reload(schemas) {
      try {
        swap(schemas);
        metrics.schemaReloaded('swapped');
        log.info({ documents: schemas.documents.size }, 'schemas reloaded');
      } catch (error) {
        const refusedBecause = Error.isError(error) ? error.message : String(error);
        current = { ...current, reload: { at: clock.now(), refusedBecause } };
        metrics.schemaReloaded('refused');
        log.error(
          { refusedBecause: refusedBecause.split('\n') },
          'schemas not reloaded; the former ones are served',
        );
      }
      return current.reload ?? { at: clock.now(), refusedBecause: undefined };
    },
  };
}

/** GraphiQL without any network, where it is installed; never in production. */
export async function findPages({ production }: GatewaySettings): Promise<readonly Route[]> {
  if (production) return [];
  return (await createGraphiqlRoutes({ path: GRAPHIQL_PATH, endpoint: GRAPHQL_PATH })) ?? [];
}
