import { expect, test } from '@jest/globals';
import { createBound, field, join, leaf, list, object, operationOf, rest, shape } from './create-bound.ts';
import { catalog, review, reviewJoins, reviews, SDL, services } from './review-joins.ts';
import { runOperation } from './run-operation.ts';

test('matches composite keys, whose parts must all be there', async () => {
  const item = { product: '$parent.id', seller: '$parent.sellerId' };
  const match = { 'for.product': '$parent.id', 'for.seller': '$parent.sellerId' };
  const bound = reviewJoins({ into: 'body.where.keys', item, match, body: { sort: 'new' } }, 'searchReviews');
  const upstream = services({
    products: [{ id: 'a', sellerId: 1 }, { id: 'a', sellerId: 2 }, { id: 'b' }],
    reviews: () => ({ body: [{ id: 'second', for: { seller: 2, product: 'a' } }] }),
  });

  const { data } = await runOperation(bound, upstream, '{ products { review { id } } }');

  expect(upstream.calls[1]?.body).toEqual({
    sort: 'new',
    where: {
      keys: [
        { product: 'a', seller: 1 },
        { product: 'a', seller: 2 },
      ],
    },
  });
  expect(data).toEqual({ products: [{ review: null }, { review: { id: 'second' } }, { review: null }] });
});

test('sends keys once that are equal on the wire, also composite ones', async () => {
  const plain = services({ products: [{ id: 7 }, { id: '7' }, { id: 8 }], reviews: () => ({ body: [] }) });
  await runOperation(reviewJoins({}), plain, '{ products { review { id } } }');
  expect(plain.log.slice(1)).toEqual(['reviews.listReviews /reviews?ids=7,8']);

  const item = { product: '$parent.id', seller: ['$parent.sellerId'] };
  const bound = reviewJoins({ into: 'body.keys', item }, 'searchReviews');
  const products = [
    { id: 'a', sellerId: 1 },
    { id: 'a', sellerId: '1' },
    { id: 'a', sellerId: 2 },
  ];
  const composite = services({ products, reviews: () => ({ body: [] }) });
  await runOperation(bound, composite, '{ products { review { id } } }');
  expect(composite.calls[1]?.body).toEqual({
    keys: [
      { product: 'a', seller: [1] },
      { product: 'a', seller: [2] },
    ],
  });
});

test('gives the rows of a list of keys in the order of the keys, without those that are absent', async () => {
  const bound = reviewJoins({
    item: '$parent.lines.sku',
    match: { sku: '$parent.lines.sku' },
    rows: 'listed',
    maxItems: 2,
  });
  const rows = [
    { id: 'B', sku: 'b' },
    { id: 'A', sku: 'a' },
    { id: 'A2', sku: 'a' },
    { id: 'C', sku: 'c' },
  ];
  const upstream = services({
    products: [
      { lines: [{ sku: 'c' }, { sku: 'a' }, {}, { sku: 'x' }, { sku: 'c' }] },
      { lines: [] },
      { lines: null },
      { lines: [{ sku: 'b' }] },
    ],
    reviews: ({ url }) => ({
      body: rows.filter(({ sku }) => url.searchParams.get('ids')?.split(',').includes(sku)),
    }),
  });

  const { data } = await runOperation(bound, upstream, '{ products { reviews { id } } }');

  expect(upstream.log.slice(1)).toEqual([
    'reviews.listReviews /reviews?ids=c,a',
    'reviews.listReviews /reviews?ids=x,b',
  ]);
  expect(data).toEqual({
    products: [
      { reviews: [{ id: 'C' }, { id: 'A' }, { id: 'C' }] },
      { reviews: [] },
      { reviews: null },
      { reviews: [{ id: 'B' }] },
    ],
  });
});

test('fetches a whole list once per request, and matches it', async () => {
  const product = shape('Product', {
    id: field('id', leaf('ID')),
    reviews: join(operationOf(reviews, 'allReviews'), object(review), {
      match: { productId: '$parent.id' },
      rows: 'many',
      at: 'rows',
    }),
  });
  const products = (id: string) => rest(operationOf(catalog, id), list(object(product)));
  const query = shape('Query', { products: products('listProducts'), other: products('getOther') });
  const upstream = services({
    products: [{ id: 'a' }, { id: null }],
    other: [{ id: 'b' }],
    reviews: () => ({
      body: {
        rows: [
          { id: '1', productId: 'b' },
          { id: '2', productId: 'a' },
        ],
      },
    }),
  });

  const { data } = await runOperation(
    createBound({ sdl: SDL, query }),
    upstream,
    '{ products { reviews { id } } other { reviews { id } } }',
  );

  expect(upstream.log.filter((line) => line.startsWith('reviews'))).toEqual([
    'reviews.allReviews /reviews/all',
  ]);
  expect(data).toEqual({
    products: [{ reviews: [{ id: '2' }] }, { reviews: null }],
    other: [{ reviews: [{ id: '1' }] }],
  });
});

test.each<[string, string | undefined, unknown]>([
  ['none', undefined, [{ id: '2' }]],
  ['another relation', '</reviews/all>; rel="first"', [{ id: '2' }]],
  ['a next page', '</reviews/all?page=2>; rel="next"', null],
])('a whole list with a link to %s is held to be whole', async (_, link, expected) => {
  const product = shape('Product', {
    id: field('id', leaf('ID')),
    reviews: join(operationOf(reviews, 'allReviews'), object(review), {
      match: { productId: '$parent.id' },
      rows: 'many',
      at: 'rows',
    }),
  });
  const products = rest(operationOf(catalog, 'listProducts'), list(object(product)));
  const upstream = services({
    products: [{ id: 'a' }],
    reviews: () => ({
      body: { rows: [{ id: '2', productId: 'a' }] },
      headers: link === undefined ? {} : { link },
    }),
  });

  const { data, errors } = await runOperation(
    createBound({ sdl: SDL, query: shape('Query', { products }) }),
    upstream,
    '{ products { reviews { id } } }',
  );

  expect(data).toEqual({ products: [{ reviews: expected }] });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(
    expected === null ? ['CONTRACT_VIOLATED'] : [],
  );
});
