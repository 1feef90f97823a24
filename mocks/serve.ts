import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from './behaviour/world.ts';
import { answerControl, controlPathOf } from './control-paths.ts';
import { readIncomingRequest } from './incoming-request.ts';
import type { MockService } from './mock-service.ts';
import { type OpenConnections, trackConnections } from './open-connections.ts';
import { presentProblem } from './present-problem.ts';
import { readLimitedBody } from './read-limited-body.ts';
import { sendAnswer } from './send-answer.ts';
import { type OperationParts, presentTooLarge, serveOperation } from './serve-operation.ts';

/** What one service is served from. */
export interface ServedParts extends Omit<OperationParts, 'service' | 'files'> {
  /** Asked for each request, so that a contract can be replaced while it is served. */
  readonly service: () => MockService;
  readonly world: World;
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

/** Longer bodies of control paths are refused with 413. */
const MAX_CONTROL_BYTES = 64 * 1024;

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
  const { incoming, outgoing, connections, service, world } = parts;
  const request = readIncomingRequest(incoming);
  if (request === undefined) {
    const detail = 'The target of the request is no path.';
    return await sendAnswer(outgoing, presentProblem({ status: 400, detail }));
  }
  const control = controlPathOf(request.url.pathname, service().prefix);
  connections.mark(incoming.socket, control === undefined ? 'service' : 'control');
  if (control === undefined)
    await serveOperation({ ...parts, service: service(), files: world.files }, request, parts);
  else await serveControl(parts, request.method, control);
}

async function serveControl(
  { incoming, outgoing, connections, ...parts }: Exchange,
  method: string,
  path: string,
): Promise<void> {
  const body = await readLimitedBody(incoming, MAX_CONTROL_BYTES);
  if (body === undefined) return await sendAnswer(outgoing, presentTooLarge(MAX_CONTROL_BYTES));
  const { contract } = parts.service();
  const response = await answerControl(path, { method, body: body.toString('utf8') }, { ...parts, contract });
  if (parts.faults.isDown()) connections.closeServiceOnes();
  await sendAnswer(outgoing, response);
}

/** What to dial for an address that stands for all of them. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
