import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#contract';
import { bind, codesOf, fieldAt, ok, shopContract } from './bind-text.ts';

const TYPES =
  'type Seller { name: String! } type Review { rating: Int! } type Category { name: String! } type Stock { count: Int! }';

function product(field: string): string {
  return `type Query { product(id: ID!): Product @public @rest(operation: "catalog.getProduct") } type Product { id: ID! ${field} } ${TYPES}`;
}

function join(field: string): unknown {
  const bound = bind(product(field));
  return fieldAt(bound, `Query.product.${/^\w+/.exec(field)?.[0] ?? ''}`);
}

describe('a join', () => {
  it('puts the keys into the parameter that on names, as many as the contract takes', () => {
    expect(
      join(
        'seller: Seller @join(operation: "accounts.listSellers", on: { ids: "$parent.sellerId" }, match: { id: "$parent.sellerId" })',
      ),
    ).toMatchObject({
      kind: 'join',
      keys: {
        into: { kind: 'parameter', name: 'ids' },
        item: { kind: 'source', source: { root: 'parent', path: ['seller_id'] } },
        maxItems: 50,
      },
      match: [{ row: { from: 'value', path: ['id'] }, source: { root: 'parent', path: ['seller_id'] } }],
      rows: 'one',
      maxRows: 1,
      at: { from: 'body', path: [] },
      value: { kind: 'object', shape: { type: 'Seller', producer: 'accounts.listSellers' } },
    });
  });

  it('groups rows for a list, and knows the limit that the contract sets for each key', () => {
    const field =
      'reviews(first: Int! = 5): [Review!] @join(operation: "reviews.listReviews", on: { productIds: "$parent.id" }, match: { productId: "$parent.id" }, args: { limitPerProduct: "$args.first" }, at: "reviews")';

    expect(join(field)).toMatchObject({
      rows: 'many',
      maxRows: 20,
      at: { path: ['reviews'] },
      match: [{ row: { path: ['product_id'] } }],
      call: { parameters: [{ name: 'limitPerProduct' }] },
    });
    expect(bind(product(field)).listSizes.get('Product.reviews')).toEqual({
      assumedSize: undefined,
      slicingArguments: ['first'],
      sizedFields: [],
      contractMax: 20,
    });
  });

  it('keeps the order of a list of keys, and is no longer than that list', () => {
    expect(
      join(
        'categories: [Category!] @join(operation: "catalog.listCategories", match: { id: "$parent.categoryIds" })',
      ),
    ).toMatchObject({ keys: undefined, rows: 'listed', maxRows: 4 });
  });

  it('follows on down to the array of a body; what lies deeper is one key', () => {
    const bound = join(
      'stock: Stock @join(operation: "catalog.queryStock", on: { articles: { sku: "$parent.id", location: "$parent.warehouse" } }, match: { sku: "$parent.id", location: "$parent.warehouse" }, body: { channel: "web" })',
    );

    expect(bound).toMatchObject({
      keys: {
        into: { kind: 'body', path: ['articles'] },
        item: { kind: 'object', entries: [{ name: 'sku' }, { name: 'location' }] },
        maxItems: 25,
      },
      call: {
        body: { kind: 'object', entries: [{ name: 'channel', value: { kind: 'constant', value: 'web' } }] },
      },
      match: [{ row: { path: ['sku'] } }, { row: { path: ['location'] } }],
    });
  });

  it.each([
    [
      'a part of the key that the contract requires is missing',
      'on: { articles: { sku: "$parent.id" } }, match: { sku: "$parent.id" }',
      ['GH021'],
    ],
    [
      'a part of the key is not matched',
      'on: { articles: { sku: "$parent.id", location: "$parent.warehouse" } }, match: { sku: "$parent.id" }',
      ['GH065'],
    ],
    [
      'the body is no literal',
      'on: { articles: { sku: "$parent.id", location: "$parent.warehouse" } }, match: { sku: "$parent.id", location: "$parent.warehouse" }, body: "$config.body"',
      ['GH065'],
    ],
    [
      'a property of the body is unknown',
      'on: { article: { sku: "$parent.id" } }, match: { sku: "$parent.id" }',
      ['GH013'],
    ],
  ])('is a mistake when %s', (_, written, expected) => {
    expect(codesOf(product(`stock: Stock @join(operation: "catalog.queryStock", ${written})`))).toEqual(
      expected,
    );
  });
});

function limit(schema: JsonObject = {}): JsonObject {
  return {
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', ...schema },
  };
}

function single(args = ''): string {
  return `row: Row @join(operation: "shop.many", on: { ids: "$parent.id" }, match: { id: "$parent.id" }${args})`;
}

describe('a join over pages', () => {
  const row = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
  const ids = {
    name: 'ids',
    in: 'query',
    schema: { type: 'array', maxItems: 50, items: { type: 'string' } },
  };

  function codesWith(
    parameters: readonly JsonObject[],
    operation: JsonObject,
    field: string,
  ): readonly string[] {
    const contract = shopContract({
      '/one': { get: { operationId: 'one', responses: { 200: ok(row) } } },
      '/many': {
        get: {
          operationId: 'many',
          parameters: [ids, ...parameters],
          responses: { 200: ok({ type: 'array', maxItems: 50, items: row }) },
          ...operation,
        },
      },
    });
    return codesOf(
      `type Query { one: Thing @public @rest(operation: "shop.one") } type Thing { ${field} } type Row { id: ID! }`,
      [contract],
    );
  }

  const many = single().replace('row: Row', 'rows: [Row!]');

  it.each(['limit', 'first', 'page_size', 'per-page', 'maxResults', 'count'])(
    'is cut silently by a parameter %s',
    (name) => {
      expect(codesWith([{ ...limit(), name }], {}, single())).toEqual(['GH063']);
    },
  );

  it.each(['cursor', 'page', 'offset', 'pageToken'])('is cut silently by a parameter %s', (name) => {
    expect(codesWith([{ name, in: 'query', schema: { type: 'string' } }], {}, single())).toEqual(['GH063']);
  });

  it.each([
    ['says that the limit is one for each key', [limit()], { 'x-limit-per-key': 'limit' }, many],
    ['says that the answer is whole', [limit()], { 'x-unpaged': true }, many],
    ['has a page that is never smaller than the batch', [limit({ default: 50 })], {}, single()],
    ['is sent a limit as large as the batch', [limit()], {}, single(', args: { limit: 50 }')],
    [
      'only filters by date',
      [{ name: 'before', in: 'query', schema: { type: 'string', format: 'date-time' } }],
      {},
      many,
    ],
    [
      'only filters by a size that is no number',
      [{ name: 'size', in: 'query', schema: { type: 'string' } }],
      {},
      many,
    ],
  ])('is right when the operation %s', (_, parameters, operation, field) => {
    expect(codesWith(parameters, operation, field)).toEqual([]);
  });

  it('loses rows even with a large page where a key may have many', () => {
    expect(codesWith([limit({ default: 50 })], {}, many)).toEqual(['GH063']);
  });
});
