import { describe, expect, it } from '@jest/globals';
import { codesOf, ok, shopContract } from '../binding/bind-text.ts';
import { askShop, INT, keys, listOf, objectOf, parameter, TEXT } from './ask-shop.ts';

const gone = { 204: { description: 'gone' } };
const order = objectOf({ status: TEXT });
const paths = {
  '/orders/{orderId}': {
    get: {
      operationId: 'getOrder',
      parameters: [parameter('orderId'), parameter('page-size', { in: 'query', schema: INT })],
      responses: { 200: ok(order) },
    },
    delete: { operationId: 'deleteOrder', parameters: [parameter('orderId')], responses: gone },
  },
  '/orders': {
    get: { operationId: 'listOrders', responses: { 200: ok(listOf(objectOf({ number: INT }))) } },
  },
  '/notes': {
    get: {
      operationId: 'listNotes',
      'x-unpaged': true,
      parameters: [keys('orders'), parameter('shelf', { in: 'query' })],
      responses: { 200: ok(listOf(objectOf({ order: TEXT, text: TEXT }))) },
    },
  },
};

const sdl = `
  type Query {
    order(id: ID! @json(path: "orderId"), first: Int @json(path: "pageSize")): Order @public @rest(operation: "shop.getOrder")
    orders: [Row!] @public @rest(operation: "shop.listOrders")
  }
  type Mutation {
    deleteOrder(orderId: ID!): Deleted @public @rest(operation: "shop.deleteOrder")
    deletedId(orderId: ID!): ID @public @rest(operation: "shop.deleteOrder", at: "$call.orderId")
  }
  type Order {
    id: ID! @json(path: "$call.orderId")
    pageSize: Int @json(path: "$call.page_size")
    status: String!
    self: Order! @json(path: "$self")
    note: Note
      @join(operation: "shop.listNotes", on: { orders: "$parent.status" }, match: { order: "$parent.status" }, args: { shelf: "$call.orderId" })
  }
  type Row {
    number: Int!
    order: ListedOrder @rest(operation: "shop.getOrder", args: { orderId: "$parent.number", pageSize: 3 }, fanout: 5)
  }
  type ListedOrder { id: ID! @json(path: "$call.orderId") pageSize: Int @json(path: "$call.page_size") }
  type Deleted {
    id: ID! @json(path: "$call.orderId")
    order: DeletedOrder @rest(operation: "shop.getOrder", args: { orderId: "$call.orderId" })
  }
  type DeletedOrder { id: ID! @json(path: "$call.orderId") status: String! }
  type Note { text: String! }
`;

const shop = {
  sdl,
  paths,
  answers: {
    getOrder: () => ({ body: { status: 'open' } }),
    listOrders: () => ({ body: [{ number: 7 }, { number: 8 }] }),
    deleteOrder: () => ({ status: 204 }),
    listNotes: () => ({ body: [{ order: 'open', text: 'hi' }] }),
  },
};

