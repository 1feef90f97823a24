import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import type { Call } from '../../mocks/calls.ts';
import type { Fault } from '../../mocks/fault.ts';

export type { Call, Fault };

/** All contracts of a directory as mocked services, in a process of their own. */
export interface MockServers {
  /** By service; without a slash at the end. */
  readonly urls: Readonly<Record<string, string>>;
  /** What the service received since the start or the last reset, oldest first. */
  calls(service: string): Promise<Call[]>;
  /** Puts a fault before those that the service has. */
  fault(service: string, fault: Fault): Promise<void>;
  /** Forgets all calls and faults of all services, and whatever was created or changed. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export interface StartMocksOptions {
  /** The directory of the contracts; the repository's own when left out. */
  readonly schemas?: URL | string;
  /** The directory of the handlers; without it, the repository's own for its own contracts. `none` for none. */
  readonly handlers?: URL | 'none';
  /** The only services that are wanted; an unknown one is an error. */
  readonly services?: readonly string[];
  readonly seed?: number;
  /** Whose tokens are taken, each for its own service; without one, what tokens say of themselves is believed. */
  readonly issuer?: string;
  /** Where the issuer's keys are really read: `127.0.0.1:4100`. */
  readonly connectTo?: string;
  /** Where uploaded files go; the system's own place when left out. */
  readonly temporary?: string;
}

/** Starts `mocks/main.ts` on free ports and waits until every service listens. */
export async function startMocks(options: StartMocksOptions = {}): Promise<MockServers> {
  const { schemas, handlers, services, seed, issuer, connectTo, temporary } = options;
  const mocks = spawnMocks({
    MOCKS_PORT: '0',
    LOG_LEVEL: 'silent',
    // A test says itself when time passes.
    MOCKS_PACE_SECONDS: '0',
    ...(schemas === undefined ? {} : { MOCKS_SCHEMAS: pathOf(schemas) }),
    ...(handlers === undefined ? {} : { MOCKS_HANDLERS: pathOf(handlers) }),
    ...(temporary === undefined ? {} : { TMPDIR: temporary }),
    ...(issuer === undefined ? {} : { OIDC_ISSUER: issuer }),
    ...(connectTo === undefined ? {} : { OIDC_CONNECT_TO: connectTo }),
    ...(seed === undefined ? {} : { MOCKS_SEED: String(seed) }),
  });
  const urls = await mocks.listening();
  const missing = services?.filter((service) => urls[service] === undefined) ?? [];
  if (missing.length > 0) {
    await mocks.stop();
    throw new Error(`no contract of ${missing.join(', ')}; there are ${Object.keys(urls).join(', ')}`);
  }
  return {
    urls: Object.fromEntries(Object.entries(urls).filter(([service]) => services?.includes(service) ?? true)),
    async calls(service) {
      const calls: Call[] = JSON.parse(await control(urls[service], 'GET', '/__calls'));
      return calls;
    },
    async fault(service, fault) {
      await control(urls[service], 'POST', '/__faults', fault);
    },
    async reset() {
      await Promise.all(Object.values(urls).map((url) => control(url, 'POST', '/__reset')));
    },
    stop: () => mocks.stop(),
  };
}

function pathOf(place: URL | string): string {
  return place instanceof URL ? fileURLToPath(place) : place;
}

/** Calls a control path on a connection of its own, which a fault cannot close. Returns the answer's text. */
export async function control(
  url: string | undefined,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<string> {
  if (url === undefined) throw new Error(`nothing is mocked under that name, so ${path} cannot be asked`);
  const answer = await request(`${url}${path}`, {
    method,
    reset: true,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
  return text;
}

/** A line that the mocks wrote. */
export type MockLine = Readonly<Record<string, unknown>>;

/** `mocks/main.ts` as a process, whether or not it manages to start. */
export interface MockProcess {
  readonly pid: number | undefined;
  /** The first line that fits, already written or yet to come. Rejects when the process ends without it. */
  line(fits: (line: MockLine) => boolean): Promise<MockLine>;
  /** By service. Rejects with what the process complained of when it could not start. */
  listening(): Promise<Record<string, string>>;
  /** What the process left behind when it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly complaint: string }>;
  /** Sends a signal (SIGTERM when left out) and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Runs the mocks with exactly these variables. */
export function spawnMocks(environment: Readonly<Record<string, string>>): MockProcess {
  const main = fileURLToPath(new URL('../../mocks/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', killWithUs);

  const lines: MockLine[] = [];
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const again of waiting) again();
  };
  createInterface({ input: child.stdout }).on('line', (text) => {
    const parsed: MockLine = JSON.parse(text);
    lines.push(parsed);
    look();
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  let over = false;
  const ended = once(child, 'close').then(() => {
    over = true;
    process.off('exit', killWithUs);
    look();
    return { code: child.exitCode, complaint };
  });

  const line: MockProcess['line'] = (fits) =>
    new Promise((resolve, reject) => {
      const again = (): void => {
        const found = lines.find(fits);
        if (found === undefined && !over) return;
        waiting.delete(again);
        if (found === undefined) reject(new Error(`the mocks ended: ${complaint.trim()}`));
        else resolve(found);
      };
      waiting.add(again);
      again();
    });

  return {
    pid: child.pid,
    line,
    ended,
    async listening() {
      await line(({ msg }) => msg === 'ready');
      // A test file that fails before its tests begin never stops its mocks; it must be able to end all the same.
      child.unref();
      for (const pipe of [child.stdout, child.stderr]) if (pipe instanceof Socket) pipe.unref();
      const own = lines.filter(({ msg }) => msg === 'listening');
      return Object.fromEntries(own.map(({ service, url }) => [String(service), String(url)]));
    },
    async stop(signal = 'SIGTERM') {
      child.ref();
      child.kill(signal);
      await ended;
    },
  };
}
