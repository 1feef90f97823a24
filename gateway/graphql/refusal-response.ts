import { HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { GatewayError } from '../errors.ts';
import type { Exchange } from '../gates/route.ts';
import { logError } from './log-error.ts';
import { presentRefusal } from './present-error.ts';
import { chooseMediaType, statusOfRefusal } from './response-media-type.ts';

/** A refusal in the shape of a GraphQL answer, with the status its code has. */
export function refusalResponse(
  error: unknown,
  { request, scope }: Exchange,
  production: boolean,
): HTTPGraphQLResponse {
  logError(error, scope.log);
  const mediaType = chooseMediaType(request.headers.accept);
  const errors = presentRefusal(error, { production, requestId: scope.id });
  const codes = errors.map(({ extensions }) => extensions?.['code']);
  return {
    status: statusOfRefusal(statusOf(error), codes, mediaType),
    headers: new HeaderMap([
      ['content-type', mediaType ?? 'application/json; charset=utf-8'],
      ...retryAfter(error),
    ]),
    body: { kind: 'complete', string: JSON.stringify({ errors }) },
  };
}

function retryAfter(error: unknown): [string, string][] {
  const seconds = error instanceof GatewayError ? error.detail.retryAfterSeconds : undefined;
  return seconds === undefined ? [] : [['retry-after', String(seconds)]];
}

/** `extensions.http` is Apollo's convention, for statuses that no code has. */
function statusOf(error: unknown): number {
  if (error instanceof GatewayError) return error.status;
  const http: unknown = error instanceof GraphQLError ? error.extensions['http'] : undefined;
  return typeof http === 'object' && http !== null && 'status' in http ? Number(http.status) : 500;
}
