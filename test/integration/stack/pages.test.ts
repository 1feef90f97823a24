import { beforeAll, describe, expect, it } from '@jest/globals';
import { BFFS, unhurried } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type SignedInBff, startSignedIn } from '../../support/start-signed-in.ts';

interface Page {
  readonly items: readonly Readonly<Record<string, string>>[];
  readonly next: string | number | null;
}

/** Each service pages in its own way, and clients see one. */
const PAGES = [
  {
    client: 'web',
    by: 'a cursor in the body',
    query:
      'query ($first: Int!, $after: String) { page: products(first: $first, after: $after) { items { id } next } }',
    first: 20,
  },
  {
    client: 'web',
    by: 'a link in a header',
    query: `query ($first: Int!, $after: String) {
      me { page: signIns(first: $first, after: $after) { items { id } next } }
    }`,
    first: 1,
  },
  {
    client: 'web',
    by: 'a link in the body',
    query:
      'query ($first: Int!, $after: String) { page: orders(first: $first, after: $after) { items { id } next } }',
    first: 1,
  },
  {
    client: 'web',
    by: 'the number of the page',
    query: `query ($first: Int!, $after: Int! = 1) {
      page: pickupPoints(first: $first, page: $after) { items { id: code } next }
    }`,
    first: 1,
  },
  {
    client: 'mobile',
    by: 'a link in the body',
    query:
      'query ($first: Int!, $after: String) { page: orders(first: $first, after: $after) { items { id } next } }',
    first: 2,
  },
] as const;

/** More than any list of the mocks has. */
const MOST_PAGES = 40;

describe.each(BFFS)('pages of $name', (bff) => {
  let mocks: MockServers;
  let running: SignedInBff;
  beforeAll(async () => {
    mocks = started(await startMocks());
    running = await startSignedIn(bff, { services: mocks.urls, env: unhurried(bff) });
  });

  async function read(query: string, variables: object): Promise<Page> {
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...running.customer },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors }: { data: { page?: Page; me?: { page: Page } }; errors?: unknown } = JSON.parse(
      await response.text(),
    );
    expect(errors).toBeUndefined();
    const page = data.page ?? data.me?.page;
    if (page === undefined) throw new Error('the answer holds no page');
    return page;
  }

  it.each(PAGES.filter(({ client }) => client === bff.name))(
    'by $by lead through the whole list, each row once',
    async ({ query, first }) => {
      const pages: Page[] = [await read(query, { first })];
      for (
        let next = pages[0]?.next;
        next !== undefined && next !== null && pages.length < MOST_PAGES;
        next = pages.at(-1)?.next
      ) {
        pages.push(await read(query, { first, after: next }));
      }
      const rows = pages.flatMap(({ items }) => items.map(({ id }) => id));
      const { items, next } = await read(query, { first: 50 });
      expect(pages.length).toBeGreaterThan(1);
      expect(new Set(rows).size).toBe(rows.length);
      expect(rows.slice(0, 50)).toEqual(items.map(({ id }) => id));
      expect(next === null).toBe(rows.length <= 50);
    },
  );
});
