import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Calls } from './calls.ts';
import { essenceOf, isJsonType } from './choose-media-type.ts';
import { answerControl, controlPathOf } from './control-paths.ts';
import type { Faults } from './faults.ts';
import { type IncomingRequest, readIncomingRequest, toRequest } from './incoming-request.ts';
import type { MockClock } from './mock-clock.ts';
import type { MockService } from './mock-service.ts';
import { type OpenConnections, trackConnections } from './open-connections.ts';
import { presentProblem } from './present-problem.ts';
import { readLimitedBody } from './read-limited-body.ts';
import { sendResponse } from './send-response.ts';

/** What one service is served from. */
export interface ServedParts {
  /** Asked for each request, so that a contract can be replaced while it is served. */
  readonly service: () => MockService;
  readonly calls: Calls;
  readonly faults: Faults;
  readonly clock: MockClock;
  readonly log: Logger;
}

export interface Address {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** A service that listens. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/** Longer bodies are refused with 413. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** Longer bodies are left out of `/__calls`. */
const MAX_REMEMBERED_BYTES = 64 * 1024;

/** Serves one mocked service over HTTP, its control paths included. */
export async function serve(parts: ServedParts, { host, port }: Address): Promise<Serving> {
  const server = createServer();
  const connections = trackConnections(server);
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    exchange({ ...parts, connections, incoming, outgoing }).catch((error: unknown) => {
      if (outgoing.destroyed) return;
      parts.log.error(error, 'a request could not be answered');
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500).end();
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://${reachableHost(host)}:${portOf(address)}${parts.service().prefix}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

interface Exchange extends ServedParts {
  readonly connections: OpenConnections;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

async function exchange(parts: Exchange): Promise<void> {
  const { incoming, outgoing, connections, service } = parts;
  const request = readIncomingRequest(incoming);
  if (request === undefined) {
    const detail = 'The target of the request is no path.';
    return await sendResponse(outgoing, presentProblem({ status: 400, detail }));
  }
  const control = controlPathOf(request.url.pathname, service().prefix);
  connections.mark(incoming.socket, control === undefined ? 'service' : 'control');
  if (control === undefined) await serveOperation(parts, request);
  else await serveControl(parts, request.method, control);
}

async function serveControl(
  { incoming, outgoing, connections, ...parts }: Exchange,
  method: string,
  path: string,
): Promise<void> {
  const body = await readLimitedBody(incoming, MAX_REMEMBERED_BYTES);
  if (body === undefined) return await sendResponse(outgoing, tooLarge(MAX_REMEMBERED_BYTES));
  const { operations } = parts.service().contract;
  const response = answerControl(path, { method, body: body.toString('utf8') }, { ...parts, operations });
  if (parts.faults.isDown()) connections.closeServiceOnes();
  await sendResponse(outgoing, response);
}

async function serveOperation(
  { incoming, outgoing, ...parts }: Exchange,
  received: IncomingRequest,
): Promise<void> {
  const { method, url, target, headers } = received;
  const service = parts.service();
  const match = service.find(method, url.pathname);
  const operation = match.kind === 'operation' ? match.operation : undefined;
  const call = parts.calls.begin({ operation: operation?.coordinate ?? null, method, path: target, headers });
  const fault = parts.faults.take(operation);
  if (fault?.down === true) return void incoming.socket.destroy();

  const signal = abortSignalOf(outgoing);
  const body = await readLimitedBody(incoming, MAX_BODY_BYTES);
  call.received(rememberedBody(headers, body));
  if (fault?.latencyMs !== undefined) await parts.clock.wait(fault.latencyMs, signal);
  if (fault?.reset === true) return void incoming.socket.resetAndDestroy();

  const response = body === undefined ? tooLarge(MAX_BODY_BYTES) : await answer(body);
  call.answered(response.status);
  await sendResponse(outgoing, response);

  async function answer(bytes: Buffer<ArrayBuffer>): Promise<Response> {
    if (method === 'TRACE') return presentProblem({ status: 501, detail: 'TRACE is not mocked.' });
    try {
      const request = toRequest(received, bytes, signal);
      if (fault?.status !== undefined) return service.respondWith(match, request, fault.status);
      return await service.respond(match, request);
    } catch (error) {
      parts.log.error(error, 'a request could not be answered');
      const detail = 'The mock failed; its log says why.';
      return presentProblem({ status: 500, detail, instance: url.pathname });
    }
  }
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

function tooLarge(maxBytes: number): Response {
  const detail = `A body may have ${maxBytes} bytes here.`;
  return presentProblem({ status: 413, detail });
}

/** What to dial for an address that stands for all of them. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
