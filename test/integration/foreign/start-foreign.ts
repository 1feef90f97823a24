import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { loadContracts } from '#contract';
import { createGateway, createLogger, systemClock } from '#gateway';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { asViewer, testUsers } from '../../support/test-viewer.ts';

export interface ForeignChoices {
  /** `train` */
  readonly service: string;
  /** The published document, in a package that nobody here wrote. */
  readonly document: string;
  /** The client schema. */
  readonly schema: string;
  /** What repairs the document. */
  readonly overlay?: string;
}

export interface ForeignAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly path?: unknown; readonly extensions: { readonly code: string } }[];
}

export interface Foreign {
  readonly mocks: MockServers;
  /** Asks as somebody who holds these scopes; as nobody without them. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>, scopes?: string): Promise<ForeignAnswer>;
}

/** The document as it is published, with its overlay beside it: mocked, and served by a gateway that is bound to it. */
export async function startForeign({ service, document, schema, overlay }: ForeignChoices): Promise<Foreign> {
  const schemas = await folderWith([
    [document, `${service}.openapi${extname(document)}`],
    ...(overlay === undefined ? [] : [[overlay, basename(overlay)] as const]),
  ]);
  const mocks = started(await startMocks({ schemas }));
  const gateway = createGateway({
    schemas: {
      client: service,
      sdl: { file: basename(schema), text: await readFile(schema, 'utf8') },
      contracts: await loadContracts(schemas),
      documents: new Map(),
    },
    options: { port: 0, operationsPort: 0 },
    services: { [service]: { url: mocks.urls[service] ?? '' } },
    users: testUsers('bearer'),
    log: createLogger({ level: 'silent', fields: {}, clock: systemClock }),
  });
  leaveNothing(() => gateway.stop());
  const { url } = await gateway.start();
  return {
    mocks,
    async ask(query, variables = {}, scopes) {
      const response = await fetch(url.replace(/\/?$/, '/graphql'), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(scopes === undefined ? {} : asViewer('somebody', scopes)),
        },
        body: JSON.stringify({ query, variables }),
      });
      const answer: ForeignAnswer = JSON.parse(await response.text());
      return answer;
    },
  };
}

async function folderWith(files: readonly (readonly [from: string, name: string])[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-foreign-'));
  leaveNothing(() => rm(folder, { recursive: true }));
  await mkdir(folder, { recursive: true });
  for (const [from, name] of files) await cp(from, join(folder, name));
  return folder;
}
