import { expect, test } from '@jest/globals';
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
import { type FakeAnswer, fakeUpstream, runOperation, settled } from './run-operation.ts';

const shop = createContract('shop', {
  getLists: 'GET /lists/{id}',
  getItem: 'GET /items/{id}',
  getStatic: 'GET /static',
});

const SDL = `
  type Query { lists: [List] }
  type List { more: Inner }
  type Inner { items: [Item] }
  type Item { id: ID thing: Thing fixed: Thing }
  type Thing { id: ID }
`;
const thing = shape('Thing', { id: field('id', leaf('ID')) });
const item = shape('Item', {
  id: field('id', leaf('ID')),
  thing: rest(operationOf(shop, 'getItem'), object(thing), { args: { id: '$parent.id' }, fanout: 2 }),
  fixed: rest(operationOf(shop, 'getStatic'), object(thing)),
});
const inner = shape('Inner', { items: field('items', list(object(item))) });
const row = shape('List', {
  more: rest(operationOf(shop, 'getLists'), object(inner), { args: { id: '$parent.id' }, fanout: 5 }),
});
const lists = rest(operationOf(shop, 'getStatic'), list(object(row)));
const bound = createBound({ sdl: SDL, query: shape('Query', { lists }) });

const DOCUMENT = '{ lists { more { items { id thing { id } } } } }';
const echo = ({ url }: { url: URL }): FakeAnswer => ({
  body: { id: url.pathname.split('/').at(-1) ?? null },
});

/** Lists 1, 2, …, each with items of these ids; the first list answers last. */
function shopWith(itemsOf: readonly (readonly (string | null)[])[]) {
  const first = Promise.withResolvers<void>();
  const upstream = fakeUpstream({
    'shop.getStatic': () => ({ body: itemsOf.map((_, index) => ({ id: index + 1 })) }),
    'shop.getLists': async ({ url }) => {
      const number = Number(url.pathname.split('/').at(-1));
      if (number === 1) await first.promise;
      return { body: { items: (itemsOf[number - 1] ?? []).map((id) => ({ id })) } };
    },
    'shop.getItem': echo,
  });
  return { upstream, releaseFirst: () => first.resolve() };
}

/** An item whose call was made. */
function there(id: string) {
  return { id, thing: { id } };
}

test('makes the first N distinct calls in document order, whatever arrived first, and nulls later rows', async () => {
  const { upstream, releaseFirst } = shopWith([
    ['a', 'a'],
    ['b', 'c', 'a'],
  ]);

  const result = runOperation(bound, upstream, DOCUMENT);
  await settled();
  expect(upstream.log).toHaveLength(3);
  releaseFirst();
  const { data, errors } = await result;

  expect(upstream.log.slice(3)).toEqual(['shop.getItem /items/a', 'shop.getItem /items/b']);
  expect(data).toEqual({
    lists: [
      { more: { items: [there('a'), there('a')] } },
      { more: { items: [there('b'), { id: 'c', thing: null }, there('a')] } },
    ],
  });
  expect(errors).toEqual([
    {
      path: 'lists.1.more.items.1.thing',
      extensions: { code: 'FANOUT_EXCEEDED', service: 'shop', limit: { name: 'fanout', max: 2 } },
    },
  ]);
});

test('does not count rows without a source: they make no call', async () => {
  const { upstream, releaseFirst } = shopWith([[null, null, 'a', null, 'b']]);
  releaseFirst();

  const { data, errors } = await runOperation(bound, upstream, DOCUMENT);

  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    lists: [{ more: { items: [{}, {}, { thing: { id: 'a' } }, {}, { thing: { id: 'b' } }] } }],
  });
});

test('counts for each level of its own', async () => {
  const { upstream, releaseFirst } = shopWith([['a', 'b', 'c']]);
  releaseFirst();

  const { errors } = await runOperation(
    bound,
    upstream,
    '{ lists { more { items { thing { id } again: thing { id } } } } }',
  );

  expect(upstream.log.filter((line) => line.startsWith('shop.getItem'))).toHaveLength(2);
  expect(errors.map(({ path }) => path)).toEqual([
    'lists.0.more.items.2.thing',
    'lists.0.more.items.2.again',
  ]);
});

test('makes one call where all rows share it, without waiting for the others', async () => {
  const { upstream, releaseFirst } = shopWith([['a', 'b'], ['c']]);
  releaseFirst();

  await runOperation(bound, upstream, '{ lists { more { items { fixed { id } } } } }');

  // Also the root field asked for it: identical reads of one request are one call.
  expect(upstream.log.filter((line) => line.startsWith('shop.getStatic'))).toHaveLength(1);
});
