import { readFileSync } from 'node:fs';
import { createGateway, createLogger, readSchemas, systemClock, type Users } from '#gateway';
import { resolvers } from '../../../web-bff/resolvers.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { type Call, type MockServers, startMocks } from '../../support/mock-servers.ts';
import { testUsers } from '../../support/test-viewer.ts';
import { clientFile } from './client-schema.ts';

const DIRECTORY = new URL('..', import.meta.resolve('#schemas/clients/web.graphql'));

export interface StartedClient {
  readonly url: string;
  readonly mocks: MockServers;
  /** What services received since the last reset, by the id of the request that it was for. */
  callsByRequest(): Promise<ReadonlyMap<string, readonly Call[]>>;
}

export interface ClientChoices {
  /** @default its own */
  readonly mocks?: MockServers;
  /** @default who is believed */
  readonly users?: Users;
}

/** A client of the shop with its own schema, in front of the mocked services. */
export async function startClient(client: string, choices: ClientChoices = {}): Promise<StartedClient> {
  const mocks = choices.mocks ?? started(await startMocks());
  const schemas = {
    ...(await readSchemas({ directory: DIRECTORY, client: client === 'strict' ? 'mobile' : client })),
    client,
    sdl: { file: `${client}.graphql`, text: readFileSync(clientFile(client), 'utf8') },
    ...(client === 'strict' ? { documents: new Map() } : {}),
  };
  const services = Object.fromEntries(
    Object.entries(mocks.urls).map(([name, url]) => [
      name,
      { url, timeoutMs: 30_000, connectTimeoutMs: 5_000 },
    ]),
  );
  const gateway = createGateway({
    schemas,
    options: {
      port: 0,
      operationsPort: 0,
      deadlineMs: 30_000,
      documentLimits: { maxCost: 1_000_000, maxDepth: 20 },
    },
    services,
    users: choices.users ?? testUsers('header'),
    resolvers: client === 'web' ? resolvers : {},
    log: createLogger({ level: 'silent', fields: {}, clock: systemClock }),
  });
  leaveNothing(() => gateway.stop());
  const { url } = await gateway.start();
  return {
    url: url.replace(/\/$/, ''),
    mocks,
    async callsByRequest() {
      const calls = await Promise.all(Object.keys(mocks.urls).map((service) => mocks.calls(service)));
      return Map.groupBy(calls.flat(), ({ headers }) => headers['x-request-id'] ?? '');
    },
  };
}
