import { expect, test } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import { reviewJoins, services, twoEach } from './review-joins.ts';
import { runOperation } from './run-operation.ts';

test('asks once for all parents of a level, each key once and never null', async () => {
  const products = ['a', 'b', null, 'a'].map((id) => ({ id }));
  const upstream = services({ products, reviews: twoEach });

  const { data, errors } = await runOperation(
    reviewJoins({}),
    upstream,
    '{ products { id reviews { id } } }',
  );

  expect(upstream.log).toEqual(['catalog.listProducts /products', 'reviews.listReviews /reviews?ids=a,b']);
  expect(data).toEqual({
    products: [
      { id: 'a', reviews: [{ id: 'a-1' }, { id: 'a-2' }] },
      { id: 'b', reviews: [{ id: 'b-1' }, { id: 'b-2' }] },
      { id: null, reviews: null },
      { id: 'a', reviews: [{ id: 'a-1' }, { id: 'a-2' }] },
    ],
  });
  expect(errors).toEqual([]);
});

test('makes no call when there is no key at all', async () => {
  const upstream = services({ products: [{ id: null }, {}], reviews: twoEach });

  await runOperation(reviewJoins({}), upstream, '{ products { reviews { id } } }');

  expect(upstream.log).toEqual(['catalog.listProducts /products']);
});

test('sends at most maxItems keys a call, in document order', async () => {
  const products = [5, 3, 1, 4, 2].map((id) => ({ id }));
  const upstream = services({ products, reviews: twoEach });

  await runOperation(reviewJoins({ maxItems: 2 }), upstream, '{ products { reviews { id } } }');

  expect(upstream.log.slice(1)).toEqual([
    'reviews.listReviews /reviews?ids=5,3',
    'reviews.listReviews /reviews?ids=1,4',
    'reviews.listReviews /reviews?ids=2',
  ]);
});

test('gives [] for no rows, null for a single field, and the first of duplicates', async () => {
  const products = [{ id: 'a' }, { id: 'b' }];
  const upstream = services({
    products,
    reviews: () => ({ body: [1, 2].map((n) => ({ id: `a-${n}`, productId: 'a' })) }),
  });

  const { data } = await runOperation(
    reviewJoins({}),
    upstream,
    '{ products { reviews { id } review { id } } }',
  );

  expect(data).toEqual({
    products: [
      { reviews: [{ id: 'a-1' }, { id: 'a-2' }], review: { id: 'a-1' } },
      { reviews: [], review: null },
    ],
  });
});

test('compares keys by their wire text, and leaves rows without a match key out', async () => {
  const upstream = services({
    products: [{ id: 7 }],
    reviews: () => ({ body: [{ id: 'x' }, { id: 'y', productId: null }, { id: 'z', productId: '7' }] }),
  });

  const { data } = await runOperation(reviewJoins({}), upstream, '{ products { review { id } } }');

  expect(data).toEqual({ products: [{ review: { id: 'z' } }] });
});

test('never merges two paths, and asks keys that were asked before with equal arguments no second time', async () => {
  const upstream = services({
    products: [{ id: 'a' }, { id: 'b' }],
    other: [{ id: 'b' }, { id: 'c' }],
    reviews: twoEach,
  });

  const { data } = await runOperation(
    reviewJoins({}),
    upstream,
    '{ products { reviews { id } } other { reviews { id } } }',
  );

  expect(upstream.log.slice(2)).toEqual([
    'reviews.listReviews /reviews?ids=a,b',
    'reviews.listReviews /reviews?ids=c',
  ]);
  expect(data).toMatchObject({ other: [{ reviews: [{ id: 'b-1' }, { id: 'b-2' }] }, {}] });
});

test('asks again with other arguments', async () => {
  const bound = reviewJoins({ args: { limit: '$args.first' } });
  const upstream = services({ products: [{ id: 'a' }], reviews: twoEach });

  await runOperation(bound, upstream, '{ products { reviews(first: 1) { id } again(first: 2) { id } } }');

  expect(upstream.log.slice(1)).toEqual([
    'reviews.listReviews /reviews?ids=a&limit=1',
    'reviews.listReviews /reviews?ids=a&limit=2',
  ]);
});

test('REL-19 nulls the fields of the chunk that failed, and keeps all others', async () => {
  const products = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
  const upstream = services({
    products,
    reviews: (call) => {
      if (call.url.searchParams.get('ids') === 'c,d')
        throw new GatewayError('UPSTREAM_TIMED_OUT', { service: 'reviews' });
      return twoEach(call);
    },
  });

  const { data, errors } = await runOperation(
    reviewJoins({ maxItems: 2 }),
    upstream,
    '{ products { id review { id } } }',
  );

  expect(data).toEqual({
    products: [
      { id: 'a', review: { id: 'a-1' } },
      { id: 'b', review: { id: 'b-1' } },
      { id: 'c', review: null },
      { id: 'd', review: null },
    ],
  });
  expect(errors).toEqual(
    [2, 3].map((index) => ({
      path: `products.${index}.review`,
      extensions: { code: 'UPSTREAM_TIMED_OUT', service: 'reviews' },
    })),
  );
});
