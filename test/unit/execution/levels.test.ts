import { expect, test } from '@jest/globals';
import type { BoundField } from '../../../gateway/binding/model.ts';
import { GatewayError } from '../../../gateway/errors.ts';
import {
  createBound,
  createContract,
  field,
  join,
  leaf,
  list,
  object,
  operationOf,
  rest,
  shape,
} from './create-bound.ts';
import { type FakeAnswer, fakeUpstream, runOperation, settled } from './run-operation.ts';

const shop = createContract('shop', {
  listProducts: 'GET /products',
  getSlow: 'GET /slow',
  getDetail: 'GET /details/{id}',
  listPrices: 'GET /prices?ids*',
  listBrands: 'GET /brands?ids*',
});

const SDL = `
  type Query { products: [Product] slow: Product }
  type Product { id: ID detail: Detail price: Price must: Detail! }
  type Detail { id: ID price: Price }
  type Price { amount: Int brand: Brand }
  type Brand { name: String }
`;

function byId(operation: string, target: ReturnType<typeof shape>, key = '$parent.id'): BoundField {
  return join(operationOf(shop, operation), object(target), { into: 'ids', item: key, match: { id: key } });
}

const brand = shape('Brand', { name: field('name', leaf('String')) });
const price = shape('Price', {
  amount: field('amount', leaf('Int')),
  brand: byId('listBrands', brand, '$parent.brandId'),
});
const detail = shape('Detail', { id: field('id', leaf('ID')), price: byId('listPrices', price) });
const detailCall = rest(operationOf(shop, 'getDetail'), object(detail), {
  args: { id: '$parent.id' },
  fanout: 10,
});
const product = shape('Product', {
  id: field('id', leaf('ID')),
  detail: detailCall,
  must: detailCall,
  price: byId('listPrices', price),
});
const bound = createBound({
  sdl: SDL,
  query: shape('Query', {
    products: rest(operationOf(shop, 'listProducts'), list(object(product))),
    slow: rest(operationOf(shop, 'getSlow'), object(product)),
  }),
});

const idsOf = (url: URL) => (url.searchParams.get('ids') ?? '').split(',');
const prices = ({ url }: { url: URL }): FakeAnswer => ({
  body: idsOf(url).map((id) => ({ id, amount: 5, brandId: `brand-${id}` })),
});
const brands = ({ url }: { url: URL }): FakeAnswer => ({ body: idsOf(url).map((id) => ({ id, name: id })) });
const products = () => ({ body: [{ id: 'a' }, { id: 'b' }] });

test('starts a join as soon as its parents are there, while an unrelated call is still in flight', async () => {
  const slow = Promise.withResolvers<FakeAnswer>();
  const upstream = fakeUpstream({
    'shop.listProducts': products,
    'shop.getSlow': () => slow.promise,
    'shop.listPrices': prices,
    'shop.listBrands': brands,
  });

  const result = runOperation(bound, upstream, '{ slow { id } products { price { brand { name } } } }');
  await settled();

  expect(upstream.log).toEqual([
    'shop.getSlow /slow',
    'shop.listProducts /products',
    'shop.listPrices /prices?ids=a,b',
    'shop.listBrands /brands?ids=brand-a,brand-b',
  ]);
  slow.resolve({ body: { id: 's' } });
  expect((await result).errors).toEqual([]);
});

test('starts a join only when all of its parents are settled, and then once', async () => {
  const details = { a: Promise.withResolvers<FakeAnswer>(), b: Promise.withResolvers<FakeAnswer>() };
  const upstream = fakeUpstream({
    'shop.listProducts': products,
    'shop.getDetail': ({ url }) => (url.pathname.endsWith('a') ? details.a.promise : details.b.promise),
    'shop.listPrices': prices,
  });

  const result = runOperation(bound, upstream, '{ products { detail { price { amount } } } }');
  await settled();
  details.b.resolve({ body: { id: 'y' } });
  await settled();
  expect(upstream.log).not.toContainEqual(expect.stringContaining('prices'));
  details.a.resolve({ body: { id: 'x' } });
  await result;

  expect(upstream.log.slice(3)).toEqual(['shop.listPrices /prices?ids=x,y']);
});

test.each(['a', 'b'])('does not wait for ever for an ancestor that failed: detail %s', async (failing) => {
  const upstream = fakeUpstream({
    'shop.listProducts': products,
    'shop.getDetail': ({ url }) => {
      const id = url.pathname.slice(-1);
      if (id === failing) throw new GatewayError('UPSTREAM_TIMED_OUT', { service: 'shop' });
      return { body: { id } };
    },
    'shop.listPrices': prices,
  });

  const { data, errors } = await runOperation(
    bound,
    upstream,
    '{ products { id detail { price { amount } } } }',
  );

  const detailOf = (id: string) => (id === failing ? null : { price: { amount: 5 } });
  expect(data).toEqual({ products: ['a', 'b'].map((id) => ({ id, detail: detailOf(id) })) });
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_TIMED_OUT', service: 'shop' } }]);
});

test('answers when a non-null child blanks one parent of a level whose other parents go on', async () => {
  const upstream = fakeUpstream({
    'shop.listProducts': products,
    'shop.getDetail': ({ url }) => (url.pathname.endsWith('a') ? { status: 500 } : { body: { id: 'y' } }),
    'shop.listPrices': prices,
  });

  const { data, errors } = await runOperation(
    bound,
    upstream,
    '{ products { must { price { amount } } price { amount } } }',
  );

  expect(data).toEqual({ products: [null, { must: { price: { amount: 5 } }, price: { amount: 5 } }] });
  expect(errors).toMatchObject([{ path: 'products.0.must', extensions: { code: 'UPSTREAM_FAILED' } }]);
});

test('keeps a level together when it is asked through fragments and aliases', async () => {
  const upstream = fakeUpstream({ 'shop.listProducts': products, 'shop.listPrices': prices });
  const document = `
    { products { ...F ... on Product { price { amount } } } }
    fragment F on Product { price { amount } again: price { amount } }
  `;

  await runOperation(bound, upstream, document);

  // The alias is another path, whose keys were asked already.
  expect(upstream.log.slice(1)).toEqual(['shop.listPrices /prices?ids=a,b']);
});

test('REL-02 starts nothing more once the answer is complete', async () => {
  const sdl = `type Query { a: Product! b: Product } type Product { id: ID price: Price } type Price { amount: Int }`;
  const query = shape('Query', {
    a: rest(operationOf(shop, 'getSlow'), object(product)),
    b: rest(operationOf(shop, 'listProducts'), object(product)),
  });
  const late = Promise.withResolvers<FakeAnswer>();
  const upstream = fakeUpstream({
    'shop.getSlow': () => ({ status: 500 }),
    'shop.listProducts': () => late.promise,
  });

  const { data } = await runOperation(
    createBound({ sdl, query }),
    upstream,
    '{ a { id } b { price { amount } } }',
  );
  late.resolve({ body: { id: 'b' } });
  await settled();

  expect(data).toBeNull();
  expect(upstream.log).toHaveLength(2);
});
