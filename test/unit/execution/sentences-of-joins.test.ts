import { expect, it } from '@jest/globals';
import { settled } from './run-operation.ts';
import { askSentence, orderBody, ordersSchema, ROW, withOrders } from './sentence-shop.ts';

const STOCK = 'on: { ids: "$parent.id" }, match: { id: "$parent.id" }';
const one = (operation = 'listStock', more = '') =>
  `stock: Row @join(operation: "shop.${operation}", ${STOCK}${more})`;
const many = (operation = 'listStock', more = '') =>
  `stock: [Row!] @join(operation: "shop.${operation}", ${STOCK}${more})`;

async function logOf(sdl: string, text: string, more: Parameters<typeof askSentence>[2] = {}) {
  return (await askSentence(sdl, text, more)).log;
}

async function dataOf(sdl: string, text: string, more: Parameters<typeof askSentence>[2] = {}) {
  const { data, errors } = await askSentence(sdl, text, more);
  expect(errors).toEqual([]);
  return JSON.parse(JSON.stringify(data));
}

const SEARCH =
  'stock(lang: String): Found @join(operation: "shop.searchStock", on: { where: { keys: { sku: "$parent.id", place: "$parent.warehouse", lang: "$args.lang" } } }, match: { sku: "$parent.id", place: "$parent.warehouse", lang: "$args.lang" })';
const FOUND = 'type Found { left: Int! }';
const found = (...rows: readonly (readonly [sku: string, place: string, lang: string, left: number])[]) => ({
  answers: {
    ...withOrders({ id: 'a', warehouse: 'w1' }, { id: 'a', warehouse: 'w2' }).answers,
    searchStock: () => ({ body: rows.map(([sku, place, lang, left]) => ({ sku, place, lang, left })) }),
  },
});

