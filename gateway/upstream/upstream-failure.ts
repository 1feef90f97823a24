import { type ErrorCode, GatewayError } from '../errors.ts';

/** Codes of undici and Node. Every other code means that there was no connection, or that it broke. */
const CODES: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['UND_ERR_CONNECT_TIMEOUT', 'UPSTREAM_TIMED_OUT'],
  ['UND_ERR_HEADERS_TIMEOUT', 'UPSTREAM_TIMED_OUT'],
  ['UND_ERR_BODY_TIMEOUT', 'UPSTREAM_TIMED_OUT'],
  ['ETIMEDOUT', 'UPSTREAM_TIMED_OUT'],
  ['UND_ERR_HEADERS_OVERFLOW', 'UPSTREAM_ANSWER_TOO_LARGE'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UPSTREAM_ANSWER_TOO_LARGE'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UPSTREAM_FAILED'],
  ['UND_ERR_INVALID_ARG', 'INTERNAL_SERVER_ERROR'],
  ['UND_ERR_NOT_SUPPORTED', 'INTERNAL_SERVER_ERROR'],
]);

/** What went wrong on the wire, as a `GatewayError` that names the service; the original is its cause. */
export function upstreamFailure(error: unknown, service: string): GatewayError {
  if (error instanceof GatewayError) return error;
  // The parser's errors hold what was received, which must not reach a log: they are replaced, not wrapped.
  if (isParserError(error))
    return new GatewayError('UPSTREAM_FAILED', { service }, new Error('the answer is not HTTP'));
  const code = codeOf(error);
  const meaning = code === undefined ? 'INTERNAL_SERVER_ERROR' : (CODES.get(code) ?? 'UPSTREAM_UNAVAILABLE');
  return new GatewayError(meaning, { service }, error);
}

/** Why a signal was aborted, naming the service that is not waited for any longer. */
export function abortReason(signal: AbortSignal, service: string): GatewayError {
  const reason: unknown = signal.reason;
  if (!(reason instanceof GatewayError)) return new GatewayError('REQUEST_ABORTED', { service }, reason);
  return reason.detail.service === undefined ? new GatewayError(reason.code, { service }, reason) : reason;
}

/** `ECONNREFUSED`: says to operators what happened, and holds no address. Not `instanceof`: realms differ in tests. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function isParserError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'HTTPParserError';
}
