import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { systemClock } from '../../../gateway/clock.ts';
import { GatewayError } from '../../../gateway/errors.ts';
import type { RequestGates } from '../../../gateway/gates/request-gates.ts';
import type { Route } from '../../../gateway/gates/route.ts';
import { endResponse } from '../../../gateway/gates/unread-body.ts';
import { leaveNothing } from '../../support/leftovers.ts';

export interface ServedRoutes {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  attach(this: void, ...routes: readonly Route[]): void;
  /** Requests whose body somebody began to read. */
  bodiesRead(this: void): number;
  /** What came in over all connections, headers included. */
  bytesReceived(this: void): number;
}

/** Routes behind request gates on a free port of 127.0.0.1, until the test or file is over. */
export async function serveRoutes(gates: RequestGates): Promise<ServedRoutes> {
  const attached: Route[] = [];
  const sockets: Socket[] = [];
  let bodies = 0;
  const server = createServer((request, response) => {
    const route = attached.find(({ path }) => path === request.url?.split('?')[0]);
    if (route === undefined) response.writeHead(404).end();
    else void handle(gates, route, request, response).then((wasRead) => (bodies += wasRead ? 1 : 0));
  });
  server.on('connection', (socket) => void sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  leaveNothing(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = portOf(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    server,
    attach: (...routes) => void attached.push(...routes),
    bodiesRead: () => bodies,
    bytesReceived: () => sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
  };
}

/** As the real dispatch does it. True when the body was touched before the answer was there. */
async function handle(
  gates: RequestGates,
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  try {
    const taken = gates.routeOf(request, route);
    await taken.handle(await gates.pass(request, response, taken));
    return request.readableDidRead;
  } catch (error) {
    const wasRead = request.readableDidRead;
    const refusal =
      error instanceof GatewayError ? error : new GatewayError('INTERNAL_SERVER_ERROR', {}, error);
    response.statusCode = refusal.status;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    const body = JSON.stringify({ errors: [{ message: refusal.message, extensions: refusal.extensions }] });
    endResponse(request, response, { body, clock: systemClock });
    return wasRead;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}
