import { readFileSync } from 'node:fs';
import { createGateway, createLogger, readSchemas, systemClock } from '#gateway';
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

/** A client of the shop with its own schema, in front of the mocked services. */
export async function startClient(client: string): Promise<StartedClient> {
  const mocks = started(await startMocks());
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
    options: { port: 0, operationsPort: 0, deadlineMs: 30_000 },
    services,
    users: testUsers('header'),
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
