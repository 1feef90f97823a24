import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { breakContract } from './break-contract.ts';
import type { Calls } from './calls.ts';
import { essenceOf, isJsonType } from './choose-media-type.ts';
import type { Faults, MetFault } from './faults.ts';
import { type IncomingRequest, toRequest } from './incoming-request.ts';
import type { MockClock } from './mock-clock.ts';
import type { MockService } from './mock-service.ts';
import type { PathMatch } from './operation-paths.ts';
import { presentProblem } from './present-problem.ts';
import type { Random } from './random.ts';
import { readLimitedBody } from './read-limited-body.ts';
import { sendFaultyResponse } from './send-faulty-response.ts';
import { sendResponse } from './send-response.ts';
import { BODILESS } from './success-status.ts';

/** What requests of one service are answered from. */
export interface OperationParts {
  readonly service: MockService;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly clock: MockClock;
  readonly log: Logger;
}

/** Longer bodies are refused with 413. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** Longer bodies are left out of `/__calls`. */
const MAX_REMEMBERED_BYTES = 64 * 1024;

/** The road of one request: it is remembered, meets its fault, is answered by its service, and the answer is sent. */
export async function serveOperation(
  parts: OperationParts,
  received: IncomingRequest,
  { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse },
): Promise<void> {
  const { method, url, target, headers } = received;
  const match = parts.service.find(method, url.pathname, { query: url.searchParams, headers });
  const operation = match.kind === 'operation' ? match.operation : undefined;
  const call = parts.calls.begin({ operation: operation?.coordinate ?? null, method, path: target, headers });
  const met = parts.faults.take(operation);
  const fault = met?.fault;
  if (fault !== undefined) call.met(fault);
  if (fault?.down === true) return void incoming.socket.destroy();

  const signal = abortSignalOf(outgoing);
  const body = await readLimitedBody(incoming, MAX_BODY_BYTES);
  call.received(rememberedBody(headers, body));
  if (met !== undefined && met.waitMs > 0) await parts.clock.wait(met.waitMs, signal);
  if (fault?.reset === true) return void incoming.socket.resetAndDestroy();

  const response =
    body === undefined
      ? presentTooLarge(MAX_BODY_BYTES)
      : await answer(parts, { match, met, request: toRequest(received, body, signal) });
  call.answered(response.status);
  if (fault?.truncated === true || fault?.slowBodyMs !== undefined)
    await sendFaultyResponse(outgoing, response, fault, { clock: parts.clock, signal });
  else await sendResponse(outgoing, response);
}

interface Question {
  readonly match: PathMatch;
  readonly met: MetFault | undefined;
  readonly request: Request;
}

async function answer(
  { service, log }: OperationParts,
  { match, met, request }: Question,
): Promise<Response> {
  const instance = new URL(request.url).pathname;
  if (request.method === 'TRACE')
    return presentProblem({ status: 501, detail: 'TRACE is not mocked.', instance });
  try {
    const status = met?.fault.status;
    if (status !== undefined) return service.respondWith(match, request, status);
    const right = await service.respond(match, request);
    return met === undefined ? right : await spoil(right, match, met, service);
  } catch (error) {
    log.error(error, 'a request could not be answered');
    return presentProblem({ status: 500, detail: 'The mock failed; its log says why.', instance });
  }
}

async function spoil(
  right: Response,
  match: PathMatch,
  { fault, random }: MetFault,
  { validators }: MockService,
): Promise<Response> {
  if (fault.garbage === true) return garble(right, random);
  if (fault.violation !== true || match.kind !== 'operation') return right;
  return await breakContract(right, match.operation, { validators, random });
}

const GARBAGE_BYTES = 96;
/** Begins no text in UTF-8, so that chance never makes JSON. */
const NO_TEXT = 0xff;

function garble({ status, headers }: Response, random: Random): Response {
  const bytes = random.bytes(GARBAGE_BYTES);
  bytes[0] = NO_TEXT;
  const kept = new Headers(headers);
  kept.delete('content-length');
  return BODILESS.has(status)
    ? new Response(bytes, { status: 200 })
    : new Response(bytes, { status, headers: kept });
}

/** Aborts when the caller goes away before it has its answer. */
function abortSignalOf(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  return controller.signal;
}

function rememberedBody(headers: Headers, body: Buffer | undefined): unknown {
  const mediaType = essenceOf(headers.get('content-type')) ?? 'text/plain';
  if (body === undefined || body.byteLength === 0 || body.byteLength > MAX_REMEMBERED_BYTES) return undefined;
  const text = body.toString('utf8');
  if (!isJsonType(mediaType)) return /^text\/|urlencoded$|xml$/.test(mediaType) ? text : undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The answer to a body that is longer than it may be. */
export function presentTooLarge(maxBytes: number): Response {
  return presentProblem({ status: 413, detail: `A body may have ${maxBytes} bytes here.` });
}
