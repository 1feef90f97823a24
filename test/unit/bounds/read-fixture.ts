import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BoundSchema, bindSchema } from '#binding';
import { parseContract } from '#contract';
import { readClients } from '../../../cli/read-clients.ts';

const FOLDER = new URL('../../fixtures/bounds/', import.meta.url);

/** A schema with every kind of binding, over contracts that take few keys at once. */
export function readFixture(): BoundSchema {
  const contracts = ['people', 'store'].map((service) =>
    parseContract({ service, ...read(`${service}.openapi.yaml`) }),
  );
  return bindSchema({ client: 'shelf', sdl: read('schema.graphql'), contracts });
}

function read(file: string): { readonly file: string; readonly text: string } {
  return { file, text: readFileSync(new URL(file, FOLDER), 'utf8') };
}

/** The clients of this repository, by what they are called. */
export async function readShop(): Promise<readonly (readonly [string, BoundSchema])[]> {
  const clients = await readClients(fileURLToPath(new URL('../../../schemas', import.meta.url)));
  return clients.flatMap(({ name, schema }) =>
    schema.bound === undefined ? [] : [[`the ${name} client`, schema.bound] as const],
  );
}
