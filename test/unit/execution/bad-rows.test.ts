import { expect, test } from '@jest/globals';
import { ok } from '../binding/bind-text.ts';
import { askShop, objectOf, TEXT } from './ask-shop.ts';
import {
  createBound,
  createContract,
  field,
  leaf,
  list,
  object,
  operationOf,
  rest,
  shape,
} from './create-bound.ts';
import { reviewJoins, services } from './review-joins.ts';
import { fakeUpstream, runOperation } from './run-operation.ts';

const TOO_LONG = 'x'.repeat(3_000);
const QUERY = '{ products { reviews { id } } }';

test('a key that cannot be sent fails alone', async () => {
  const upstream = services({
    products: [{ id: 'a' }, { id: TOO_LONG }, { id: 'b' }],
    reviews: () => ({
      body: [
        { id: '1', productId: 'a' },
        { id: '2', productId: 'b' },
      ],
    }),
  });
  const { data, errors } = await runOperation(reviewJoins({}), upstream, QUERY);
  expect(data).toEqual({
    products: [{ reviews: [{ id: '1' }] }, { reviews: null }, { reviews: [{ id: '2' }] }],
  });
  expect(errors).toHaveLength(1);
  expect(upstream.log.slice(1)).toEqual(['reviews.listReviews /reviews?ids=a,b']);
});

test('when no key can be sent, nothing is asked for', async () => {
  const upstream = services({
    products: [{ id: TOO_LONG }, { id: `${TOO_LONG}y` }],
    reviews: () => ({ body: [] }),
  });
  const { data } = await runOperation(reviewJoins({}), upstream, QUERY);
  expect(data).toEqual({ products: [{ reviews: null }, { reviews: null }] });
  expect(upstream.calls).toHaveLength(1);
});

test('an empty key is none: it would widen the query', async () => {
  const upstream = services({ products: [{ id: '' }], reviews: () => ({ body: [] }) });
  const { data } = await runOperation(reviewJoins({}), upstream, QUERY);
  expect(data).toEqual({ products: [{ reviews: null }] });
  expect(upstream.calls).toHaveLength(1);
});

test('what is no row belongs to nobody', async () => {
  const upstream = services({
    products: [{ id: 'a' }],
    reviews: () => ({ body: [5, [], null, { id: '1', productId: 'a' }] }),
  });
  const { data, errors } = await runOperation(reviewJoins({}), upstream, QUERY);
  expect({ data, errors }).toEqual({ data: { products: [{ reviews: [{ id: '1' }] }] }, errors: [] });
});

test('a list of keys that is too long is refused before its calls', async () => {
  const lines = Array.from({ length: 6 }, (_, index) => ({ sku: `s${index}` }));
  const bound = reviewJoins({
    item: '$parent.lines.sku',
    match: { sku: '$parent.lines.sku' },
    rows: 'listed',
    maxRows: 5,
  });
  const upstream = services({ products: [{ lines }], reviews: () => ({ body: [] }) });
  const { errors } = await runOperation(bound, upstream, QUERY);
  expect(errors).toMatchObject([{ extensions: { code: 'CONTRACT_VIOLATED', service: 'catalog' } }]);
  expect(upstream.calls).toHaveLength(1);
});

const catalog = createContract('catalog', {
  listProducts: 'GET /products',
  getRate: 'GET /rate?Idempotency-Key#',
});

test('CONTRACT_VIOLATED names the service and the place of a null that was promised not to be', async () => {
  const product = shape('Product', {
    id: field('id', leaf('ID')),
    tags: field('tags', list(leaf('String'))),
  });
  const bound = createBound({
    sdl: 'type Query { products: [Product] } type Product { id: ID! tags: [String!] }',
    query: shape('Query', { products: rest(operationOf(catalog, 'listProducts'), list(object(product))) }),
  });
  const body = [
    { id: null, tags: [] },
    { id: 'b', tags: ['x', null] },
  ];
  const upstream = fakeUpstream({ 'catalog.listProducts': () => ({ body }) });
  const { data, errors } = await runOperation(bound, upstream, '{ products { id tags } }');
  expect(data).toEqual({ products: [null, { id: 'b', tags: null }] });
  expect(errors).toMatchObject([
    {
      path: 'products.0.id',
      extensions: { code: 'CONTRACT_VIOLATED', service: 'catalog', pointer: '/0/id' },
    },
    { path: 'products.1.tags.1', extensions: { code: 'CONTRACT_VIOLATED', pointer: '/1/tags/1' } },
  ]);
});

test('equal reads are one call, also where the contract wants an Idempotency-Key', async () => {
  const rate = shape('Rate', { id: field('id', leaf('ID')) });
  const product = shape('Product', { rate: rest(operationOf(catalog, 'getRate'), object(rate)) });
  const bound = createBound({
    sdl: 'type Query { products: [Product] } type Product { rate: Rate } type Rate { id: ID }',
    query: shape('Query', { products: rest(operationOf(catalog, 'listProducts'), list(object(product))) }),
  });
  const upstream = fakeUpstream({
    'catalog.listProducts': () => ({ body: [{}, {}, {}] }),
    'catalog.getRate': () => ({ body: { id: 'r' } }),
  });
  await runOperation(bound, upstream, '{ products { rate { id } } }');
  expect(upstream.log).toEqual(['catalog.listProducts /products', 'catalog.getRate /rate']);
});

test('a result whose body is null is the failure that its status says, and no null without a word', async () => {
  const { data, errors } = await askShop(
    {
      sdl: `type Query { it: Result @public @rest(operation: "shop.getIt") } union Result = It | Taken
        type It { id: ID! } type Taken @status(code: [409]) { reason: String! }`,
      paths: {
        '/it': {
          get: {
            operationId: 'getIt',
            responses: { 200: ok(objectOf({ id: TEXT })), 409: ok(objectOf({ reason: TEXT })) },
          },
        },
      },
      answers: { getIt: () => ({ status: 409, body: null }) },
    },
    '{ it { __typename } }',
  );
  expect(data).toEqual({ it: null });
  expect(errors).toMatchObject([{ path: 'it', extensions: { code: 'UPSTREAM_CONFLICT' } }]);
});
