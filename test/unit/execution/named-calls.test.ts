import { describe, expect, it } from '@jest/globals';
import { type AskedShop, askShop } from './ask-shop.ts';
import { orderPaths as paths } from './order-paths.ts';
import type { FakeCall } from './run-operation.ts';

const CALLS = `
  @rest(as: "profile", operation: "shop.getProfile", args: { id: "$parent.customer" }, at: "profile", fanout: 2, missing: NULL)
  @join(as: "stock", operation: "shop.listStock", on: { orders: "$parent.id" }, match: { order: "$parent.id" })`;
const sdl = `
  type Query {
    order(id: ID!): Order @public @rest(operation: "shop.getOrder")
    orders: [Order!] @public @rest(operation: "shop.listOrders")
  }
  type Order ${CALLS} {
    id: ID!
    name: String @json(of: "profile")
    city: String @json(of: "profile", path: "address.city")
    address: Address @json(of: "profile")
    tags: [String!] @json(of: "profile")
    asked: ID @json(of: "profile", path: "$call.id")
    left: Int @json(of: "stock")
    shelf: String @json(of: "stock")
    shelves: Shelf @json(of: "stock", path: "$self")
  }
  type Address { city: String! }
  type Shelf {
    left: Int!
    again: Again @join(operation: "shop.listStock", on: { orders: "$parent.order" }, match: { order: "$parent.order" })
  }
  type Again { shelf: String! }
`;

const stockOf = ({ url }: FakeCall) => ({
  body: (url.searchParams.get('orders') ?? '')
    .split(',')
    .filter((id) => id !== 'o3')
    .map((id) => ({ order: id, left: Number(id.slice(1)), shelf: `S${id}` })),
});
const shop: AskedShop = {
  sdl,
  paths,
  answers: {
    getOrder: () => ({ body: { id: 'o1', customer: 'c1' } }),
    listOrders: () => ({ body: [1, 2, 3].map((n) => ({ id: `o${n}`, customer: `c${n}` })) }),
    getProfile: ({ url }) =>
      url.pathname.endsWith('c2')
        ? { status: 404 }
        : {
            body: {
              profile: { name: `Ann ${url.pathname.at(-1)}`, address: { city: 'Bonn' }, tags: ['a', 'b'] },
            },
          },
    listStock: stockOf,
  },
};

describe('a call that fields share', () => {
  it('is made once for all fields of a row, however often they are selected', async () => {
    const { data, errors, log } = await askShop(
      shop,
      '{ order(id: "o1") { name again: name city address { city } tags asked } }',
    );

    expect(errors).toEqual([]);
    expect(data).toEqual({
      order: {
        name: 'Ann 1',
        again: 'Ann 1',
        city: 'Bonn',
        address: { city: 'Bonn' },
        tags: ['a', 'b'],
        asked: 'c1',
      },
    });
    expect(log).toEqual(['getOrder /orders/o1', 'getProfile /profiles/c1']);
  });

  it('is not made when none of them is selected', async () => {
    const { log } = await askShop(shop, '{ orders { id } }');

    expect(log).toEqual(['listOrders /orders']);
  });

  it('is made once for a level by a join, in chunks, and a parent without a row gets nulls', async () => {
    const { data, errors, log } = await askShop(shop, '{ orders { left shelf } }');

    expect(errors).toEqual([]);
    expect(data).toEqual({
      orders: [
        { left: 1, shelf: 'So1' },
        { left: 2, shelf: 'So2' },
        { left: null, shelf: null },
      ],
    });
    expect(log).toEqual([
      'listOrders /orders',
      'listStock /stock?orders=o1,o2',
      'listStock /stock?orders=o3',
    ]);
  });

  it('stays within its fanout however many fields share it; what is beyond is null with an error in each', async () => {
    const { data, errors, log } = await askShop(shop, '{ orders { name city } }');

    expect(data).toEqual({
      orders: [
        { name: 'Ann 1', city: 'Bonn' },
        { name: null, city: null },
        { name: null, city: null },
      ],
    });
    expect(errors.map(({ path, extensions }) => `${path} ${String(extensions['code'])}`)).toEqual([
      'orders.2.name FANOUT_EXCEEDED',
      'orders.2.city FANOUT_EXCEEDED',
    ]);
    expect(log).toEqual(['listOrders /orders', 'getProfile /profiles/c1', 'getProfile /profiles/c2']);
  });

  it('holds back the joins below its fields until it is there', async () => {
    const { data, log } = await askShop(shop, '{ orders { shelves { left again { shelf } } } }');

    expect(data).toEqual({
      orders: [
        { shelves: { left: 1, again: { shelf: 'So1' } } },
        { shelves: { left: 2, again: { shelf: 'So2' } } },
        { shelves: null },
      ],
    });
    // The keys were asked for already, so that there is no further call.
    expect(log.length).toBe(3);
  });

  it('fails in each of its fields, and in no other', async () => {
    const answers = { ...shop.answers, getProfile: () => ({ status: 500 }) };
    const { data, errors } = await askShop({ ...shop, answers }, '{ order(id: "o1") { id name city } }');

    expect(data).toEqual({ order: { id: 'o1', name: null, city: null } });
    expect(errors).toMatchObject([
      { path: 'order.name', extensions: { code: 'UPSTREAM_FAILED' } },
      { path: 'order.city', extensions: { code: 'UPSTREAM_FAILED' } },
    ]);
  });

  it('is not made without what it reads of the row', async () => {
    const answers = { ...shop.answers, getOrder: () => ({ body: { id: 'o1', customer: '' } }) };
    const { data, errors, log } = await askShop({ ...shop, answers }, '{ order(id: "o1") { name } }');

    expect({ data, errors, log }).toEqual({
      data: { order: { name: null } },
      errors: [],
      log: ['getOrder /orders/o1'],
    });
  });

  it('serves the fields of the query type and of groups', async () => {
    const root = `
      type Query @rest(as: "order", operation: "shop.getOrder", args: { id: "o1" }) {
        id: ID @public @json(of: "order")
        customer: String @public @json(of: "order")
        home: Home! @public
      }
      type Home @public @rest(as: "first", operation: "shop.getOrder", args: { id: "o2" }) {
        id: ID @json(of: "first")
        order: Order @json(of: "first", path: "$self")
      }
      type Order { customer: String! }`;
    const { data, log } = await askShop(
      { ...shop, sdl: root },
      '{ id customer home { id order { customer } } }',
    );

    expect(data).toEqual({ id: 'o1', customer: 'c1', home: { id: 'o1', order: { customer: 'c1' } } });
    expect(log).toEqual(['getOrder /orders/o1', 'getOrder /orders/o2']);
  });
});
