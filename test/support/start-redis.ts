import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { leaveNothing } from './leftovers.ts';

/** A real redis-server on a free port. What it keeps is lost when it stops, unless `args` say `--appendonly yes`. */
export interface RedisProcess {
  readonly url: string;
  readonly port: number;
  /** Where it keeps its files, also while it is stopped. */
  readonly directory: string;
  /** Runs one command by redis-cli, and gives what it printed. */
  command(...words: readonly string[]): Promise<string>;
  /** SIGSTOP: connections stay open, and nothing answers. */
  pause(): void;
  resume(): void;
  /** Ends it like a crash; the port is closed afterwards. */
  stop(): Promise<void>;
  /** On the same port again, after `stop`. Resolves when it takes commands. */
  start(): Promise<void>;
}

export interface RedisChoices {
  /** More of redis-server's own arguments, such as `['--maxmemory', '4mb']`. */
  readonly args?: readonly string[];
}

const run = promisify(execFile);

/** Killed when the test (or file) is over. */
export async function startRedis({ args = [] }: RedisChoices = {}): Promise<RedisProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'redis-'));
  const port = await freePort();
  let child = await spawnRedis(port, directory, args);
  const stop = () => kill(child);
  leaveNothing(async () => {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    directory,
    command: async (...words) => (await run('redis-cli', ['-p', String(port), ...words])).stdout.trimEnd(),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop,
    start: async () => {
      child = await spawnRedis(port, directory, args);
    },
  };
}

async function spawnRedis(port: number, directory: string, args: readonly string[]): Promise<ChildProcess> {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory];
  const child = spawn('redis-server', [...settings, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('close', () => process.off('exit', killWithUs));

  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line);
    if (line.includes('Ready to accept connections')) resolve();
  });
  child.once('error', reject);
  child.once('close', () => reject(new Error(`redis-server ended: ${said.slice(-5).join('\n')}`)));
  await promise;
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'close');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
