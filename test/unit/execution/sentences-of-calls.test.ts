import { expect, it } from '@jest/globals';
import {
  askSentence,
  codesOfSentence,
  orderBody,
  orderSchema,
  ordersSchema,
  ROW,
  withOrders,
} from './sentence-shop.ts';

const STOCK = 'on: { ids: "$parent.id" }, match: { id: "$parent.id" }';
const many = (operation: string) =>
  `stock(first: Int! = 2): [Row!] @join(operation: "shop.${operation}", ${STOCK}, args: { limit: "$args.first" })`;
const CUSTOMER = '@rest(operation: "shop.getCustomer", args: { id: "$parent.warehouse" }';

async function logOf(sdl: string, text: string, more: Parameters<typeof askSentence>[2] = {}) {
  return (await askSentence(sdl, text, more)).log;
}

async function answerOf(sdl: string, text: string, more: Parameters<typeof askSentence>[2] = {}) {
  const { data, errors } = await askSentence(sdl, text, more);
  return { data, codes: errors.map(({ path, extensions }) => `${path} ${String(extensions['code'])}`) };
}

const remove = (type: string, more = '') =>
  `${orderSchema('id: ID!')} type Mutation { remove(id: ID!): ${type} @public @rest(operation: "shop.deleteOrder"${more}) }`;
const gone = { answers: { deleteOrder: () => ({ status: 404 }), getOrder: () => ({ status: 404 }) } };

