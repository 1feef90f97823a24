import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { leaveNothing } from '../../support/leftovers.ts';

/** Listens, and then never comes back to its event loop to accept anything. */
const PROGRAM = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** More than the kernel completes on its own for a backlog of one. */
const FILLING = 8;

/** The URL of a host that drops packets: its queue of connections is full. */
export async function startDeafHost(): Promise<string> {
  const child = spawn(process.execPath, ['--eval', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
  leaveNothing(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const [port] = await once(child.stdout, 'data');
  const sockets = Array.from({ length: FILLING }, () =>
    connect(Number(port), '127.0.0.1').on('error', () => {}),
  );
  leaveNothing(() => sockets.forEach((socket) => void socket.destroy()));
  await Promise.race(sockets.map((socket) => once(socket, 'connect')));
  return `http://127.0.0.1:${Number(port)}`;
}
