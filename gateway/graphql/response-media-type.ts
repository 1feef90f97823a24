import Negotiator from 'negotiator';
import type { ErrorCode } from '../errors.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';

/** The media type in which a client wants its answer; undefined when it takes neither of ours. */
export function chooseMediaType(accept: string | undefined): string | undefined {
  return new Negotiator({ headers: { accept: accept || '*/*' } }).mediaType([JSON_TYPE, RESPONSE_TYPE]);
}

/** Requests that were well-formed, but for the operation in them. */
const OPERATION_CODES: ReadonlySet<unknown> = new Set<ErrorCode>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * The status of a refusal. Where a client takes plain JSON, GraphQL over HTTP says 200 for a request that was
 * well-formed: a proxy's 400 could not be told from ours.
 */
export function statusOfRefusal(
  status: number,
  codes: readonly unknown[],
  mediaType: string | undefined,
): number {
  const isPlain = mediaType === undefined || mediaType === JSON_TYPE;
  return status === 400 && isPlain && codes.every((code) => OPERATION_CODES.has(code)) ? 200 : status;
}
