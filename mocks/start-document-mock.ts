import { pino } from 'pino';
import { type Contract, type ContractProblem, parsePublishedContract } from '#contract';
import { createWorld } from './behaviour/world.ts';
import { createFileStore } from './bytes/file-store.ts';
import { createCalls } from './calls.ts';
import { createFaults } from './faults.ts';
import type { OperationProblem } from './find-operation-problems.ts';
import type { MockClock } from './mock-clock.ts';
import { createMockService } from './mock-service.ts';
import { createPublishedReader } from './read-published.ts';
import { reportProblems } from './report-problems.ts';
import { type Address, serve } from './serve.ts';

/** One published contract as a service that listens. */
export interface DocumentMock {
  readonly contract: Contract;
  /** With the path of the contract's first server. */
  readonly url: string;
  /** What had to be mended so that the contract could be read. */
  readonly mended: readonly ContractProblem[];
  /** Tells what is wrong with the answers, operation by operation; requests are served all the while. */
  report(tell: (problem: OperationProblem) => void): Promise<'complete' | 'stopped'>;
  stop(): Promise<void>;
}

export interface DocumentMockSettings extends Address {
  /** A path, from `directory`, or an address. */
  readonly source: string;
  readonly directory: string;
  /** Equal seeds make equal data. */
  readonly seed: number;
}

export interface DocumentMockParts {
  readonly clock: MockClock;
  readonly send: typeof fetch;
  /** A line of JSON for each request that fails by the mock's own fault. */
  readonly logLine: (line: string) => void;
}

/** The largest contract known has 47 MB. */
const MAX_BYTES = 128 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/**
 * Serves any OpenAPI 3.0 or 3.1 document, untouched.
 *
 * @throws ReadError where it cannot be read, ContractError where it is no such document, the error of the socket
 *   where the port is taken.
 */
export async function startDocumentMock(
  { source, directory, seed, ...address }: DocumentMockSettings,
  { clock, send, logLine }: DocumentMockParts,
): Promise<DocumentMock> {
  const reader = createPublishedReader({ directory, send, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS });
  const location = reader.locationOf(source);
  const { contract, mended } = await parsePublishedContract({
    service: serviceNameOf(location),
    location,
    text: await reader.read(location),
    nameOf: (place) => reader.nameOf(place),
    read: (place) => reader.read(place),
    maxBytes: MAX_BYTES,
  });
  const log = pino({ level: 'error', base: null }, { write: logLine });
  const service = createMockService(contract, { seed, log, tokens: 'any' });
  const world = createWorld(log, createFileStore());
  world.join(service);
  const faults = createFaults(`${seed} ${contract.service}`);
  const calls = createCalls(clock.now);
  const serving = await serve({ service: () => service, world, calls, faults, clock, log }, address);
  const stopped = new AbortController();
  return {
    contract,
    url: serving.url,
    mended,
    report: (tell) => reportProblems(service, stopped.signal, tell),
    async stop() {
      stopped.abort();
      await serving.close();
      await world.files.clear();
    },
  };
}

/** `…/train-travel.openapi.yaml` → `train-travel` */
function serviceNameOf({ pathname }: URL): string {
  const file = decodeURIComponent(pathname.split('/').at(-1) ?? '');
  const name = file
    .replace(/\.(?:yaml|yml|json)$/i, '')
    .replace(/\.openapi$/i, '')
    .replaceAll(/[^\w-]+/g, '-');
  return /^[A-Za-z]/.test(name) ? name : `api-${name}`;
}
