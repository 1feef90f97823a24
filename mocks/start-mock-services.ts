import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { type Contract, ContractError, loadContracts } from '#contract';
import { createCalls } from './calls.ts';
import { createFaults } from './faults.ts';
import type { MockClock } from './mock-clock.ts';
import { createMockService, type MockService } from './mock-service.ts';
import { localPort } from './operation-paths.ts';
import type { MockSettings } from './read-settings.ts';
import { type Address, type Serving, serve } from './serve.ts';
import { watchDirectory } from './watch-directory.ts';

export interface MockParts {
  readonly log: Logger;
  readonly clock: MockClock;
}

/** Every contract as a service that listens. */
export interface MockServices {
  readonly listening: readonly { readonly service: string; readonly url: string }[];
  stop(): Promise<void>;
}

/** Why the mocks cannot start, one sentence each. */
export class StartError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'StartError';
    this.problems = problems;
  }
}

interface Mock {
  /** Replaced when the contract changes. */
  readonly live: { service: MockService };
  readonly serving: Serving;
}

interface RunningParts extends MockParts {
  readonly stopped: AbortSignal;
}

interface Place {
  readonly contract: Contract;
  readonly address: Address;
}

/** Loads all contracts and serves each on its own port. Throws {@link StartError} or a `ContractError`. */
export async function startMockServices(settings: MockSettings, parts: MockParts): Promise<MockServices> {
  const directory = resolve(
    settings.schemas ?? fileURLToPath(new URL('../schemas/services', import.meta.url)),
  );
  const stopped = new AbortController();
  const running = { ...parts, stopped: stopped.signal };
  const mocks = await startAll(placesOf(await loadAll(directory), settings), settings, running);
  if (settings.watch) {
    const until = { clock: parts.clock, signal: stopped.signal };
    void watchDirectory(directory, until, () => reload(directory, mocks, settings, running));
  }
  return {
    listening: mocks.map(({ live, serving }) => ({
      service: live.service.contract.service,
      url: serving.url,
    })),
    async stop() {
      stopped.abort();
      await Promise.all(mocks.map(({ serving }) => serving.close()));
    },
  };
}

async function loadAll(directory: string): Promise<readonly Contract[]> {
  const contracts = await loadContracts(directory).catch((error: unknown) => {
    if (error instanceof ContractError) throw error;
    throw new StartError([`the contracts in ${directory} cannot be read: ${reasonOf(error)}`]);
  });
  if (contracts.length === 0) throw new StartError([`${directory} holds no <service>.openapi.yaml`]);
  return contracts;
}

/** `contracts` are sorted by service, which is what MOCKS_PORT counts by. */
function placesOf(contracts: readonly Contract[], { firstPort, host }: MockSettings): readonly Place[] {
  const places = contracts.map((contract, index) => {
    const port = firstPort === undefined ? localPort(contract) : firstPort === 0 ? 0 : firstPort + index;
    if (port !== undefined) return { contract, address: { host, port } };
    return `${contract.file} has no server on localhost: add one to its servers, or set MOCKS_PORT`;
  });
  const problems = places.filter((place) => typeof place === 'string');
  if (problems.length > 0) throw new StartError(problems);
  return places.filter((place) => typeof place !== 'string');
}

/** All of them or none. */
async function startAll(
  places: readonly Place[],
  settings: MockSettings,
  parts: RunningParts,
): Promise<readonly Mock[]> {
  const results = await Promise.allSettled(places.map((place) => startOne(place, settings, parts)));
  const mocks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (mocks.length === places.length) return mocks;
  await Promise.all(mocks.map(({ serving }) => serving.close()));
  throw new StartError(
    results.flatMap((result) => (result.status === 'rejected' ? [reasonOf(result.reason)] : [])),
  );
}

async function startOne(
  { contract, address }: Place,
  { seed }: MockSettings,
  { log, clock, stopped }: RunningParts,
): Promise<Mock> {
  const own = log.child({ service: contract.service });
  const live = { service: createMockService(contract, { seed, log: own }) };
  const parts = {
    service: () => live.service,
    calls: createCalls(clock.now),
    faults: createFaults(`${seed} ${contract.service}`),
    clock,
    log: own,
  };
  const serving = await serve(parts, address).catch((error: unknown) => {
    throw new Error(`${contract.service}: ${whyNotListening(address, error)}`, { cause: error });
  });
  void reportExamples(live.service, own, stopped);
  return { live, serving };
}

function whyNotListening({ host, port }: Address, error: unknown): string {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (isTaken) return `port ${port} of ${host} is taken; stop what listens there, or set MOCKS_PORT`;
  return `cannot listen on port ${port} of ${host}: ${reasonOf(error)}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Lets requests pass between any two operations: a contract with a thousand of them takes seconds. */
async function reportExamples(service: MockService, log: Logger, stopped: AbortSignal): Promise<void> {
  try {
    for (const problems of service.exampleProblems()) {
      if (stopped.aborted) return;
      for (const problem of problems)
        log.warn({ problem }, 'an example breaks its contract; data are generated instead');
      await new Promise((proceed) => setImmediate(proceed));
    }
  } catch (error) {
    log.error({ problem: reasonOf(error) }, 'the examples cannot be checked');
  }
}

/** Replaces what changed. While one file is broken, every service goes on with the contract it has. */
async function reload(
  directory: string,
  mocks: readonly Mock[],
  { seed }: MockSettings,
  { log, stopped }: RunningParts,
): Promise<void> {
  try {
    const contracts = await loadContracts(directory);
    for (const contract of contracts) {
      const mock = mocks.find(({ live }) => live.service.contract.service === contract.service);
      if (mock === undefined)
        log.warn({ service: contract.service }, 'a contract was added; restart the mocks to serve it');
      else if (!isSame(mock.live.service.contract, contract)) {
        const own = log.child({ service: contract.service });
        mock.live.service = createMockService(contract, { seed, log: own });
        own.info('contract reloaded');
        void reportExamples(mock.live.service, own, stopped);
      }
    }
  } catch (error) {
    const problem = reasonOf(error);
    log.error({ problem }, 'a contract is broken; the last good ones stay');
  }
}

function isSame(left: Contract, right: Contract): boolean {
  return JSON.stringify(left.document) === JSON.stringify(right.document);
}
