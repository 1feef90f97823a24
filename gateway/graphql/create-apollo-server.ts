import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { BoundSchema } from '../binding/index.ts';
import type { Executor } from '../execution/executor.ts';
import type { OperationGates } from '../gates/operation-gates.ts';
import type { Logger } from '../observability/logger.ts';
import { createApolloGateway } from './apollo-gateway.ts';
import { createApolloLogger } from './apollo-logger.ts';
import { createDocumentStore } from './document-store.ts';
import { createErrorPresentation } from './error-presentation.ts';
import type { GraphqlContext } from './graphql-context.ts';
import { refuseSubscriptions } from './refuse-subscriptions.ts';
import { statusPlugin } from './status-plugin.ts';

export interface GraphqlServerSettings {
  readonly bound: Pick<BoundSchema, 'schema'>;
  readonly executor: Executor;
  readonly operationGates: Pick<OperationGates, 'held'>;
  readonly log: Logger;
  /** True: introspection is off, and errors give no hints about the schema. */
  readonly production: boolean;
}

export interface GraphqlServer {
  /** For `createGraphqlRoute`. */
  readonly apollo: ApolloServer<GraphqlContext>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Answers from another schema from now on. Rebind the operation gates first, in the same turn. */
  reload(next: { readonly bound: Pick<BoundSchema, 'schema'>; readonly executor: Executor }): void;
}

/**
 * Apollo Server around our executor. It neither parses nor validates: every document reaches it through the gates,
 * and it finds them in its `documentStore`. What it would send to others, keep, or show by default is off.
 */
export function createApolloServer(settings: GraphqlServerSettings): GraphqlServer {
  const { bound, executor, operationGates, log, production } = settings;
  const apolloGateway = createApolloGateway({ schema: bound.schema, executor });
  const { plugin: presentErrors, formatError } = createErrorPresentation({ log, production });
  const apollo = new ApolloServer<GraphqlContext>({
    gateway: apolloGateway.gateway,
    documentStore: createDocumentStore(operationGates.held),
    formatError,
    plugins: [presentErrors, refuseSubscriptions, statusPlugin, ...disabledPlugins()],
    csrfPrevention: { requestHeaders: ['x-csrf', 'apollo-require-preflight', 'x-apollo-operation-name'] },
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    stringifyResult: (result) => JSON.stringify(result),
    logger: createApolloLogger(log),
    nodeEnv: production ? 'production' : 'development',
    apollo: {},
  });
  return {
    apollo,
    start: () => apollo.start(),
    stop: () => apollo.stop(),
    reload: (next) => apolloGateway.replace({ schema: next.bound.schema, executor: next.executor }),
  };
}

function disabledPlugins() {
  return [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
}
