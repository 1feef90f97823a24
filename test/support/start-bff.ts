import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bff } from './bffs.ts';
import { leaveNothing } from './leftovers.ts';

export type LogLine = Readonly<Record<string, unknown>>;

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  /** What it wrote to standard error. */
  readonly complaint: string;
  readonly lines: readonly LogLine[];
}

/** A gateway in a process of its own. */
export interface BffProcess {
  readonly url: string;
  readonly operationsUrl: string;
  /** Everything it has logged so far. */
  readonly lines: readonly LogLine[];
  /** The first log line that fits, already written or yet to come. Rejects when the process ends without it. */
  readonly line: (fits: (line: LogLine) => boolean) => Promise<LogLine>;
  readonly ended: Promise<Ending>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Sends a signal (SIGTERM when left out), and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ending>;
}

export interface BffChoices {
  /** By service, as `startMocks` gives them. */
  readonly services?: Readonly<Record<string, string>>;
  /** Wins over everything else. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a gateway on free ports with nothing in its environment but this, and waits until it listens. It is killed
 * when the test is over, if it has not ended by then.
 */
export async function startBff(bff: Bff, choices: BffChoices = {}): Promise<BffProcess> {
  const running = spawnBff(bff, choices);
  const { url, operationsUrl } = await running.line(({ msg }) => msg === 'listening');
  return { ...running, url: String(url), operationsUrl: String(operationsUrl) };
}

/** Runs a gateway that is not expected to start. */
export function runBff(bff: Bff, choices: BffChoices = {}): Promise<Ending> {
  return spawnBff(bff, choices).ended;
}

function spawnBff(
  bff: Bff,
  { services = {}, env = {} }: BffChoices,
): Omit<BffProcess, 'url' | 'operationsUrl'> {
  const urls = Object.entries(services).map(([name, url]) => [`${name.toUpperCase()}_URL`, url] as const);
  const main = join(fileURLToPath(bff.home ?? new URL('../../', import.meta.url)), bff.main);
  const child = spawn(process.execPath, [main], {
    env: { [bff.portVariable]: '0', [bff.operationsPortVariable]: '0', ...Object.fromEntries(urls), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);

  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    lines.push(JSON.parse(text));
    waiting.forEach((look) => look());
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  let over = false;
  const ended = once(child, 'close').then(([code]) => {
    over = true;
    process.off('exit', killWithUs);
    waiting.forEach((look) => look());
    return { code: typeof code === 'number' ? code : null, complaint, lines };
  });

  leaveNothing(() => {
    child.kill('SIGKILL');
    return ended;
  });
  return {
    lines,
    ended,
    kill: (signal) => void child.kill(signal),
    line: (fits) => {
      const { promise, resolve, reject } = Promise.withResolvers<LogLine>();
      const look = () => {
        const found = lines.find(fits);
        if (found !== undefined) resolve(found);
        else if (over) reject(new Error(`${bff.name} ended: ${complaint}`));
      };
      waiting.add(look);
      look();
      return promise.finally(() => waiting.delete(look));
    },
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}
