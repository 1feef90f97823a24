import type { Json } from '../../../gateway/contract/index.ts';
import { type BoundServices, type ServiceAnswer, startBoundServices } from './start-bound-services.ts';

const id = { type: 'string' };
const listOf = (items: Json, maxItems = 100): Json => ({ type: 'array', items, maxItems });
const objectOf = (properties: Readonly<Record<string, Json>>): Json => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const answers = (schema: Json): Json => ({
  200: { description: 'ok', content: { 'application/json': { schema } } },
  404: { description: 'unknown' },
});
const query = (name: string, schema: Json, required = false): Json => ({
  name,
  in: 'query',
  required,
  schema,
  explode: false,
});

const product = objectOf({
  id,
  name: { type: 'string' },
  sellerId: { type: ['string', 'null'] },
  tagIds: listOf(id, 10),
});

const CONTRACTS: Readonly<Record<string, Json>> = {
  catalog: {
    '/products': {
      get: { operationId: 'listProducts', responses: answers(objectOf({ items: listOf(product) })) },
    },
    '/products/{id}': {
      get: {
        operationId: 'getProduct',
        parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
        responses: answers(product),
      },
    },
    '/tags': {
      get: {
        operationId: 'listTags',
        'x-unpaged': true,
        parameters: [query('ids', listOf(id, 2), true)],
        responses: answers(listOf(objectOf({ id, label: { type: 'string' } }))),
      },
    },
    '/products/{id}/similar': {
      get: {
        operationId: 'listSimilar',
        parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
        responses: answers(listOf(product, 5)),
      },
    },
  },
  accounts: {
    '/sellers': {
      get: {
        operationId: 'listSellers',
        'x-unpaged': true,
        parameters: [query('ids', listOf(id, 2), true)],
        responses: answers(listOf(objectOf({ id, name: { type: 'string' } }))),
      },
    },
  },
  stock: {
    '/levels': {
      post: {
        operationId: 'readLevels',
        'x-unpaged': true,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: objectOf({ keys: listOf(objectOf({ product: id, seller: id }), 50) }),
            },
          },
        },
        responses: answers(
          objectOf({
            levels: listOf(objectOf({ product: id, seller: id, left: { type: 'integer', format: 'int32' } })),
          }),
        ),
      },
    },
  },
};

const SDL = `
type Query {
  products: [Product!] @public @rest(operation: "catalog.listProducts", at: "items")
  product(id: ID!): Product @public @rest(operation: "catalog.getProduct", missing: NULL)
}
type Product {
  id: ID!
  title: String! @json(path: "name")
  seller: Seller
    @join(operation: "accounts.listSellers", on: { ids: "$parent.sellerId" }, match: { id: "$parent.sellerId" })
  tags: [Tag!]
    @join(operation: "catalog.listTags", on: { ids: "$parent.tagIds" }, match: { id: "$parent.tagIds" })
  stock: Stock
    @join(
      operation: "stock.readLevels"
      on: { keys: { product: "$parent.id", seller: "$parent.sellerId" } }
      match: { product: "$parent.id", seller: "$parent.sellerId" }
      at: "levels"
    )
  similar: [Product!] @rest(operation: "catalog.listSimilar", args: { id: "$parent.id" }, fanout: 2)
}
type Seller { id: ID! name: String! }
type Tag { id: ID! label: String! }
type Stock { left: Int! }
`;

/** Three services behind real HTTP, and everything in front of them down to the executor. Gone after the test. */
export function startShop(answerOf: Readonly<Record<string, ServiceAnswer>>): Promise<BoundServices> {
  return startBoundServices({ contracts: CONTRACTS, sdl: SDL, answers: answerOf });
}
