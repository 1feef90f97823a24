import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { endResponse } from '../gates/unread-body.ts';
import type { Logger } from '../observability/logger.ts';

/** The two languages that clients read refusals in. */
export type ErrorFormat = 'graphql' | 'problem';

export interface ErrorResponseParts {
  readonly clock: Clock;
  readonly log: Logger;
}

/** The catalogue's error for anything thrown; whatever is not ours to tell becomes INTERNAL_SERVER_ERROR. */
export function toGatewayError(thrown: unknown): GatewayError {
  return thrown instanceof GatewayError ? thrown : new GatewayError('INTERNAL_SERVER_ERROR', {}, thrown);
}

/** Answers a request with an error. What the error was caused by goes into the log alone. */
export function sendError(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  thrown: unknown,
  format: ErrorFormat,
  { clock, log }: ErrorResponseParts,
): void {
  const error = toGatewayError(thrown);
  const requestId = String(response.getHeader('x-request-id') ?? '');
  if (error.code === 'INTERNAL_SERVER_ERROR') log.error({ requestId, err: error }, 'request failed');
  if (response.headersSent || error.code === 'REQUEST_ABORTED') {
    response.destroy(); // half an answer must not look like a whole one, and nobody reads the other
    return;
  }
  response.statusCode = error.status;
  response.setHeader('content-type', contentTypeOf(format, request));
  if (error.detail.retryAfterSeconds !== undefined)
    response.setHeader('retry-after', error.detail.retryAfterSeconds);
  const body = JSON.stringify(
    format === 'graphql' ? presentGraphql(error, requestId) : presentProblem(error, requestId),
  );
  endResponse(request, response, { body, clock });
}

/** RFC 9457. */
function presentProblem(error: GatewayError, requestId: string): object {
  const { status, message, extensions } = error;
  return { type: `urn:gatehouse:error:${error.code}`, title: message, status, requestId, ...extensions };
}

function presentGraphql({ message, extensions }: GatewayError, requestId: string): object {
  return { errors: [{ message, extensions: { ...extensions, requestId } }] };
}

/** GraphQL over HTTP: the media type of its own where the client knows it. */
function contentTypeOf(format: ErrorFormat, { headers }: IncomingMessage): string {
  if (format === 'problem') return 'application/problem+json; charset=utf-8';
  const knows = headers.accept?.includes('application/graphql-response+json') ?? false;
  return `application/${knows ? 'graphql-response+json' : 'json'}; charset=utf-8`;
}
