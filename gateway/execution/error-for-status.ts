import type { BoundCall } from '../binding/index.ts';
import type { Clock } from '../clock.ts';
import type { JsonObject } from '../contract/index.ts';
import { type ErrorCode, GatewayError, type PublicDetail } from '../errors.ts';
import type { Viewer } from '../request-scope.ts';
import { argumentPointer } from './argument-pointer.ts';
import { type Answer, isJsonArray, isJsonObject } from './row.ts';

export interface StatusContext {
  readonly call: BoundCall;
  readonly viewer: Viewer | null;
  readonly clock: Clock;
  /** The field's arguments. */
  readonly args?: JsonObject;
}

/** What an answer without success means. Neither its text nor its status is repeated to the client. */
export function errorForStatus(answer: Answer, context: StatusContext): GatewayError {
  const code = codeFor(answer.status, context.viewer);
  const cause = new Error(`${context.call.operation.coordinate} answered ${answer.status}`);
  return new GatewayError(code, { service: answer.service, ...detailFor(code, answer, context) }, cause);
}

const CODES: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [400, 'BAD_USER_INPUT'],
  [403, 'FORBIDDEN'],
  [404, 'UPSTREAM_NOT_FOUND'],
  [409, 'UPSTREAM_CONFLICT'],
  [412, 'UPSTREAM_CONFLICT'],
  [422, 'BAD_USER_INPUT'],
  [429, 'UPSTREAM_BUSY'],
  [503, 'UPSTREAM_UNAVAILABLE'],
  [504, 'UPSTREAM_TIMED_OUT'],
]);

function codeFor(status: number, viewer: Viewer | null): ErrorCode {
  // Someone who is signed in cannot repair a token that we sent.
  if (status === 401) return viewer === null ? 'UNAUTHENTICATED' : 'UPSTREAM_REJECTED';
  return CODES.get(status) ?? (status >= 500 ? 'UPSTREAM_FAILED' : 'UPSTREAM_REJECTED');
}

function detailFor(code: ErrorCode, answer: Answer, context: StatusContext): PublicDetail {
  if (code === 'BAD_USER_INPUT') {
    const fields = refusedArguments(answer, context);
    return fields.length === 0 ? {} : { fields };
  }
  if (code === 'UPSTREAM_BUSY') {
    const retryAfterSeconds = retryAfter(answer.headers['retry-after'], context.clock);
    return retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  }
  return {};
}

/** The `errors[].pointer` of a problem document, as far as they name arguments of the field. */
function refusedArguments({ body }: Answer, { call, args }: StatusContext): { readonly pointer: string }[] {
  const errors = isJsonObject(body) ? body['errors'] : undefined;
  if (!isJsonArray(errors)) return [];
  const pointers = errors.slice(0, MAX_FIELDS).flatMap((error) => {
    const pointer = isJsonObject(error) ? error['pointer'] : undefined;
    const argument = typeof pointer === 'string' ? argumentPointer(call, pointer, args) : undefined;
    return argument === undefined ? [] : [argument];
  });
  return [...new Set(pointers)].map((pointer) => ({ pointer }));
}

/** More complaints than a form shows; the list is the service's, so it has a bound. */
const MAX_FIELDS = 50;
const MAX_RETRY_SECONDS = 86_400;

/** RFC 9110, 10.2.3: seconds, or a date. */
function retryAfter(value: string | undefined, clock: Clock): number | undefined {
  const seconds = value === undefined ? Number.NaN : secondsUntil(value, clock);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, seconds), MAX_RETRY_SECONDS);
}

function secondsUntil(value: string, clock: Clock): number {
  if (/^\d+$/.test(value)) return Number(value);
  // `Date.parse` takes "-5" for a year; dates of HTTP end in GMT.
  return value.endsWith('GMT') ? Math.ceil((Date.parse(value) - clock.now()) / 1_000) : Number.NaN;
}