/** Every sentence of "Calls" about `@rest` and groups, and what proves it. */
const SENTENCES: readonly (readonly [sentence: string, prove: () => Promise<void>])[] = [
  [
    '`@rest` on a field: one call',
    async () => {
      expect(await logOf(orderSchema('id: ID! warehouse: String!'), '{ order { id warehouse } }')).toEqual([
        'getOrder /orders/1',
      ]);
    },
  ],
  [
    '`at` says where in the answer the value lies',
    async () => {
      const sdl =
        'type Query { first: Order @public @rest(operation: "shop.listOrders", at: "items.0") name: String @public @rest(operation: "shop.getOrder", args: { id: "1" }, at: "customer.name") } type Order { id: ID! }';
      expect(await answerOf(sdl, '{ first { id } name }')).toEqual({
        data: { first: { id: 'a' }, name: 'Ann' },
        codes: [],
      });
    },
  ],
  [
    'Under a list it needs `fanout: N`',
    async () => {
      expect(codesOfSentence(ordersSchema(`customer: Row ${CUSTOMER})`, ROW))).toEqual(['GH055']);
      expect(codesOfSentence(ordersSchema(`customer: Row ${CUSTOMER}, fanout: 1)`, ROW))).toEqual([]);
      expect(codesOfSentence(orderSchema(`customer: Row ${CUSTOMER})`, ROW))).toEqual([]);
    },
  ],
  [
    'none is needed when all rows share one',
    async () => {
      const field = 'customer: Row @rest(operation: "shop.getCustomer", args: { id: "c1" })';
      expect(await logOf(ordersSchema(field, ROW), '{ orders { customer { left } } }')).toEqual([
        'listOrders /orders',
        'getCustomer /customers/c1',
      ]);
    },
  ],
  [
    'identical calls are one; the first N distinct calls in document order are made, rows beyond are null with an error',
    async () => {
      const sdl = ordersSchema(`customer: Row ${CUSTOMER}, fanout: 2)`, ROW);
      const orders = ['b', 'a', 'b', 'c', 'a'].map((warehouse) => ({ warehouse }));
      const text = '{ orders { customer { id } } }';
      expect(await answerOf(sdl, text, withOrders(...orders))).toEqual({
        data: {
          orders: ['b', 'a', 'b', null, 'a'].map((id) => ({ customer: id === null ? null : { id } })),
        },
        codes: ['orders.3.customer FANOUT_EXCEEDED'],
      });
      expect((await logOf(sdl, text, withOrders(...orders))).slice(1)).toEqual([
        'getCustomer /customers/b',
        'getCustomer /customers/a',
      ]);
    },
  ],
  [
    '`missing` says what HTTP 404 means (default ERROR)',
    async () => {
      const sdl = orderSchema('id: ID!');
      expect(await answerOf(sdl, '{ order { id } }', gone)).toEqual({
        data: { order: null },
        codes: ['order UPSTREAM_NOT_FOUND'],
      });
      const nullable = sdl.replace('"shop.getOrder"', '"shop.getOrder", missing: NULL');
      expect(await answerOf(nullable, '{ order { id } }', gone)).toEqual({
        data: { order: null },
        codes: [],
      });
      expect(
        await answerOf(remove('Boolean', ', missing: FALSE'), 'mutation { remove(id: "1") }', gone),
      ).toEqual({
        data: { remove: false },
        codes: [],
      });
    },
  ],
  [
    'A Boolean over a bodiless operation is true on 2xx',
    async () => {
      expect(await answerOf(remove('Boolean'), 'mutation { remove(id: "1") }')).toEqual({
        data: { remove: true },
        codes: [],
      });
      expect(await answerOf(remove('Boolean'), 'mutation { remove(id: "1") }', gone)).toEqual({
        data: { remove: null },
        codes: ['remove UPSTREAM_NOT_FOUND'],
      });
    },
  ],
  [
    'a bodiless success bound to an object is `{}` with its `$call`, so that a mutation can read after write',
    async () => {
      const sdl = `${remove('Removed')} type Removed { id: ID! @json(path: "$call.id") order: Order @rest(operation: "shop.getOrder", args: { id: "$call.id" }) }`;
      const text = 'mutation { remove(id: "7") { id order { id } } }';
      expect(await answerOf(sdl, text)).toEqual({
        data: { remove: { id: '7', order: { id: '7' } } },
        codes: [],
      });
      expect(await logOf(sdl, text)).toEqual(['deleteOrder /orders/7', 'getOrder /orders/7']);
    },
  ],
  [
    'On an object type, `as` declares a call shared by several fields, made only if one of them is selected',
    async () => {
      const sdl = ordersSchema(
        'id: ID! left: Int @json(of: "stock") row: ID @json(of: "stock", path: "id")',
      ).replace('type Order', `type Order @join(as: "stock", operation: "shop.listStock", ${STOCK})`);
      expect(await logOf(sdl, '{ orders { id } }')).toEqual(['listOrders /orders']);
      expect(await logOf(sdl, '{ orders { left row } }')).toEqual([
        'listOrders /orders',
        'listStock /stock?ids=a,b',
      ]);
    },
  ],
  [
    'Without `on` the whole list is fetched once per request and matched',
    async () => {
      const tags = 'tags: [Row!] @join(operation: "shop.listTags", match: { id: "$parent.tagIds" })';
      const sdl = ordersSchema(`${tags} again: [Row!] ${tags.slice(12)}`, ROW);
      const text = '{ orders { tags { id } again { id } } other: orders { tags { id } } }';
      const orders = withOrders({ tagIds: ['t2', 't1'] }, { tagIds: ['t2'] });
      expect((await logOf(sdl, text, orders)).filter((line) => line.startsWith('listTags'))).toEqual([
        'listTags /tags',
      ]);
      const { data } = await answerOf(sdl, '{ orders { tags { id } } }', orders);
      expect(data).toEqual({
        orders: [{ tags: [{ id: 't2' }, { id: 't1' }] }, { tags: [{ id: 't2' }] }],
      });
    },
  ],
  [
    'allowed only where the contract says `x-unpaged: true`',
    async () => {
      const whole = 'stock: Row @join(operation: "shop.listPaged", match: { id: "$parent.id" })';
      expect(codesOfSentence(ordersSchema(whole, ROW))).toEqual(['GH062']);
    },
  ],
  [
    '`x-limit-per-key` tells a limit per key from a page limit, which would cut silently and is a mistake on a join',
    async () => {
      expect(codesOfSentence(ordersSchema(many('listPaged'), ROW))).toEqual(['GH063']);
      expect(codesOfSentence(ordersSchema(many('listLimited'), ROW))).toEqual([]);
    },
  ],
  [
    'An object field on a root type without a binding is a group: `{}`, whose fields bind as a root’s do; it may be non-null',
    async () => {
      const sdl = `type Query { home: Home! @public } type Home @public { order: Order @rest(operation: "shop.getOrder", args: { id: "1" }) broken: Order @rest(operation: "shop.getOrder", args: { id: "2" }) } type Order { id: ID! }`;
      const answers = {
        getOrder: ({ url }: { url: URL }) =>
          url.pathname.endsWith('2') ? { status: 500 } : { body: orderBody('1') },
      };
      expect(await answerOf(sdl, '{ home { order { id } broken { id } } }', { answers })).toEqual({
        data: { home: { order: { id: '1' }, broken: null } },
        codes: ['home.broken UPSTREAM_FAILED'],
      });
    },
  ],
];

it.each(SENTENCES)('%s', async (_, prove) => {
  expect.hasAssertions();
  await prove();
});
