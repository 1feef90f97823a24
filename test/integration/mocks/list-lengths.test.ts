import { expect, test } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { ask } from './ask.ts';

const mocks = started(await startMocks());

async function read<T>(service: string, path: string): Promise<T> {
  const { status, text } = await ask(`${mocks.urls[service]}${path}`);
  expect(status).toBe(200);
  const body: T = JSON.parse(text);
  return body;
}

interface Reviews {
  readonly reviews: readonly { readonly product_id: string }[];
}

test('a list is no longer than the limit that was asked for', async () => {
  const { items } = await read<{ items: unknown[] }>('catalog', '/products?limit=2');
  expect(items).toHaveLength(2);
});

test('a list that lies deeper is cut as well', async () => {
  const { collection } = await read<{ collection: { products: unknown[] } }>(
    'catalog',
    '/featured-products?limit=1',
  );
  expect(collection.products).toHaveLength(1);
});

test('a limit for each key leaves every key its rows', async () => {
  const both = '/reviews?productIds=prod_kettle&productIds=prod_grinder';
  const { reviews: all } = await read<Reviews>('reviews', `${both}&limitPerProduct=20`);
  const { reviews } = await read<Reviews>('reviews', `${both}&limitPerProduct=1`);
  const products = reviews.map((review) => review.product_id);
  expect(all.length).toBeGreaterThan(reviews.length);
  expect(products).toEqual([...new Set(all.map((review) => review.product_id))]);
});
