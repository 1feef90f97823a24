import type { ServerResponse } from 'node:http';
import { expect, test } from '@jest/globals';
import type { Json } from '../../../gateway/contract/index.ts';
import { type ServiceAnswer, sendJson, startBoundServices } from './start-bound-services.ts';

const text = { type: 'string' };
const objectOf = (properties: Readonly<Record<string, Json>>): Json => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const json = (schema: Json): Json => ({ description: '', content: { 'application/json': { schema } } });
const problem = (schema: Json): Json => ({
  description: '',
  content: { 'application/problem+json': { schema } },
});
const order = objectOf({ id: text, state: text });
const shortage = objectOf({ type: text, title: text, sku: text });

const CONTRACTS: Readonly<Record<string, Json>> = {
  orders: {
    '/orders': {
      post: {
        operationId: 'createOrder',
        requestBody: { required: true, content: { 'application/json': { schema: objectOf({ sku: text }) } } },
        responses: {
          201: json(objectOf({ order })),
          402: problem(objectOf({ title: text })),
          409: problem(shortage),
          422: problem(objectOf({ title: text })),
        },
      },
    },
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: {
        operationId: 'getOrder',
        responses: {
          200: json(order),
          404: { description: '', headers: { 'x-gone-since': { schema: text } } },
        },
      },
    },
    '/ids': {
      get: {
        operationId: 'listIds',
        responses: { 200: json({ type: 'array', maxItems: 5, items: objectOf({ id: text }) }) },
      },
    },
  },
};

const SDL = `
type Query {
  order(id: ID!): OrderResult @public @rest(operation: "orders.getOrder")
  plain(id: ID!): Order @public @rest(operation: "orders.getOrder")
  list: [Listed!] @public @rest(operation: "orders.listIds")
}
type Mutation {
  placeOrder(sku: String!): PlaceOrderResult
    @public
    @rest(operation: "orders.createOrder", body: { sku: "$args.sku" }, at: "order")
}
type Listed { order: OrderResult @rest(operation: "orders.getOrder", args: { id: "$parent.id" }, fanout: 3) }
union OrderResult = Order | Gone
union PlaceOrderResult = Order | OutOfStock | SoldTwice | NotPaid
type Order { id: ID! state: String! }
type Gone @status(code: 404) { since: String @json(path: "$headers.x-gone-since")  status: Int! @json(path: "$status") }
type OutOfStock @status(code: [409]) @when(is: { type: "out-of-stock" }) { title: String!  sku: ID! }
type SoldTwice @status(code: [409]) @when { title: String! }
type NotPaid @status(code: [402]) { title: String! }
`;

const PLACE = `mutation {
  placeOrder(sku: "s1") {
    __typename
    ... on Order { id }
    ... on OutOfStock { title sku }
    ... on SoldTwice { title }
    ... on NotPaid { title }
  }
}`;

function sendProblem(response: ServerResponse, body: Json, status: number): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
}

/** What `placeOrder` gives when the service answers so. */
async function place(answer: ServiceAnswer) {
  const services = await startBoundServices({ contracts: CONTRACTS, sdl: SDL, answers: { orders: answer } });
  const { data, codes } = await services.ask(PLACE);
  return { data, codes };
}

const failed = (code: string) => ({ data: { placeOrder: null }, codes: [`placeOrder ${code}`] });

test('an answer whose status is an outcome is a typed result, and no error', async () => {
  expect(
    await place((_, response) => sendJson(response, { order: { id: 'o1', state: 'new' } }, 201)),
  ).toEqual({
    data: { placeOrder: { __typename: 'Order', id: 'o1' } },
    codes: [],
  });
  expect(
    await place((_, response) =>
      sendProblem(response, { type: 'out-of-stock', title: 'None left', sku: 's1' }, 409),
    ),
  ).toEqual({ data: { placeOrder: { __typename: 'OutOfStock', title: 'None left', sku: 's1' } }, codes: [] });
  expect(
    await place((_, response) => sendProblem(response, { type: 'other', title: 'Twice', sku: 's1' }, 409)),
  ).toEqual({ data: { placeOrder: { __typename: 'SoldTwice', title: 'Twice' } }, codes: [] });
  expect(await place((_, response) => sendProblem(response, { title: 'Pay' }, 402))).toEqual({
    data: { placeOrder: { __typename: 'NotPaid', title: 'Pay' } },
    codes: [],
  });
});

test('every other failure stays an error', async () => {
  expect(await place((_, response) => sendProblem(response, { title: 'Bad' }, 422))).toEqual(
    failed('BAD_USER_INPUT'),
  );
  expect(await place((_, response) => response.writeHead(500).end())).toEqual(failed('UPSTREAM_FAILED'));
  expect(await place((_, response) => response.writeHead(404).end())).toEqual(failed('UPSTREAM_NOT_FOUND'));
});

test('a result that breaks its contract is CONTRACT_VIOLATED; one without its body is the failure that it says', async () => {
  expect(await place((_, response) => sendProblem(response, { type: 'out-of-stock' }, 409))).toEqual(
    failed('CONTRACT_VIOLATED'),
  );
  expect(
    await place((_, response) =>
      response.writeHead(409, { 'content-type': 'text/html' }).end('<h1>Conflict</h1>'),
    ),
  ).toEqual(failed('UPSTREAM_CONFLICT'));
  expect(await place((_, response) => response.writeHead(409).end())).toEqual(failed('UPSTREAM_CONFLICT'));
});

test('a status without a body is an object that reads headers and the status', async () => {
  const services = await startBoundServices({
    contracts: CONTRACTS,
    sdl: SDL,
    answers: {
      orders: (request, response) => {
        if (request.url === '/ids') return sendJson(response, [{ id: 'o1' }, { id: 'o2' }]);
        if (request.url === '/orders/o1') return sendJson(response, { id: 'o1', state: 'new' });
        return sendJson(response, { any: 'thing' }, 404, { 'x-gone-since': 'May' });
      },
    },
  });
  const fields = '{ __typename ... on Order { id } ... on Gone { since status } }';
  const gone = { __typename: 'Gone', since: 'May', status: 404 };

  expect(await services.ask(`{ order(id: "o2") ${fields} plain(id: "o2") { id } }`)).toEqual({
    data: { order: gone, plain: null },
    codes: ['plain UPSTREAM_NOT_FOUND'],
  });
  expect(services.log).toEqual(['orders GET /orders/o2']);
  expect((await services.ask(`{ list { order ${fields} } }`)).data).toEqual({
    list: [{ order: { __typename: 'Order', id: 'o1' } }, { order: gone }],
  });
});
