import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer, type Socket, type Server as SocketServer } from 'node:net';
import { leaveNothing } from '../../support/leftovers.ts';

export interface StartedService {
  readonly url: string;
  /** How many connections were opened to it. */
  readonly connections: number;
  readonly requests: readonly IncomingMessage[];
}

/** A real HTTP server on a free port, gone after the test. */
export async function startService(answer: RequestListener): Promise<StartedService> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  leaveNothing(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return listening(server, requests);
}

/** A server that says what HTTP servers cannot be made to say. */
export async function startSocketService(converse: (socket: Socket) => void): Promise<StartedService> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    converse(socket);
  });
  leaveNothing(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return listening(server, []);
}

async function listening(
  server: Server | SocketServer,
  requests: IncomingMessage[],
): Promise<StartedService> {
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get connections() {
      return connections;
    },
    requests,
  };
}
