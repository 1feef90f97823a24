import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ERRORS } from '#gateway';
import { BFFS, type Bff } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type Fault, type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';
import { type Answer, type AnswerError, changesOf } from './changes-of.ts';

/** What each stored document is asked with; one that is not here is asked without variables. */
const VARIABLES: Readonly<Record<string, object>> = {
  ProductPage: { id: 'prod_kettle' },
  Search: { query: 'kettle' },
  AddReview: {
    input: { productId: 'prod_kettle', rating: 5, body: 'Boils water, and looks good while it does.' },
  },
  UpdateProfile: { input: { displayName: 'Mara' } },
  Product: { id: 'prod_kettle' },
  Browse: { category: 'cat_kettles' },
};

const FAULTS: Readonly<Record<string, { readonly fault: Fault; readonly codes: readonly string[] }>> = {
  'is down': { fault: { down: true }, codes: ['UPSTREAM_UNAVAILABLE'] },
  'resets connections': { fault: { reset: true }, codes: ['UPSTREAM_UNAVAILABLE'] },
  fails: { fault: { status: 500 }, codes: ['UPSTREAM_FAILED'] },
  'is overloaded': { fault: { status: 503 }, codes: ['UPSTREAM_UNAVAILABLE'] },
  'asks for fewer requests': { fault: { status: 429 }, codes: ['UPSTREAM_BUSY'] },
  'does not answer in time': {
    fault: { latencyMs: 60_000 },
    codes: ['UPSTREAM_TIMED_OUT', 'DEADLINE_EXCEEDED'],
  },
};

describe.each([...BFFS])('REL-19 $name-bff, with one service gone', (bff) => {
  let mocks: MockServers;
  let process: BffProcess;

  beforeAll(async () => {
    mocks = started(await startMocks());
    process = started(await startBff(bff, { services: mocks.urls }));
  });

  async function ask(documentId: string, variables: object): Promise<Answer> {
    const response = await fetch(`${process.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Test acct_mara accounts:read accounts:write reviews:write',
        ...bff.headers,
      },
      body: JSON.stringify({ documentId, variables }),
    });
    expect(response.status).toBe(200);
    const answer: Answer = JSON.parse(await response.text());
    return answer;
  }

  describe.each(documentsOf(bff))('$name', ({ id, name }) => {
    const variables = VARIABLES[name] ?? {};

    test.each(Object.entries(FAULTS))(
      'keeps everything else when a service %s',
      async (_, { fault, codes }) => {
        await mocks.reset();
        const whole = await ask(id, variables);
        expect(whole.errors).toBeUndefined();
        const asked = await askedServices(mocks);
        expect(asked.length).toBeGreaterThan(0);

        for (const service of Object.keys(mocks.urls)) {
          await mocks.reset();
          await mocks.fault(service, fault);
          const partial = await ask(id, variables);
          const { errors = [] } = partial;
          expect(errors.length > 0).toBe(asked.includes(service));
          for (const error of errors) expectPresentable(error, service, codes);
          expect(changesOf(whole.data, partial.data).toSorted()).toEqual(
            errors.map(({ path }) => path.join('.')).toSorted(),
          );
          expect(JSON.stringify(partial)).not.toContain(String(mocks.urls[service]).replace('http://', ''));
        }
      },
    );
  });
});

function expectPresentable(
  { message, extensions }: AnswerError,
  service: string,
  codes: readonly string[],
): void {
  expect(codes).toContain(extensions.code);
  expect(extensions.service).toBe(service);
  const entry = Object.entries(ERRORS).find(([code]) => code === extensions.code)?.[1];
  expect(message).toBe(entry?.text);
}

async function askedServices(mocks: MockServers): Promise<string[]> {
  const services = Object.keys(mocks.urls);
  const calls = await Promise.all(services.map((service) => mocks.calls(service)));
  return services.filter((_, at) => (calls[at] ?? []).length > 0);
}

function documentsOf({ name }: Bff): { id: string; name: string }[] {
  const manifest: Record<string, { name: string }> = JSON.parse(
    readFileSync(new URL(import.meta.resolve(`#schemas/generated/${name}/manifest.json`)), 'utf8'),
  );
  return Object.entries(manifest).map(([id, document]) => ({ id, name: document.name }));
}
