import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { type Contract, ContractError, loadContracts } from '#contract';
import { createBehaviour } from './behaviour/create-behaviour.ts';
import { keepPace } from './behaviour/keep-pace.ts';
import { loadHandlers } from './behaviour/load-handlers.ts';
import type { AnyTypes, ServiceHandlers } from './behaviour/service-handlers.ts';
import { createWorld, type World } from './behaviour/world.ts';
import { createFileStore } from './bytes/file-store.ts';
import { createCalls } from './calls.ts';
import { createReadBearer, type ReadBearer, readBelievingly } from './credentials/read-bearer.ts';
import { createRemoteKeys } from './credentials/remote-keys.ts';
import { createFaults } from './faults.ts';
import type { OperationProblem } from './find-operation-problems.ts';
import type { MockClock } from './mock-clock.ts';
import { createMockService, type MockService } from './mock-service.ts';
import { localPort } from './operation-paths.ts';
import type { MockSettings } from './read-settings.ts';
import { reportProblems } from './report-problems.ts';
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
  readonly address: { url: string };
  readonly serving: Serving;
}

interface RunningParts extends MockParts {
  readonly settings: MockSettings;
  readonly stopped: AbortSignal;
  readonly world: World;
  readonly readBearer: ReadBearer;
  readonly handlers: ReadonlyMap<string, ServiceHandlers<AnyTypes>>;
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
  const until = { ...parts, signal: stopped.signal };
  const running: RunningParts = {
    ...parts,
    settings,
    stopped: stopped.signal,
    world: createWorld(parts.log, createFileStore()),
    readBearer: readBearerOf(settings),
    handlers: await loadHandlersOf(settings),
  };
  const mocks = await startAll(placesOf(await loadAll(directory), settings), running);
  if (settings.paceSeconds > 0) void keepPace(running.world.agenda, settings.paceSeconds, until);
  if (settings.watch) void watchDirectory(directory, until, () => reload(directory, mocks, running));
  return {
    listening: mocks.map(({ live, serving }) => ({
      service: live.service.contract.service,
      url: serving.url,
    })),
    async stop() {
      stopped.abort();
      await Promise.all(mocks.map(({ serving }) => serving.close()));
      await running.world.files.clear();
    },
  };
}

function readBearerOf({ issuer, connectTo }: MockSettings): ReadBearer {
  return issuer === undefined
    ? readBelievingly
    : createReadBearer(issuer, createRemoteKeys(issuer, connectTo));
}

async function loadAll(directory: string): Promise<readonly Contract[]> {
  const contracts = await loadContracts(directory).catch((error: unknown) => {
    if (error instanceof ContractError) throw error;
    throw new StartError([`the contracts in ${directory} cannot be read: ${reasonOf(error)}`]);
  });
  if (contracts.length === 0) throw new StartError([`${directory} holds no <service>.openapi.yaml`]);
  return contracts;
}

/** Those of the repository know the repository's contracts alone. */
async function loadHandlersOf({ handlers, schemas }: MockSettings): Promise<RunningParts['handlers']> {
  if (handlers === null || (handlers === undefined && schemas !== undefined)) return new Map();
  return await loadHandlers(resolve(handlers ?? fileURLToPath(new URL('handlers', import.meta.url))));
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
async function startAll(places: readonly Place[], parts: RunningParts): Promise<readonly Mock[]> {
  const results = await Promise.allSettled(places.map((place) => startOne(place, parts)));
  const mocks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (mocks.length === places.length) return mocks;
  await Promise.all(mocks.map(({ serving }) => serving.close()));
  throw new StartError(
    results.flatMap((result) => (result.status === 'rejected' ? [reasonOf(result.reason)] : [])),
  );
}

async function startOne({ contract, address }: Place, running: RunningParts): Promise<Mock> {
  const { clock, stopped, world, settings } = running;
  const log = running.log.child({ service: contract.service });
  const own = { url: '' };
  const live = { service: createService(contract, own, running) };
  const parts = {
    service: () => live.service,
    calls: createCalls(clock.now),
    faults: createFaults(`${settings.seed} ${contract.service}`),
    world,
    readBearer: running.readBearer,
    clock,
    log,
  };
  const serving = await serve(parts, address).catch((error: unknown) => {
    throw new Error(`${contract.service}: ${whyNotListening(address, error)}`, { cause: error });
  });
  own.url = serving.url;
  void logProblems(live.service, log, stopped);
  return { live, address: own, serving };
}

/** A service with its place in the world. */
function createService(
  contract: Contract,
  address: { readonly url: string },
  { settings: { seed }, log, world, handlers }: RunningParts,
): MockService {
  const own = handlers.get(contract.service);
  const service = createMockService(contract, {
    seed,
    log: log.child({ service: contract.service }),
    ...(own === undefined
      ? {}
      : { behave: (parts) => createBehaviour(own, { ...parts, world, seed, url: () => address.url }) }),
  });
  world.join(service);
  return service;
}

function whyNotListening({ host, port }: Address, error: unknown): string {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (isTaken) return `port ${port} of ${host} is taken; stop what listens there, or set MOCKS_PORT`;
  return `cannot listen on port ${port} of ${host}: ${reasonOf(error)}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function logProblems(service: MockService, log: Logger, stopped: AbortSignal): Promise<void> {
  try {
    await reportProblems(service, stopped, ({ kind, sentence }) =>
      log.warn({ problem: sentence }, TOLD[kind]),
    );
  } catch (error) {
    log.error({ problem: reasonOf(error) }, 'the examples cannot be checked');
  }
}

const TOLD: Readonly<Record<OperationProblem['kind'], string>> = {
  example: 'an example breaks its contract; data are generated instead',
  unanswerable: 'no answer can be made; 501 is answered',
};

/** Replaces what changed. While one file is broken, every service goes on with the contract it has. */
async function reload(directory: string, mocks: readonly Mock[], running: RunningParts): Promise<void> {
  const { log, stopped } = running;
  try {
    const contracts = await loadContracts(directory);
    for (const contract of contracts) {
      const mock = mocks.find(({ live }) => live.service.contract.service === contract.service);
      if (mock === undefined)
        log.warn({ service: contract.service }, 'a contract was added; restart the mocks to serve it');
      else if (!isSame(mock.live.service.contract, contract)) {
        const own = log.child({ service: contract.service });
        mock.live.service = createService(contract, mock.address, running);
        own.info('contract reloaded');
        void logProblems(mock.live.service, own, stopped);
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
