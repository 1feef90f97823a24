import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BFFS, unhurried } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type SignedInBff, startSignedIn } from '../../support/start-signed-in.ts';
import { type StoredDocument, storedDocuments } from '../../support/stored-documents.ts';

interface Answer {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly unknown[];
}

/** What the screens were promised. */
const MOST_CALLS: Readonly<Record<string, readonly (readonly [document: string, most: number])[]>> = {
  mobile: [
    ['Home', 6],
    ['Orders', 1],
    ['Order', 2],
  ],
  web: [
    ['ProductPage', 10],
    ['Cart', 3],
    ['Checkout', 4],
    ['Search', 4],
    ['OrderHistory', 2],
    ['Delivery', 3],
  ],
};

describe.each([...BFFS])('the documents of $name', (bff) => {
  let mocks: MockServers;
  let running: SignedInBff;

  beforeAll(async () => {
    mocks = started(await startMocks());
    running = await startSignedIn(bff, { services: mocks.urls, env: unhurried(bff) });
  });
  beforeEach(() => mocks.reset());

  it.each(storedDocuments(bff.name))('$name is answered whole', async (document) => {
    const { data = {}, errors } = await ask(running, document);
    expect(errors).toBeUndefined();
    expect(Object.keys(data).filter((field) => data[field] === null)).toEqual([]);
  });

  it.each(MOST_CALLS[bff.name] ?? [])('%s makes at most %i upstream calls', async (name, most) => {
    const document = storedDocuments(bff.name).find((one) => one.name === name);
    if (document === undefined) throw new Error(`${bff.name} has no document ${name}`);
    await ask(running, document);
    const calls = await Promise.all(Object.keys(mocks.urls).map((service) => mocks.calls(service)));
    const operations = calls.flat().map(({ operation }) => operation);
    expect(operations.length).toBeLessThanOrEqual(most);
    expect(operations.length).toBeGreaterThan(0);
  });
});

async function ask({ url, customer }: SignedInBff, { id, variables }: StoredDocument): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...customer },
    body: JSON.stringify({ documentId: id, variables }),
  });
  const answer: Answer = JSON.parse(await response.text());
  return answer;
}
