import { once } from 'node:events';
import type { Server } from 'node:http';

/** An address that cannot be listened on. `code` is the system's: `EADDRINUSE`, `EACCES`. */
export class ListenError extends Error {
  /** Which of a process' servers it is. */
  readonly server: string;
  readonly port: number;
  readonly code: string;

  constructor(server: string, { host, port }: { host: string; port: number }, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const reason = code === 'EADDRINUSE' ? 'is taken by another process' : `cannot be listened on (${code})`;
    super(`port ${port} of ${host} ${reason}`, { cause });
    this.name = 'ListenError';
    this.server = server;
    this.port = port;
    this.code = code;
  }
}

/** Gives back the URL that it listens on. @throws ListenError */
export async function listen(
  name: string,
  server: Server,
  address: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    server.listen(address);
    await once(server, 'listening');
  } catch (error) {
    throw new ListenError(name, address, error);
  }
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('not listening on a port');
  const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return `http://${host}:${bound.port}`;
}
