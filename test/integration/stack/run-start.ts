import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const HOME = join(import.meta.dirname, '../../..');

/** `npm start` as a process. */
export interface StartProcess {
  readonly pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** The first line that holds this text, already printed or yet to come. Rejects when the process ends without it. */
  line(text: string): Promise<string>;
  /** By what they are: `web-bff GraphQL`, `mocks catalog`. */
  addresses(): Promise<ReadonlyMap<string, string>>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

/** Every port is free to choose, so that nothing on this machine is in the way. */
const FREE_PORTS = {
  IDP_PORT: '0',
  MOCKS_PORT: '0',
  WEB_PORT: '0',
  WEB_OPS_PORT: '0',
  MOBILE_PORT: '0',
  MOBILE_OPS_PORT: '0',
};

export function runStart(environment: Readonly<Record<string, string>> = {}): StartProcess {
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: HOME,
    env: { ...FREE_PORTS, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const look = () => waiting.forEach((again) => again());
  createInterface({ input: child.stdout }).on('line', (text) => {
    lines.push(text);
    look();
  });
  const ended = once(child, 'close').then(([code]) => {
    over = true;
    look();
    return typeof code === 'number' ? code : null;
  });

  function line(text: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const again = () => {
      const found = lines.find((one) => one.includes(text));
      if (found !== undefined) resolve(found);
      else if (over) reject(new Error(`it ended without "${text}":\n${lines.join('\n')}`));
    };
    waiting.add(again);
    again();
    return promise.finally(() => waiting.delete(again));
  }

  return {
    pid: child.pid ?? 0,
    output: () => lines.join('\n'),
    line,
    async addresses() {
      await line('Ctrl-C stops it all.');
      return addressesIn(lines);
    },
    signal: (signal) => void child.kill(signal),
    ended,
  };
}

/** The rows of the table; only its first row names a program. */
function addressesIn(lines: readonly string[]): ReadonlyMap<string, string> {
  let program = '';
  const rows = lines.flatMap((text) => {
    const [, name, what, url] = /^ {2}(\S*) +(\S+) +(http:\S+)$/.exec(text) ?? [];
    if (what === undefined || url === undefined) return [];
    if (name !== '') program = name ?? '';
    return [[`${program} ${what}`, url] as const];
  });
  return new Map(rows);
}

/** The process that runs this file below `parent`. */
export function childOf(parent: number, file: string): number {
  const found = processes().find(({ ppid, command }) => ppid === parent && command.includes(file));
  if (found === undefined) throw new Error(`no process of ${parent} runs ${file}`);
  return found.pid;
}

/** A small Debian has no `ps`, and a Mac has no `/proc`. */
function processes(): { pid: number; ppid: number; command: string }[] {
  if (!existsSync('/proc/self/stat')) {
    const listing = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
    return listing.split('\n').flatMap((text) => {
      const [, pid, ppid, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(text) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), ppid: Number(ppid), command }];
    });
  }
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const ppid = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      return [{ pid: Number(pid), ppid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }];
    } catch {
      return []; // It ended while we looked.
    }
  });
}

/** Takes a port, as another program would. */
export async function takePort(): Promise<{ readonly port: number; stop(): Promise<unknown> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return { port: address.port, stop: () => once(server.close(), 'close') };
}

/** The addresses on which somebody still listens: whoever can take a port has it for himself. */
export async function busyAddresses(addresses: ReadonlyMap<string, string>): Promise<string[]> {
  const origins = [...new Set([...addresses.values()].map((url) => new URL(url).origin))];
  const free = await Promise.all(origins.map(isFree));
  return origins.filter((_, index) => free[index] === false);
}

async function isFree(origin: string): Promise<boolean> {
  const server = createServer().listen(Number(new URL(origin).port), '127.0.0.1');
  try {
    await once(server, 'listening');
    await once(server.close(), 'close');
    return true;
  } catch {
    return false;
  }
}
