import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of one server, told apart by what was last asked on them. */
export interface OpenConnections {
  /** The last request on this connection was for a control path, or was not. */
  mark(socket: Socket, use: 'control' | 'service'): void;
  /** Closes all but those that were last used for a control path. */
  closeServiceOnes(): void;
}

/** Follows every connection of a server from the moment it is called. */
export function trackConnections(server: Server): OpenConnections {
  const open = new Set<Socket>();
  const control = new WeakSet<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return {
    mark(socket, use) {
      if (use === 'control') control.add(socket);
      else control.delete(socket);
    },
    closeServiceOnes() {
      for (const socket of open) if (!control.has(socket)) socket.destroy();
    },
  };
}
