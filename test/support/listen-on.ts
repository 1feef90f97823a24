import { once } from 'node:events';
import type { Server } from 'node:net';

/** Opens a server on loopback, on a free port when none is given, and tells the port. */
export async function listenOn(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server listens on a port');
  return address.port;
}
