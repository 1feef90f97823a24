import { readFileSync } from 'node:fs';
import { type BoundSchema, bindSchema } from '#binding';
import { parseContract } from '#contract';

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
