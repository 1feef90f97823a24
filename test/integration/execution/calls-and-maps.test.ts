import { expect, test } from '@jest/globals';
import { orderBody, sentencePaths } from '../../unit/execution/sentence-shop.ts';
import { type ServiceAnswer, sendJson, startBoundServices } from './start-bound-services.ts';

const SDL = `
  type Query {
    order(id: ID!): Order @public @rest(operation: "shop.getOrder")
    orders: [Order!] @public @rest(operation: "shop.listOrders", at: "items")
  }
  type Mutation {
    remove(id: ID!): Removed @public @rest(operation: "shop.deleteOrder")
  }
  type Removed {
    id: ID! @json(path: "$call.id")
    order: Order @rest(operation: "shop.getOrder", args: { id: "$call.id" }, missing: NULL)
    stock: Stock @join(operation: "shop.mapStock", on: { ids: "$call.id" }, match: "$call.id")
  }
  type Order
    @join(as: "stock", operation: "shop.mapStock", on: { ids: "$parent.id" }, match: "$parent.id")
    @rest(as: "place", operation: "shop.getCustomer", args: { id: "$parent.warehouse" }, fanout: 2) {
    id: ID!
    left: Int @json(of: "stock")
    known: ID @json(of: "stock", path: "$key")
    size: Int @json(of: "place", path: "left")
    place: Stock @json(of: "place", path: "$self")
    prices: [Price!]!
  }
  type Stock { id: ID! left: Int! }
  type Price {
    currency: String! @json(path: "$key")
    amount: Int! @json(path: "$item")
    stock: Stock @join(operation: "shop.mapStock", on: { ids: "$key" }, match: "$key")
  }
`;

const gone = new Set<string>();

const shop: ServiceAnswer = (request, response) => {
  const url = new URL(request.url ?? '', 'http://shop');
  const [, room, id = ''] = url.pathname.split('/');
  const ids = (url.searchParams.get('ids') ?? '').split(',');
  if (request.method === 'DELETE') {
    gone.add(id);
    response.writeHead(204).end();
  } else if (room === 'stock') {
    const known = ids.filter((one) => one !== 'b').map((one) => [one, { id: one, left: one.length }]);
    sendJson(response, Object.fromEntries(known));
  } else if (room === 'customers') sendJson(response, { id, left: 9 });
  else if (id === '') {
    sendJson(response, {
      items: ['a', 'b', 'c'].map((one) => orderBody(one, { warehouse: `w-${one}`, prices: {} })),
    });
  } else if (gone.has(id)) sendJson(response, { title: 'gone' }, 404);
  else sendJson(response, orderBody(id, { prices: { EUR: 5, CHF: 6 } }));
};

const start = () => startBoundServices({ contracts: { shop: sentencePaths }, sdl: SDL, answers: { shop } });

test('a mutation that is answered without a body reads what is there after it wrote', async () => {
  const services = await start();

  expect(await services.ask('mutation { remove(id: "7") { id order { id } stock { left } } }')).toEqual({
    data: { remove: { id: '7', order: null, stock: { left: 1 } } },
    codes: [],
  });
  expect(services.log[0]).toBe('shop DELETE /orders/7');
  expect(services.log.slice(1).toSorted()).toEqual(['shop GET /orders/7', 'shop GET /stock/by-id?ids=7']);
});

test('fields share their calls: one for the level, and one for each row within the fanout', async () => {
  const services = await start();

  expect(await services.ask('{ orders { left known size place { left } } }')).toEqual({
    data: {
      orders: [
        { left: 1, known: 'a', size: 9, place: { left: 9 } },
        { left: null, known: null, size: 9, place: { left: 9 } },
        { left: 1, known: 'c', size: null, place: null },
      ],
    },
    codes: ['orders.2.size FANOUT_EXCEEDED', 'orders.2.place FANOUT_EXCEEDED'],
  });
  expect(services.log.toSorted()).toEqual([
    'shop GET /customers/w-a',
    'shop GET /customers/w-b',
    'shop GET /orders',
    'shop GET /stock/by-id?ids=a,b,c',
  ]);
});

test('maps are listed, and joined by their keys', async () => {
  const services = await start();

  expect(await services.ask('{ order(id: "1") { prices { currency amount stock { id } } } }')).toEqual({
    data: {
      order: {
        prices: [
          { currency: 'EUR', amount: 5, stock: { id: 'EUR' } },
          { currency: 'CHF', amount: 6, stock: { id: 'CHF' } },
        ],
      },
    },
    codes: [],
  });
  expect(services.log).toEqual(['shop GET /orders/1', 'shop GET /stock/by-id?ids=EUR,CHF']);
});
