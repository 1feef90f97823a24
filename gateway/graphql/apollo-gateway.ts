import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Executor } from '../execution/executor.ts';
import { operationNotFound } from '../gates/select-operation.ts';
import type { GraphqlContext } from './graphql-context.ts';

type Gateway = ApolloServerOptionsWithGateway<GraphqlContext>['gateway'];
type OnSchema = Parameters<Gateway['onSchemaLoadOrUpdate']>[0];

export interface Served {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
}

/** Apollo's port for executors that are not graphql-js, and the way to replace schema and executor while it runs. */
export interface ApolloGateway {
  readonly gateway: Gateway;
  replace(next: Served): void;
}

export function createApolloGateway(first: Served): ApolloGateway {
  let served = first;
  const listeners = new Set<OnSchema>();
  const announce = (listener: OnSchema) => listener({ apiSchema: served.schema, coreSupergraphSdl: '' });

  const gateway: Gateway = {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load() {
      listeners.forEach(announce);
      return { executor: (request) => execute(request, served.executor) };
    },
    async stop() {
      listeners.clear();
    },
  };
  return {
    gateway,
    replace(next) {
      served = next;
      listeners.forEach(announce);
    },
  };
}

type GatewayRequest = Parameters<NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>>[0];
type GatewayAnswer = Awaited<ReturnType<Executor['execute']>>;

async function execute(request: GatewayRequest, executor: Executor): Promise<GatewayAnswer> {
  const { document, operation, request: sent, context } = request;
  const { operationName, variables = {} } = sent;
  // Apollo's types promise an operation, but it also calls for names that no operation has.
  if ((operation as typeof operation | undefined) === undefined) return operationMissing(operationName);
  if (!isGraphqlContext(context)) throw new Error('Apollo was given another context than ours');
  return executor.execute({
    document,
    operation,
    operationName,
    variables,
    scope: context.scope,
    contextValue: context,
    idempotencyKey: sent.http?.headers.get('idempotency-key') ?? undefined,
  });
}

function isGraphqlContext(context: object): context is GraphqlContext {
  return 'scope' in context;
}

function operationMissing(name: string | undefined): GatewayAnswer {
  return { errors: operationNotFound(name).errors };
}
