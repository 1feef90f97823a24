import { once } from 'node:events';
import { createServer } from 'node:net';

/** The port that a variable names; a free one for 0, because others are told about it before anybody listens there. */
export async function choosePort(named: string | undefined, usual: number): Promise<number> {
  if (named === undefined || named === '') return usual;
  if (named !== '0') return Number(named);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : usual;
}
