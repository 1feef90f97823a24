import { expect, test } from '@jest/globals';
import { array, assert, asyncProperty, nat, record } from 'fast-check';
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
import { type FakeAnswer, type FakeCall, fakeUpstream, runOperation, settled } from './run-operation.ts';

const shop = createContract('shop', {
  listShelves: 'GET /shelves',
  getShelf: 'GET /shelves/{id}',
  getDetail: 'GET /details/{id}',
  listPrices: 'GET /prices?ids*',
  listBrands: 'GET /brands?ids*',
});

const brand = shape('Brand', { id: field('id', leaf('ID')) });
const price = shape('Price', {
  id: field('id', leaf('ID')),
  brand: join(operationOf(shop, 'listBrands'), object(brand), {
    into: 'ids',
    item: '$parent.brandId',
    match: { id: '$parent.brandId' },
    maxItems: 2,
  }),
});
const detail = shape('Detail', {
  id: field('id', leaf('ID')),
  price: join(operationOf(shop, 'listPrices'), object(price), {
    into: 'ids',
    item: '$parent.id',
    match: { id: '$parent.id' },
    maxItems: 3,
  }),
});
const product = shape('Product', {
  id: field('id', leaf('ID')),
  detail: rest(operationOf(shop, 'getDetail'), object(detail), { args: { id: '$parent.id' }, fanout: 4 }),
});
const shelf = shape('Shelf', {
  products: rest(operationOf(shop, 'getShelf'), list(object(product)), {
    args: { id: '$parent.id' },
    fanout: 9,
  }),
});
const bound = createBound({
  sdl: `
    type Query { shelves: [Shelf] }
    type Shelf { products: [Product] }
    type Product { id: ID detail: Detail! }
    type Detail { id: ID price: Price }
    type Price { id: ID brand: Brand! }
    type Brand { id: ID }
  `,
  query: shape('Query', { shelves: rest(operationOf(shop, 'listShelves'), list(object(shelf))) }),
});
const DOCUMENT = '{ shelves { products { id detail { price { id brand { id } } } } } }';

/** Which products stand on which shelf, and which calls fail. */
interface World {
  readonly shelves: readonly (readonly number[])[];
  readonly failing: ReadonlySet<number>;
}

function answer({ shelves, failing }: World, { operation, url }: FakeCall): FakeAnswer {
  const id = Number(url.pathname.split('/').at(-1));
  const ids = (url.searchParams.get('ids') ?? '').split(',');
  switch (operation) {
    case 'shop.listShelves':
      return { body: shelves.map((_, index) => ({ id: index })) };
    case 'shop.getShelf':
      return { body: (shelves[id] ?? []).map((one) => ({ id: one })) };
    case 'shop.getDetail':
      return failing.has(id) ? { status: 500 } : { body: { id: id % 5 } };
    case 'shop.listPrices':
      return { body: ids.map((one) => ({ id: one, brandId: `b${Number(one) % 3}` })) };
    default:
      return ids.some((one) => failing.has(10 + Number(one.slice(1))))
        ? { status: 503 }
        : { body: ids.map((one) => ({ id: one })) };
  }
}

/** Every call waits until it is its turn, which `order` decides. */
async function runInOrder(world: World, order: readonly number[]) {
  const waiting: (() => void)[] = [];
  const upstream = fakeUpstream(
    Object.fromEntries(
      [...shop.operationsById.values()].map(({ coordinate }) => [
        coordinate,
        (call: FakeCall) =>
          new Promise<FakeAnswer>((resolve) => waiting.push(() => resolve(answer(world, call)))),
      ]),
    ),
  );
  const running = runOperation(bound, upstream, DOCUMENT);
  const progress = { isOver: false };
  void running.finally(() => {
    progress.isOver = true;
  });
  for (let step = 0; !progress.isOver; step += 1) {
    const next = (order[step % order.length] ?? 0) % Math.max(1, waiting.length);
    waiting.splice(next, 1)[0]?.();
    await settled();
    if (!progress.isOver && waiting.length === 0)
      throw new Error('nothing is under way, and there is no answer');
  }
  const { data, errors } = await running;
  const byPath = errors.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { data, errors: byPath, calls: upstream.log.toSorted() };
}

const worlds = record({
  shelves: array(array(nat(8), { maxLength: 4 }), { maxLength: 3 }),
  failing: array(nat(12), { maxLength: 4 }).map((ids) => new Set(ids)),
});

test('answers the same with the same calls, in whatever order services answer, and never gets stuck', async () => {
  await assert(
    asyncProperty(worlds, array(nat(20), { minLength: 1, maxLength: 20 }), async (world, order) => {
      const inOrder = await runInOrder(world, [0]);
      const shuffled = await runInOrder(world, order);

      expect(shuffled).toEqual(inOrder);
    }),
    { numRuns: 150 },
  );
});
