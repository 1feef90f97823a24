import { once } from 'node:events';
import { createServer } from 'node:net';
import { listenOn } from './listen-on.ts';

/** A port of loopback that nobody listened on a moment ago; for programs that must be told theirs. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = await listenOn(server);
  server.close();
  await once(server, 'close');
  return port;
}
