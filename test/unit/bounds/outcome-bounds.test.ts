import { expect, it } from '@jest/globals';
import { planDocument } from '#binding';
import { bind, ok, shopContract } from '../binding/bind-text.ts';
import { parseOperation } from './count-calls.ts';

const TEXT = { type: 'string' };
const id = { name: 'id', in: 'path', required: true, schema: TEXT };
const thing = (name: string) => ({ type: 'object', required: [name], properties: { [name]: TEXT } });

it('the bound of a document counts what is called below an outcome, or below a success', () => {
  const contract = shopContract({
    '/orders': {
      post: { operationId: 'createOrder', responses: { 201: ok(thing('id')), 409: ok(thing('sku')) } },
    },
    '/stock/{id}': {
      get: { operationId: 'getStock', parameters: [id], responses: { 200: ok(thing('count')) } },
    },
  });
  const bound = bind(
    `
      type Query { stock(id: ID!): Stock @public @rest(operation: "shop.getStock") }
      type Mutation { placeOrder: Result @public @rest(operation: "shop.createOrder") }
      union Result = Order | OutOfStock
      type Order { id: ID! }
      type OutOfStock @status(code: 409) {
        stock: Stock @rest(operation: "shop.getStock", args: { id: "$parent.sku" })
      }
      type Stock { count: String! }
    `,
    [contract],
  );
  const calls = (text: string): number =>
    planDocument(bound, { ...parseOperation(bound, text), variables: {} }).calls;

  expect(calls('mutation { placeOrder { ... on Order { id } } }')).toBe(1);
  expect(calls('mutation { placeOrder { ... on OutOfStock { stock { count } } } }')).toBe(2);
});
