import { expect, test } from '@jest/globals';
import { BFFS } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { startSignedIn } from '../../support/start-signed-in.ts';

const mocks = started(await startMocks());
const web = BFFS.find(({ name }) => name === 'web');
if (web === undefined) throw new Error('there is no BFF for the web');
const { url, customer } = await startSignedIn(web, { services: mocks.urls });

type Cursor = string | number | null;

interface Page {
  readonly next: Cursor;
  readonly items: readonly { readonly id: string }[];
}

/** A field of the web schema that has pages. */
interface PagedField {
  readonly name: string;
  /** The field that it stands in. */
  readonly within?: string;
  /** The argument that takes the cursor. @default after */
  readonly argument?: string;
  /** What rows are told apart by. @default id */
  readonly key?: string;
}

async function readPage(field: PagedField, first: number, cursor: Cursor): Promise<Page> {
  const { name, within, argument = 'after', key = 'id' } = field;
  const after = cursor === null ? '' : `, ${argument}: ${JSON.stringify(cursor)}`;
  const page = `page: ${name}(first: ${first}${after}) { next items { id: ${key} } }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...customer,
    },
    body: JSON.stringify({ query: within === undefined ? `{ ${page} }` : `{ ${within} { ${page} } }` }),
  });
  const answer: { data: { page?: Page } & Record<string, { page: Page } | undefined>; errors?: unknown } =
    JSON.parse(await response.text());
  expect(answer.errors).toBeUndefined();
  const found = within === undefined ? answer.data.page : answer.data[within]?.page;
  if (found === undefined) throw new Error(`no page of ${name}`);
  return found;
}

/** The rows of each page, one after the other, until there is no next one. */
async function readPages(field: PagedField, first: number): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  let cursor: Cursor = null;
  do {
    const { next, items } = await readPage(field, first, cursor);
    pages.push(items.map(({ id }) => id));
    cursor = next;
  } while (cursor !== null && pages.length < 100);
  return pages;
}

test.each<[string, PagedField, number]>([
  ['a property of the body', { name: 'products' }, 5],
  ['page numbers', { name: 'pickupPoints', argument: 'page', key: 'code' }, 1],
  ['a property that is called otherwise', { name: 'myReviews' }, 1],
  ['a link in the body', { name: 'orders' }, 1],
  ['a Link header', { name: 'signIns', within: 'me' }, 2],
])('the shop turns its pages by %s, and each row comes once', async (_, field, first) => {
  const all = (await readPages(field, 20)).flat();
  const pages = await readPages(field, first);

  expect(pages.flat()).toEqual(all);
  expect(new Set(all).size).toBe(all.length);
  expect(pages.slice(0, -1).map(({ length }) => length)).toEqual(pages.slice(0, -1).map(() => first));
  expect(pages.length).toBeGreaterThanOrEqual(Math.ceil(all.length / first));
});
