import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { breakContract } from './break-contract.ts';
import { type FileAnswer, headOf, isFileAnswer } from './bytes/file-answer.ts';
import type { FileStore } from './bytes/file-store.ts';
import { readBytesTurn } from './bytes/read-bytes-turn.ts';
import type { Calls } from './calls.ts';
import { essenceOf, isJsonType } from './choose-media-type.ts';
import { KeysUnavailable, type ReadBearer } from './credentials/read-bearer.ts';
import { settleCredential } from './credentials/settle-credential.ts';
import type { Faults, MetFault } from './faults.ts';
import { type IncomingRequest, toRequest } from './incoming-request.ts';
import type { MockClock } from './mock-clock.ts';
import type { MockService } from './mock-service.ts';
import type { PathMatch } from './operation-paths.ts';
import { presentProblem } from './present-problem.ts';
import type { Random } from './random.ts';
import { readLimitedBody } from './read-limited-body.ts';
import { sendAnswer, sendFaultyAnswer } from './send-answer.ts';
import { BODILESS } from './success-status.ts';

/** What requests of one service are answered from. */
export interface OperationParts {
  readonly service: MockService;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly files: FileStore;
  /** Looks into bearer tokens. @default they are left as they are */
  readonly readBearer?: ReadBearer;
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
  const settled = await settle(parts, received);
  if (settled instanceof Response) {
    call.answered(settled.status);
    return await sendAnswer(outgoing, settled);
  }
  const asked = { match, received: settled, signal };
  const turn = await readTurn(parts, asked, incoming);
  call.received(turn.remembered);
  if (met !== undefined && met.waitMs > 0) await parts.clock.wait(met.waitMs, signal);
  if (fault?.reset === true) return void incoming.socket.resetAndDestroy();

  const answer = await answerTurn(parts, asked, { turn, met });
  call.answered(answer.status ?? OK);
  if (fault?.truncated === true || fault?.slowBodyMs !== undefined)
    await sendFaultyAnswer(outgoing, answer, fault, { clock: parts.clock, signal });
  else await sendAnswer(outgoing, answer);
}

const OK = 200;

/** With a credential that the mock understands, or the answer of a service that cannot tell whether it is good. */
async function settle(
  { service, readBearer, log }: OperationParts,
  received: IncomingRequest,
): Promise<IncomingRequest | Response> {
  if (readBearer === undefined) return received;
  try {
    return await settleCredential(received, service.contract.service, readBearer);
  } catch (error) {
    if (!(error instanceof KeysUnavailable)) throw error;
    log.warn(error, error.message);
    return presentProblem({ status: 503, detail: error.message, instance: received.url.pathname });
  }
}

/** A request that has been read to its end. */
interface Turn {
  /** As `/__calls` shows its body. */
  readonly remembered: unknown;
  answer(): Promise<Response | FileAnswer>;
}

interface Asked {
  readonly match: PathMatch;
  readonly received: IncomingRequest;
  readonly signal: AbortSignal;
}

async function readTurn(
  { service, files }: OperationParts,
  { match, received, signal }: Asked,
  incoming: IncomingMessage,
): Promise<Turn> {
  const head = toRequest(received, Buffer.alloc(0), signal);
  const exchange = service.openBytes(match, head);
  if (exchange !== undefined) return await readBytesTurn(exchange, { match, received, incoming, files });
  const body = await readLimitedBody(incoming, MAX_BODY_BYTES);
  return {
    remembered: rememberedBody(received.headers, body),
    answer: async () =>
      body === undefined
        ? presentTooLarge(MAX_BODY_BYTES)
        : await service.respond(match, toRequest(received, body, signal)),
  };
}

async function answerTurn(
  { service, log }: OperationParts,
  { match, received, signal }: Asked,
  { turn, met }: { readonly turn: Turn; readonly met: MetFault | undefined },
): Promise<Response | FileAnswer> {
  const { method, url } = received;
  const instance = url.pathname;
  if (method === 'TRACE') return presentProblem({ status: 501, detail: 'TRACE is not mocked.', instance });
  try {
    const status = met?.fault.status;
    if (status !== undefined)
      return service.respondWith(match, toRequest(received, Buffer.alloc(0), signal), status);
    const right = await turn.answer();
    return met === undefined ? right : await spoil(right, match, met, service);
  } catch (error) {
    log.error(error, 'a request could not be answered');
    return presentProblem({ status: 500, detail: 'The mock failed; its log says why.', instance });
  }
}

async function spoil(
  right: Response | FileAnswer,
  match: PathMatch,
  { fault, random }: MetFault,
  { validators }: MockService,
): Promise<Response | FileAnswer> {
  if (fault.garbage === true) return garble(headOf(right), random);
  if (fault.violation !== true || match.kind !== 'operation') return right;
  return await breakContract(isFileAnswer(right) ? headOf(right) : right, match.operation, {
    validators,
    random,
  });
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
