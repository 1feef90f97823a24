import type { Json, JsonObject } from '#contract';
import { ok } from '../binding/bind-text.ts';
import { type AskedShop, INT, keys, listOf, objectOf, parameter, TEXT } from './ask-shop.ts';

const mapOf = (value: Json, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  maxProperties: 9,
  additionalProperties: value,
  ...more,
});
const line = objectOf({ count: INT, gift: { type: 'boolean' } });
const paths = {
  '/cart': {
    get: {
      operationId: 'getCart',
      responses: {
        200: ok(
          objectOf({
            lines: mapOf(line),
            counts: mapOf(INT),
            notes: mapOf({ type: ['string', 'null'] }),
            perhaps: mapOf({ ...line, type: ['object', 'null'] }),
            shelves: mapOf(listOf(TEXT, 5)),
            nested: mapOf(mapOf(INT)),
            totals: mapOf(INT, { properties: { all: INT }, required: ['all'] }),
            tags: listOf(TEXT, 9),
          }),
        ),
      },
    },
  },
  '/rates': {
    get: {
      operationId: 'getRates',
      parameters: [parameter('first', { in: 'query', schema: INT })],
      responses: { 200: ok(mapOf({ type: 'number' })) },
    },
  },
  '/stock': {
    get: {
      operationId: 'getStock',
      'x-unpaged': true,
      parameters: [keys('skus', 2)],
      responses: { 200: ok(mapOf(objectOf({ left: INT }))) },
    },
  },
  '/shelves': {
    get: {
      operationId: 'getShelves',
      'x-unpaged': true,
      parameters: [keys('skus')],
      responses: { 200: ok(objectOf({ bySku: mapOf(listOf(objectOf({ place: TEXT }), 5)) })) },
    },
  },
  '/amounts': {
    get: { operationId: 'getAmounts', 'x-unpaged': true, responses: { 200: ok(mapOf(INT)) } },
  },
  '/products/{sku}': {
    get: {
      operationId: 'getProduct',
      parameters: [parameter('sku')],
      responses: { 200: ok(objectOf({ name: TEXT })) },
    },
  },
};

const sdl = `
  type Query {
    cart: Cart @public @rest(operation: "shop.getCart")
    rates: [Rate!] @public @rest(operation: "shop.getRates")
    values: [Float!] @public @rest(operation: "shop.getRates")
    some(first: Int!): [Rate!] @public @rest(operation: "shop.getRates") @listSize(slicingArguments: ["first"])
  }
  type Cart {
    lines: [Line!]!
    plain: [Plain!]! @json(path: "lines")
    oneLine: Plain @json(path: "lines.p1")
    entries: [Count!]! @json(path: "counts")
    notes: [Note!]!
    perhaps: [Perhaps!]!
    orNull: [OrNull]! @json(path: "perhaps")
    shelves: [Shelf!]!
    grid: [[String!]!]! @json(path: "shelves")
    nested: [Outer!]!
    totals: [Count!]!
    all: Int! @json(path: "totals.all")
    tags: [String!]
    stocks: [Stock!] @join(operation: "shop.getStock", on: { skus: "$parent.tags" }, match: "$parent.tags")
  }
  type Line {
    sku: ID! @json(path: "$key")
    count: Int!
    same: Int! @json(path: "$item.count")
    again: Again! @json(path: "$self")
    stock: Stock @join(operation: "shop.getStock", on: { skus: "$key" }, match: "$key")
    left: Int @join(operation: "shop.getAmounts", match: "$key")
    places: [Place!] @join(operation: "shop.getShelves", on: { skus: "$key" }, match: "$key", at: "bySku")
    product: Product @rest(operation: "shop.getProduct", args: { sku: "$key" }, fanout: 9)
  }
  type Again { sku: ID! @json(path: "$key") gift: Boolean! }
  type Plain { count: Int! }
  type Count { key: String! @json(path: "$key") value: Int! @json(path: "$item") }
  type Note { key: String! @json(path: "$key") text: String @json(path: "$item") }
  type Perhaps { key: String! @json(path: "$key") count: Int }
  type OrNull { count: Int! }
  type Shelf { key: String! @json(path: "$key") places: [String!]! @json(path: "$item") first: String @json(path: "$item.0") }
  type Outer { key: String! @json(path: "$key") inner: [Inner!]! @json(path: "$item") }
  type Inner { key: String! @json(path: "$key") value: Int! @json(path: "$item") }
  type Rate { code: String! @json(path: "$key") rate: Float! @json(path: "$item") }
  type Stock { sku: ID! @json(path: "$key") left: Int! }
  type Place { place: String! }
  type Product { name: String! }
`;
export const cart: JsonObject = JSON.parse(`{
  "lines": { "p2": { "count": 2, "gift": true }, "p1": { "count": 1, "gift": false } },
  "counts": { "b": 1, "__proto__": 2, "constructor": 3, "a/b~": 4 },
  "notes": { "x": "hi", "y": null },
  "perhaps": { "x": { "count": 1, "gift": true }, "y": null },
  "shelves": { "p1": ["A", "B"], "p2": [] },
  "nested": { "o": { "i": 1, "j": 2 } },
  "totals": { "all": 9, "net": 8 },
  "tags": ["p2", "gone", "p1"]
}`);
/** A shop whose answers are maps. */
export const mapShop: AskedShop = {
  sdl,
  paths,
  answers: {
    getCart: () => ({ body: cart }),
    getRates: () => ({ body: { USD: 1.1, CHF: 0.9 } }),
    getStock: () => ({ body: { p1: { left: 10 }, p2: { left: 20 }, gone: null } }),
    getAmounts: () => ({ body: { p1: 7 } }),
    getShelves: () => ({ body: { bySku: { p1: [{ place: 'A' }, { place: 'B' }] } } }),
    getProduct: ({ url }) => ({ body: { name: url.pathname } }),
  },
};