describe('`$call`', () => {
  it('reads the parameters that were sent, by the contract’s names, wherever the value stands in the answer', async () => {
    const { data, errors } = await askShop(
      shop,
      '{ order(id: "7", first: 2) { id pageSize status self { id } } }',
    );

    expect(errors).toEqual([]);
    expect(data).toEqual({ order: { id: '7', pageSize: 2, status: 'open', self: { id: '7' } } });
  });

  it('is null where an absent argument left the parameter out', async () => {
    expect(await askShop(shop, '{ order(id: "7") { pageSize } }')).toMatchObject({
      data: { order: { pageSize: null } },
      errors: [],
    });
  });

  it('has the type that the contract declares, whatever the sender had', async () => {
    const { data, errors } = await askShop(shop, '{ orders { order { id pageSize } } }');

    expect(errors).toEqual([]);
    expect(data).toEqual({
      orders: [{ order: { id: '7', pageSize: 3 } }, { order: { id: '8', pageSize: 3 } }],
    });
  });

  it('lets a mutation over an answer without a body read after it wrote', async () => {
    const { data, errors, log } = await askShop(
      shop,
      'mutation { deleteOrder(orderId: "7") { id order { id status } } }',
    );

    expect(errors).toEqual([]);
    expect(data).toEqual({ deleteOrder: { id: '7', order: { id: '7', status: 'open' } } });
    expect(log).toEqual(['deleteOrder /orders/7', 'getOrder /orders/7']);
  });

  it('may be what a call answers with', async () => {
    const { data } = await askShop(shop, 'mutation { deletedId(orderId: "7") }');

    expect(data).toEqual({ deletedId: '7' });
  });

  it('is sent by a join as well', async () => {
    const { data, log } = await askShop(shop, '{ order(id: "7") { note { text } } }');

    expect(data).toEqual({ order: { note: { text: 'hi' } } });
    expect(log[1]).toBe('listNotes /notes?orders=open&shelf=7');
  });

  it('is a key as well: what was written is joined to what is known of it', async () => {
    const text = `
      type Query { orders: [Row!] @public @rest(operation: "shop.listOrders") }
      type Mutation { deleteOrder(orderId: ID!): Deleted @public @rest(operation: "shop.deleteOrder") }
      type Deleted { note: Note @join(operation: "shop.listNotes", on: { orders: "$call.orderId" }, match: { order: "$call.orderId" }) }
      type Note { text: String! } type Row { number: Int! }`;
    const answers = { ...shop.answers, listNotes: () => ({ body: [{ order: '7', text: 'gone' }] }) };
    const { data, log } = await askShop(
      { ...shop, answers, sdl: text },
      'mutation { deleteOrder(orderId: "7") { note { text } } }',
    );

    expect(data).toEqual({ deleteOrder: { note: { text: 'gone' } } });
    expect(log).toEqual(['deleteOrder /orders/7', 'listNotes /notes?orders=7']);
  });

  it('makes no call where the parameter was left out', async () => {
    const text = `
      type Query { order(id: ID! @json(path: "orderId"), size: Int): Order @public @rest(operation: "shop.getOrder", args: { pageSize: "$args.size" }) }
      type Order { other: Other @rest(operation: "shop.getOrder", args: { orderId: "1", pageSize: "$call.pageSize" }) }
      type Other { status: String! }`;
    const { data, errors, log } = await askShop(
      { ...shop, sdl: text },
      '{ order(id: "7") { other { status } } }',
    );

    expect({ data, errors, log }).toEqual({
      data: { order: { other: null } },
      errors: [],
      log: ['getOrder /orders/7'],
    });
  });
});

describe('the checker', () => {
  const contracts = [shopContract(paths)];
  const query = (fields: string, more = '') =>
    codesOf(
      `type Query { order(orderId: ID!, pageSize: Int): Order @public @rest(operation: "shop.getOrder") } type Order { status: String! ${fields} } ${more}`,
      contracts,
    );

  it('keeps what a call promises: a required parameter is never null, an optional one may be', () => {
    expect(query('id: ID! @json(path: "$call.orderId")')).toEqual([]);
    expect(query('size: Int! @json(path: "$call.pageSize")')).toEqual(['GH034']);
    expect(query('size: String @json(path: "$call.pageSize")')).toEqual(['GH030']);
    expect(query('size: Int @json(path: "$call.pageSize.x")')).toEqual(['GH013']);
    expect(query('size: Int @json(path: "$call")')).toEqual(['GH003']);
  });

  it.each([
    ['sent by every row’s own call', 'pageSize: 3, orderId: "$parent.number"'],
    ['sent by one call for all rows', 'pageSize: 3, orderId: "1"'],
  ])('knows whether the rows of a level come from one call: %s', (_, args) => {
    const codes = codesOf(
      `type Query { orders: [Row!] @public @rest(operation: "shop.listOrders") }
       type Row { order: Order @rest(operation: "shop.getOrder", args: { ${args} }, fanout: 5) }
       type Order { status: String!
         again: Again @rest(operation: "shop.getOrder", args: { orderId: "$call.orderId" })
         note: Note @join(operation: "shop.listNotes", on: { orders: "$parent.status" }, match: { order: "$parent.status" }, args: { shelf: "$call.orderId" }) }
       type Again { status: String! } type Note { text: String! }`,
      contracts,
    );

    expect(codes).toEqual(args.includes('$parent') ? ['GH055', 'GH066'] : []);
  });

  it('has no `$call` where nothing was called', () => {
    expect(
      codesOf(
        'type Query { order: Order @public @rest(operation: "shop.getOrder", args: { orderId: "$call.id" }) } type Order { status: String! }',
        contracts,
      ),
    ).toEqual(['GH015']);
  });
});
