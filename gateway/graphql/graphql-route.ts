import type { HTTPGraphQLResponse } from '@apollo/server';
import type { Exchange, Proof, Route } from '../gates/route.ts';
import { answerOperation, type OperationRoad } from './answer-operation.ts';
import { readGraphqlRequest } from './read-graphql-request.ts';
import { refusalResponse } from './refusal-response.ts';
import { writeResponse } from './write-response.ts';

interface RouteFacts {
  /** `/graphql` */
  readonly path: string;
  readonly proof: Proof;
  /** Bytes of one body. Range 1_000–10_000_000. Passed: PAYLOAD_TOO_LARGE. @default 100_000 */
  readonly maxBodyBytes?: number;
  /** True: refusals name nothing that the client did not send. */
  readonly production: boolean;
}

export type GraphqlRouteSettings = RouteFacts & OperationRoad;

/** GraphQL over HTTP: GET and POST of one operation. */
export function createGraphqlRoute(settings: GraphqlRouteSettings): Route {
  const { path, proof, maxBodyBytes = 100_000 } = settings;
  return {
    path,
    methods: ['GET', 'POST'],
    proof,
    maxBodyBytes,
    async handle(exchange) {
      await writeResponse(exchange, await answer(exchange, settings));
    },
  };
}

/** Whatever is thrown on the way is a refusal in GraphQL's own shape. */
async function answer(exchange: Exchange, settings: GraphqlRouteSettings): Promise<HTTPGraphQLResponse> {
  try {
    const request = await readGraphqlRequest(exchange);
    return await answerOperation(request, exchange.scope, settings);
  } catch (error) {
    return refusalResponse(error, exchange, settings.production);
  }
}
