import { expect, test } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import {
  createBound,
  createContract,
  field,
  join,
  leaf,
  object,
  operationOf,
  rest,
  shape,
} from './create-bound.ts';
import { type FakeAnswer, type FakeUpstream, fakeUpstream, runOperation, settled } from './run-operation.ts';

const shop = createContract('shop', {
  addItem: 'POST /items?#Idempotency-Key!',
  listStock: 'GET /stock?ids*',
  getCart: 'GET /cart',
});
const SDL = `
  type Query { cart: Cart }
  type Mutation { add(sku: ID): Item group: Group }
  type Group { add(sku: ID): Item }
  type Item { sku: ID stock: Stock cart: Cart }
  type Stock { left: Int }
  type Cart { size: Int }
`;
const cart = shape('Cart', { size: field('size', leaf('Int')) });
const stock = shape('Stock', { left: field('left', leaf('Int')) });
const item = shape('Item', {
  sku: field('sku', leaf('ID')),
  stock: join(operationOf(shop, 'listStock'), object(stock), {
    into: 'ids',
    item: '$parent.sku',
    match: { sku: '$parent.sku' },
  }),
  cart: rest(operationOf(shop, 'getCart'), object(cart)),
});
const add = rest(operationOf(shop, 'addItem'), object(item), { body: { sku: '$args.sku' } });
const bound = createBound({
  sdl: SDL,
  query: shape('Query', { cart: rest(operationOf(shop, 'getCart'), object(cart)) }),
  mutation: shape('Mutation', { add, group: { kind: 'group', shape: shape('Group', { add }) } }),
});

/** A cart that grows with each write. */
function shopWith(beforeAdd: () => Promise<void> = async () => {}): FakeUpstream {
  let size = 0;
  return fakeUpstream({
    'shop.addItem': async ({ body }): Promise<FakeAnswer> => {
      await beforeAdd();
      size += 1;
      return { status: 201, body: body ?? null };
    },
    'shop.getCart': () => ({ body: { size } }),
    'shop.listStock': ({ url }) => ({
      body: (url.searchParams.get('ids') ?? '').split(',').map((sku) => ({ sku, left: 10 - size })),
    }),
  });
}

test('makes writes one after the other, and never merges equal ones', async () => {
  const upstream = shopWith();

  await runOperation(bound, upstream, 'mutation { a: add(sku: 1) { sku } b: add(sku: 1) { sku } }');

  expect(upstream.log).toEqual(['shop.addItem /items', 'shop.addItem /items']);
});

test('makes writes of a group one after the other, too', async () => {
  const gate = Promise.withResolvers<void>();
  const upstream = shopWith(() => gate.promise);

  const result = runOperation(
    bound,
    upstream,
    'mutation { group { a: add(sku: 1) { sku } b: add(sku: 2) { sku } } }',
  );
  await settled();
  expect(upstream.calls.map(({ body }) => body)).toEqual([{ sku: '1' }]);
  gate.resolve();

  expect((await result).data).toEqual({ group: { a: { sku: '1' }, b: { sku: '2' } } });
});

test.each([
  ['is refused', () => ({ status: 409 }), 'UPSTREAM_CONFLICT'],
  [
    'gets no answer',
    () => Promise.reject(new GatewayError('UPSTREAM_TIMED_OUT', { service: 'shop' })),
    'UPSTREAM_TIMED_OUT',
  ],
])('makes later writes of a group although an earlier one %s', async (_how, fail, code) => {
  const upstream = fakeUpstream({
    'shop.addItem': ({ body }) =>
      JSON.stringify(body) === '{"sku":"1"}' ? fail() : { status: 201, body: { sku: '2' } },
  });

  const { data, errors } = await runOperation(
    bound,
    upstream,
    'mutation { group { a: add(sku: 1) { sku } b: add(sku: 2) { sku } } }',
  );

  expect(data).toEqual({ group: { a: null, b: { sku: '2' } } });
  expect(errors).toMatchObject([{ path: 'group.a', extensions: { code, service: 'shop' } }]);
});

test('reads again what a write may have changed: no read is remembered across one', async () => {
  const upstream = shopWith();

  const { data } = await runOperation(
    bound,
    upstream,
    'mutation { a: add(sku: 1) { cart { size } stock { left } } b: add(sku: 1) { cart { size } stock { left } } }',
  );

  expect(data).toEqual({
    a: { cart: { size: 1 }, stock: { left: 9 } },
    b: { cart: { size: 2 }, stock: { left: 8 } },
  });
});

function keysOf(upstream: FakeUpstream): (string | undefined)[] {
  return upstream.calls.map(({ headers }) => headers['idempotency-key']);
}

const TWO = 'mutation { a: add(sku: 1) { sku } b: add(sku: 1) { sku } }';

test('gives each write an idempotency key of its own, equal when the client repeats its request', async () => {
  const [first, second, other] = [shopWith(), shopWith(), shopWith()];
  await runOperation(bound, first, TWO, { idempotencyKey: 'client-key' });
  await runOperation(bound, second, TWO, { idempotencyKey: 'client-key' });
  await runOperation(bound, other, TWO, { idempotencyKey: 'another' });

  expect(new Set(keysOf(first)).size).toBe(2);
  expect(keysOf(first)).toEqual(keysOf(second));
  expect(keysOf(other)).not.toContain(keysOf(first)[0]);
  expect(keysOf(first)[0]).toMatch(/^[0-9a-f]{64}$/);
});

test('makes idempotency keys for clients that send none, new ones for each request', async () => {
  const [first, second] = [shopWith(), shopWith()];
  await runOperation(bound, first, TWO);
  await runOperation(bound, second, TWO);

  expect(new Set([...keysOf(first), ...keysOf(second)]).size).toBe(4);
});
