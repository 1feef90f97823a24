import type { ApolloServer, BaseContext, HTTPGraphQLRequest, HTTPGraphQLResponse } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { OperationGates } from '../gates/operation-gates.ts';
import type { ResolvedOperation } from '../gates/resolve-document.ts';
import type { RequestScope } from '../request-scope.ts';
import type { GraphqlContext } from './graphql-context.ts';
import { readSearch } from './read-search.ts';
import { chooseMediaType } from './response-media-type.ts';

/** Through the gates to Apollo. */
export interface GatedRoad {
  readonly apollo: ApolloServer<GraphqlContext>;
  readonly operationGates: OperationGates;
}

/** Straight to a server that brings a schema of its own, and parses and validates by itself. */
export interface OwnSchemaRoad {
  readonly apollo: ApolloServer;
  readonly operationGates: undefined;
  createContext(scope: RequestScope): Promise<BaseContext>;
}

export type OperationRoad = GatedRoad | OwnSchemaRoad;

export async function answerOperation(
  request: HTTPGraphQLRequest,
  scope: RequestScope,
  road: OperationRoad,
): Promise<HTTPGraphQLResponse> {
  if (road.operationGates !== undefined) return answerGated(request, scope, road);
  const context = () => road.createContext(scope);
  return road.apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest: request, context });
}

/** Apollo gets what passed the gates, not what was sent: so there is nothing that only one of them understands. */
async function answerGated(
  request: HTTPGraphQLRequest,
  scope: RequestScope,
  { apollo, operationGates }: GatedRoad,
): Promise<HTTPGraphQLResponse> {
  if (chooseMediaType(request.headers.get('accept')) === undefined) throw notAcceptable();
  const sent = request.method === 'POST' ? request.body : readSearch(request.search);
  const resolved = operationGates.resolveDocument(sent);
  await operationGates.chargeReading(resolved.text, scope);
  const prepared = operationGates.prepare(resolved.text);
  const admitted = operationGates.admit(prepared, resolved, scope.viewer);
  await operationGates.charge(admitted, scope);

  const release = operationGates.held.hold(prepared);
  const context = async () => ({ scope, viewer: scope.viewer });
  try {
    return await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: rewrite(request, resolved),
      context,
    });
  } finally {
    release();
  }
}

/** Apollo says the same, but only after it has executed the operation. */
function notAcceptable(): GraphQLError {
  return new GraphQLError('Answers are application/json or application/graphql-response+json.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 406 } },
  });
}

function rewrite(request: HTTPGraphQLRequest, resolved: ResolvedOperation): HTTPGraphQLRequest {
  const { text: query, operationName, variables, extensions } = resolved;
  const named = operationName === undefined ? {} : { operationName };
  if (request.method === 'POST') return { ...request, body: { query, variables, extensions, ...named } };
  const json = { variables: JSON.stringify(variables), extensions: JSON.stringify(extensions) };
  return { ...request, search: `?${new URLSearchParams({ query, ...json, ...named }).toString()}` };
}
