import { expect, it } from '@jest/globals';
import { createScope, createViewer } from '../upstream/create-scope.ts';
import { askSentence, codesOfSentence, ordersSchema, ROW, withOrders } from './sentence-shop.ts';

const ORDER = 'type Order { id: ID! }';
const PAGE = 'type Page { items: [Order!]! }';

/** What is sent for `{ orders… }`. */
async function sent(field: string, selection: string, more: Parameters<typeof askSentence>[2] = {}) {
  const { log, errors } = await askSentence(
    `type Query { ${field} } ${PAGE} ${ORDER}`,
    `{ ${selection} }`,
    more,
  );
  return [...log, ...errors.map(({ extensions }) => extensions['code'])];
}

const CHANGE = `
  type Query { orders: Page @public @rest(operation: "shop.listOrders") } ${PAGE} ${ORDER}
  type Mutation { change(id: ID!, input: Changes!): Order @public @rest(operation: "shop.changeOrder", body: "$args.input") }
  input Changes { note: String status: String address: Address } input Address { city: String street: String }`;

async function change(input: string) {
  const { calls, errors } = await askSentence(CHANGE, `mutation { change(id: "1", input: ${input}) { id } }`);
  return errors.length > 0 ? errors.map(({ extensions }) => extensions) : calls.map(({ body }) => body);
}

const CREATE = `
  type Query { orders: Page @public @rest(operation: "shop.listOrders") } ${PAGE} ${ORDER}
  type Mutation {
    create(input: Article!): Order @public @rest(operation: "shop.createOrder", body: { article: "$args.input" })
    other(input: Article!): Order @public @rest(operation: "shop.createOrder", body: { article: "$args.input" })
  }
  input Article { sku: ID! gift: Boolean }`;

async function keysSent(text: string, idempotencyKey?: string): Promise<readonly (string | undefined)[]> {
  const more = idempotencyKey === undefined ? {} : { idempotencyKey };
  const { calls } = await askSentence(CREATE, text, more);
  return calls.map(({ headers }) => headers['idempotency-key']);
}

function refused(pointer: string) {
  return [{ code: 'BAD_USER_INPUT', fields: [{ pointer, reason: 'null' }] }];
}

