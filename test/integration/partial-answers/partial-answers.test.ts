import { beforeAll, describe, expect, test } from '@jest/globals';
import { ERRORS } from '#gateway';
import { BFFS } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type Fault, type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type SignedInBff, startSignedIn } from '../../support/start-signed-in.ts';
import { storedDocuments } from '../../support/stored-documents.ts';
import { type Answer, type AnswerError, changesOf } from './changes-of.ts';

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
  let process: SignedInBff;

  beforeAll(async () => {
    mocks = started(await startMocks());
    const timeouts = Object.keys(mocks.urls).map((service) => [
      `${service.toUpperCase()}_TIMEOUT_MS`,
      '1000',
    ]);
    process = await startSignedIn(bff, { services: mocks.urls, env: Object.fromEntries(timeouts) });
  });

  async function ask(documentId: string, variables: object): Promise<Answer> {
    const response = await fetch(`${process.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...process.customer,
      },
      body: JSON.stringify({ documentId, variables }),
    });
    expect(response.status).toBe(200);
    const answer: Answer = JSON.parse(await response.text());
    return answer;
  }

  describe.each(storedDocuments(bff.name))('$name', ({ id, variables }) => {
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