/** Every sentence of "Calls" about `@join`, and what proves it. */
const SENTENCES: readonly (readonly [sentence: string, prove: () => Promise<void>])[] = [
  [
    'one call, or `ceil(keys / maxItems)`, for all parents of a level',
    async () => {
      const orders = withOrders(...'abcde'.split('').map((id) => ({ id })));
      expect(
        (await logOf(ordersSchema(one(), ROW), '{ orders { stock { left } } }', orders)).slice(1),
      ).toEqual(['listStock /stock?ids=a,b', 'listStock /stock?ids=c,d', 'listStock /stock?ids=e']);
    },
  ],
  [
    '50 where the contract gives no `maxItems`',
    async () => {
      const ids = Array.from({ length: 30 }, (_, n) => ({ tagIds: [`${n}`, `x${n}`] }));
      const field =
        'stock: [Row!] @join(operation: "shop.listUnbounded", on: { ids: "$parent.tagIds" }, match: { id: "$parent.tagIds" })';
      const log = await logOf(ordersSchema(field, ROW), '{ orders { stock { left } } }', withOrders(...ids));
      const asked = log.slice(1).map((line) => line.split(',').length);
      expect(asked).toEqual([50, 10]);
    },
  ],
  [
    'A level is one response path without list indices; its join starts when all its parents are settled',
    async () => {
      const sdl = `type Query { orders: [Order!] @public @rest(operation: "shop.listOrders", at: "items") }
        type Order { detail: Detail @rest(operation: "shop.getOrder", args: { id: "$parent.id" }, fanout: 9) }
        type Detail { ${one()} } ${ROW}`;
      const slow = {
        getOrder: async ({ url }: { url: URL }) => {
          const id = url.pathname.split('/')[2] ?? '';
          if (id === 'b') await settled();
          return { body: orderBody(id) };
        },
      };
      expect(await logOf(sdl, '{ orders { detail { stock { left } } } }', { answers: slow })).toEqual([
        'listOrders /orders',
        'getOrder /orders/a',
        'getOrder /orders/b',
        'listStock /stock?ids=a,b',
      ]);
    },
  ],
  [
    'with one set of arguments; paths never merge, but keys already asked in this request are reused',
    async () => {
      const field = `stock(shelf: String): Row @join(operation: "shop.listStock", ${STOCK})`;
      const text =
        '{ orders { stock { left } } two: orders { stock { left } } three: orders { stock(shelf: "s") { left } } }';
      expect((await logOf(ordersSchema(field, ROW), text)).slice(1)).toEqual([
        'listStock /stock?ids=a,b',
        'listStock /stock?ids=a,b&shelf=s',
      ]);
    },
  ],
  [
    '`on` nests down to the contract’s array; what lies deeper is the template of one item; `match` may hold several, by name',
    async () => {
      const rows = found(['a', 'w2', 'de', 2], ['a', 'w1', 'de', 1]);
      const sdl = ordersSchema(SEARCH, FOUND);
      expect(await dataOf(sdl, '{ orders { stock(lang: "de") { left } } }', rows)).toEqual({
        orders: [{ stock: { left: 1 } }, { stock: { left: 2 } }],
      });
      expect((await logOf(sdl, '{ orders { stock(lang: "de") { left } } }', rows))[1]).toBe(
        'searchStock /stock/search {"where":{"keys":[{"sku":"a","place":"w1","lang":"de"},{"sku":"a","place":"w2","lang":"de"}]}}',
      );
    },
  ],
  [
    'an argument that is absent is left out of the key, and of the comparison',
    async () => {
      const sdl = ordersSchema(SEARCH, FOUND);
      const rows = found(['a', 'w1', 'de', 1], ['a', 'w2', 'fr', 2]);
      for (const asked of ['stock', 'stock(lang: null)']) {
        expect(await dataOf(sdl, `{ orders { ${asked} { left } } }`, rows)).toEqual({
          orders: [{ stock: { left: 1 } }, { stock: { left: 2 } }],
        });
      }
      expect(await dataOf(sdl, '{ orders { stock(lang: "fr") { left } } }', rows)).toEqual({
        orders: [{ stock: null }, { stock: { left: 2 } }],
      });
      expect(
        await dataOf(sdl, '{ orders { stock { left } french: stock(lang: "fr") { left } } }', rows),
      ).toEqual({
        orders: [
          { stock: { left: 1 }, french: null },
          { stock: { left: 2 }, french: { left: 2 } },
        ],
      });
      expect((await logOf(sdl, '{ orders { stock { left } } }', rows))[1]).not.toContain('lang');
    },
  ],
  [
    'A list field groups rows in the upstream’s order; a single field indexes them; of duplicate rows the first counts',
    async () => {
      const rows = [
        { id: 'b', left: 1 },
        { id: 'a', left: 2 },
        { id: 'b', left: 3 },
      ];
      const answers = { listStock: () => ({ body: rows }) };
      expect(await dataOf(ordersSchema(many(), ROW), '{ orders { stock { left } } }', { answers })).toEqual({
        orders: [{ stock: [{ left: 2 }] }, { stock: [{ left: 1 }, { left: 3 }] }],
      });
      expect(await dataOf(ordersSchema(one(), ROW), '{ orders { stock { left } } }', { answers })).toEqual({
        orders: [{ stock: { left: 2 } }, { stock: { left: 1 } }],
      });
    },
  ],
  [
    'where the key is itself a list, rows come in the order of the keys; absent rows of a list of keys are dropped',
    async () => {
      const field = 'stock: [Row!] @join(operation: "shop.listTags", match: { id: "$parent.tagIds" })';
      const orders = withOrders({ tagIds: ['t2', 'gone', 't1'] });
      expect(await dataOf(ordersSchema(field, ROW), '{ orders { stock { id } } }', orders)).toEqual({
        orders: [{ stock: [{ id: 't2' }, { id: 't1' }] }],
      });
    },
  ],
  [
    'A map answer is matched with `match: "$parent.id"`',
    async () => {
      const field =
        'stock: Row @join(operation: "shop.mapStock", on: { ids: "$parent.id" }, match: "$parent.id")';
      const answers = { mapStock: () => ({ body: { b: { id: 'B', left: 2 } } }) };
      expect(await dataOf(ordersSchema(field, ROW), '{ orders { stock { id } } }', { answers })).toEqual({
        orders: [{ stock: null }, { stock: { id: 'B' } }],
      });
    },
  ],
  [
    'Keys compare as their wire text',
    async () => {
      const field =
        'stock: Row @join(operation: "shop.listStock", on: { ids: "$parent.total_cents" }, match: { id: "$parent.total_cents" })';
      expect(await dataOf(ordersSchema(field, ROW), '{ orders { stock { id } } }')).toEqual({
        orders: [{ stock: { id: '250' } }, { stock: { id: '250' } }],
      });
      expect((await logOf(ordersSchema(field, ROW), '{ orders { stock { id } } }'))[1]).toBe(
        'listStock /stock?ids=250',
      );
    },
  ],
  [
    'A null key gives null; no rows give `[]`, or null for a single field; null keys are never sent',
    async () => {
      const on = 'on: { ids: "$parent.note" }, match: { id: "$parent.note" }';
      const sdl = ordersSchema(
        `one: Row @join(operation: "shop.listStock", ${on}) all: [Row!] @join(operation: "shop.listStock", ${on})`,
        ROW,
      );
      const orders = withOrders({ note: null }, { note: 'n' }, { note: 'gone' });
      const answers = { ...orders.answers, listStock: () => ({ body: [{ id: 'n', left: 1 }] }) };
      expect(await dataOf(sdl, '{ orders { one { left } all { left } } }', { answers })).toEqual({
        orders: [
          { one: null, all: null },
          { one: { left: 1 }, all: [{ left: 1 }] },
          { one: null, all: [] },
        ],
      });
      expect((await logOf(sdl, '{ orders { one { left } } }', { answers }))[1]).toBe(
        'listStock /stock?ids=n,gone',
      );
    },
  ],
];

it.each(SENTENCES)('%s', async (_, prove) => {
  expect.hasAssertions();
  await prove();
});