/** Every sentence of "Writing: one template grammar", and what proves it. */
const SENTENCES: readonly (readonly [sentence: string, prove: () => Promise<void>])[] = [
  [
    'take sources and literals that nest like the JSON they become',
    async () => {
      const field = `stock: [Row!] @join(operation: "shop.searchStock", on: { where: { keys: { sku: "$parent.id", place: "$parent.warehouse" } } }, match: { sku: "$parent.id", place: "$parent.warehouse" }, body: { sort: "left" })`;
      const { log } = await askSentence(
        ordersSchema(field, 'type Row { left: Int! }'),
        '{ orders { stock { left } } }',
      );
      expect(log[1]).toBe(
        'searchStock /stock/search {"sort":"left","where":{"keys":[{"sku":"a","place":"w1"},{"sku":"b","place":"w1"}]}}',
      );
    },
  ],
  [
    'Sources: `$args.x`, `$viewer.x` (claims), `$config.x` (constants of the deployment), constants',
    async () => {
      const field =
        'orders(mine: String!): Page @public @rest(operation: "shop.listOrders", args: { lang: "$args.mine", limit: 5, tags: ["$viewer.sub", "$config.shop", "fixed"] })';
      const scope = createScope({ viewer: createViewer({ claims: { sub: 'ann' } }) });
      expect(
        await sent(field, 'orders(mine: "de") { items { id } }', { scope, config: { shop: 's1' } }),
      ).toEqual(['listOrders /orders?lang=de&limit=5&tags=ann,s1,fixed']);
    },
  ],
  [
    '`$parent.x`: the contract’s row, whether or not the SDL shows that property',
    async () => {
      const fields =
        'customer: Row @rest(operation: "shop.getCustomer", args: { id: "$parent.customer.id" }, fanout: 9)';
      const { log } = await askSentence(ordersSchema(fields, ROW), '{ orders { customer { left } } }');
      expect(log).toEqual(['listOrders /orders', 'getCustomer /customers/c-a', 'getCustomer /customers/c-b']);
    },
  ],
  [
    '`$call.x`',
    async () => {
      const sdl = `type Query { order(id: ID!, lang: String!): Order @public @rest(operation: "shop.getOrder") } type Order { again: Again @rest(operation: "shop.getOrder", args: { id: "2", lang: "$call.lang" }) } type Again { id: ID! }`;
      const { log } = await askSentence(sdl, '{ order(id: "1", lang: "de") { again { id } } }');
      expect(log).toEqual(['getOrder /orders/1?lang=de', 'getOrder /orders/2?lang=de']);
    },
  ],
  [
    '`$parent.lines.sku` yields a list of keys',
    async () => {
      const fields = `stock: [Row!] @join(operation: "shop.listStock", on: { ids: "$parent.lines.sku" }, match: { id: "$parent.lines.sku" })`;
      const lines = ['s2', 's1'].map((sku) => ({ sku, count: 1 }));
      const { data, log } = await askSentence(
        ordersSchema(fields, ROW),
        '{ orders { stock { id } } }',
        withOrders({ lines }, {}),
      );
      expect(data).toEqual({ orders: [{ stock: [{ id: 's2' }, { id: 's1' }] }, { stock: [] }] });
      expect(log[1]).toBe('listStock /stock?ids=s2,s1');
    },
  ],
  [
    'Arguments with a parameter’s name map by themselves; an argument that reaches nothing is a mistake',
    async () => {
      const field = 'orders(limit: Int, x: Int): Page @public @rest(operation: "shop.listOrders")';
      expect(await sent(field.replace(', x: Int', ''), 'orders(limit: 3) { items { id } }')).toEqual([
        'listOrders /orders?limit=3',
      ]);
      expect(codesOfSentence(`type Query { ${field} } ${PAGE} ${ORDER}`)).toEqual(['GH020']);
    },
  ],
  [
    'An absent `$args` leaf is left out',
    async () => {
      const field =
        'orders(lang: String, tag: String): Page @public @rest(operation: "shop.listOrders", args: { tags: ["a", "$args.tag"] })';
      expect(await sent(field, 'orders { items { id } }')).toEqual(['listOrders /orders?tags=a']);
      expect(await change('{ address: { city: "Bonn" } }')).toEqual([{ address: { city: 'Bonn' } }]);
      expect(await change('{}')).toEqual([{}]);
    },
  ],
  [
    'With any other absent source no call is made: a null key for a join',
    async () => {
      const join =
        'stock: Row @join(operation: "shop.listStock", on: { ids: "$parent.note" }, match: { id: "$parent.note" })';
      const { data, errors, log } = await askSentence(
        ordersSchema(join, ROW),
        '{ orders { stock { left } } }',
      );
      expect({ data, errors, log }).toEqual({
        data: { orders: [{ stock: null }, { stock: null }] },
        errors: [],
        log: ['listOrders /orders'],
      });
    },
  ],
  [
    'otherwise null: an empty relation is no error',
    async () => {
      const rest =
        'customer: Row @rest(operation: "shop.getCustomer", args: { id: "$parent.note" }, fanout: 9)';
      const { data, errors, log } = await askSentence(
        ordersSchema(rest, ROW),
        '{ orders { customer { left } } }',
      );
      expect({ data, errors, log }).toEqual({
        data: { orders: [{ customer: null }, { customer: null }] },
        errors: [],
        log: ['listOrders /orders'],
      });
    },
  ],
  [
    'a missing `$viewer.sub` must never widen a query: no call, and a code',
    async () => {
      const field = 'orders: Page @public @rest(operation: "shop.listOrders", args: { lang: "$viewer.sub" })';
      expect(await sent(field, 'orders { items { id } }')).toEqual(['UNAUTHENTICATED']);
      const scope = createScope({ viewer: createViewer({ claims: {} }) });
      expect(await sent(field, 'orders { items { id } }', { scope })).toEqual(['FORBIDDEN']);
    },
  ],
  [
    'In parameters null equals absent',
    async () => {
      const field = 'orders(lang: String, tags: [String!]): Page @public @rest(operation: "shop.listOrders")';
      expect(await sent(field, 'orders(lang: null, tags: ["a"]) { items { id } }')).toEqual([
        'listOrders /orders?tags=a',
      ]);
      expect(await sent(field, 'orders(lang: null, tags: []) { items { id } }')).toEqual([
        'listOrders /orders',
      ]);
    },
  ],
  [
    'in bodies an explicit null is sent where the contract allows it',
    async () => {
      expect(await change('{ note: null, address: { street: null } }')).toEqual([
        { note: null, address: { street: null } },
      ]);
    },
  ],
  [
    'and refused before any call where it does not (PATCH)',
    async () => {
      expect(await change('{ status: null }')).toEqual(refused('/input/status'));
      expect(await change('{ address: { city: null } }')).toEqual(refused('/input/address/city'));
      expect(await change('{ address: null }')).toEqual(refused('/input/address'));
    },
  ],
  [
    '`body: { article: "$args.input" }` wraps',
    async () => {
      const { log } = await askSentence(CREATE, 'mutation { create(input: { sku: "s1" }) { id } }');
      expect(log).toEqual(['createOrder /orders {"article":{"sku":"s1"}}']);
    },
  ],
  [
    'An `Idempotency-Key` is a hash of the client’s own key and the response path, so that two creates in one request differ',
    async () => {
      const two =
        'mutation { create(input: { sku: "s" }) { id } b: create(input: { sku: "s" }) { id } other(input: { sku: "s" }) { id } }';
      const first = await keysSent(two, 'key-1');
      expect(new Set(first).size).toBe(3);
      expect(first.every((key) => /^[\da-f]{64}$/.test(key ?? ''))).toBe(true);
      expect(await keysSent(two, 'key-1')).toEqual(first);
      expect(await keysSent(two, 'key-2')).not.toEqual(first);
    },
  ],
  [
    'made once per request where the client sent none',
    async () => {
      const text = 'mutation { create(input: { sku: "s" }) { id } }';
      const [first] = await keysSent(text);
      const [second] = await keysSent(text);
      expect(first).toMatch(/^[\da-f]{64}$/);
      expect(second).not.toBe(first);
    },
  ],
];

it.each(SENTENCES)('%s', async (_, prove) => {
  expect.hasAssertions();
  await prove();
});
