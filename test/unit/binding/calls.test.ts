import { describe, expect, it } from '@jest/globals';
import { type BoundCall, type BoundSchema, type Template } from '#binding';
import { bind, codesOf, fieldAt, ok, shopContract } from './bind-text.ts';

function callAt(bound: BoundSchema, path: string): BoundCall {
  const field = fieldAt(bound, path);
  if (field.kind !== 'rest' && field.kind !== 'join') throw new Error(`${path} makes no call`);
  return field.call;
}

/** `{ limit: '$args.first' }` for the parameters of a call. */
function parametersAt(bound: BoundSchema, path: string): unknown {
  return Object.fromEntries(callAt(bound, path).parameters.map(({ name, value }) => [name, plain(value)]));
}

function plain(template: Template): unknown {
  if (template.kind === 'constant') return template.value;
  if (template.kind === 'source') return template.source.text;
  if (template.kind === 'list') return template.items.map(plain);
  return Object.fromEntries(template.entries.map(({ name, value }) => [name, plain(value)]));
}

const PAGE = 'type Page { items: [Product!]! } type Product { name: String! }';

function query(field: string, more = ''): string {
  return `type Query { ${field} } ${PAGE} ${more}`;
}

const ACCOUNT =
  'type Query { seller(id: ID!): Seller @public @rest(operation: "accounts.getSeller") } type Seller { name: String! } type Account { phone: String }';

function mutation(field: string, more = ''): string {
  return `${ACCOUNT} type Mutation { ${field} } ${more}`;
}

function remove(more = ''): string {
  return mutation(
    `remove(id: ID!): Boolean @requiresScopes(scopes: [["catalog:write"]]) @rest(operation: "catalog.deleteProduct"${more})`,
  );
}

describe('a call', () => {
  it('is given arguments by name, by @json and by args, in the order of the contract', () => {
    const bound = bind(
      query(
        'p(cursor: String, n: Int @json(path: "limit"), order: Sort): Page @public @rest(operation: "catalog.listProducts", args: { sortBy: "$args.order", shop: "web" })',
        'enum Sort { NEWEST PRICE_ASCENDING }',
      ),
    );

    expect(parametersAt(bound, 'Query.p')).toEqual({
      limit: '$args.n',
      cursor: '$args.cursor',
      sort_by: '$args.order',
      shop: 'web',
    });
    expect(callAt(bound, 'Query.p').parameters.map(({ name }) => name)).toEqual([
      'limit',
      'cursor',
      'sort_by',
      'shop',
    ]);
    expect(callAt(bound, 'Query.p').parameters[2]).toMatchObject({
      value: {
        source: {
          write: {
            kind: 'leaf',
            toWire: new Map([
              ['NEWEST', 'newest'],
              ['PRICE_ASCENDING', 'price-ascending'],
            ]),
          },
        },
      },
    });
  });

  it('lets args have the last word about a parameter', () => {
    const bound = bind(
      query(
        'p(limit: Int!): Page @public @rest(operation: "catalog.listProducts", args: { limit: 5, cursor: "a", shop: "$config.shops.web" })'.replace(
          '(limit: Int!)',
          '',
        ),
      ),
      undefined,
      { shops: { web: 'w1' } },
    );

    expect(parametersAt(bound, 'Query.p')).toEqual({ limit: 5, cursor: 'a', shop: '$config.shops.web' });
  });

  it('takes a part of an argument', () => {
    const bound = bind(
      query(
        'p(page: Paging!): Page @public @rest(operation: "catalog.listProducts", args: { limit: "$args.page.size", cursor: "$args.page.start" })',
        'input Paging { size: Int! start: String }',
      ),
    );

    expect(callAt(bound, 'Query.p').parameters[0]).toMatchObject({
      value: { source: { path: ['page', 'size'] } },
    });
  });

  it('tells parameters of one name by their place', () => {
    const contract = shopContract({
      '/things/{id}': {
        get: {
          operationId: 'read',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
            { name: 'id', in: 'query', schema: { type: 'string' } },
          ],
          responses: { 200: ok({ type: 'object', properties: { id: { type: 'string' } } }) },
        },
      },
    });
    const bound = bind(
      'type Query { t(a: ID!, b: ID): T @public @rest(operation: "shop.read", args: { path_id: "$args.a", query_id: "$args.b" }) } type T { id: ID }',
      [contract],
    );

    expect(parametersAt(bound, 'Query.t')).toEqual({ 'path.id': '$args.a', 'query.id': '$args.b' });
  });

  it('needs no Idempotency-Key, which the gateway makes', () => {
    const text = mutation(
      'add(input: NewReview!): Review @requiresScopes(scopes: [["reviews:write"]]) @rest(operation: "reviews.createReview", body: "$args.input")',
      'input NewReview { productId: ID! stars: Int! @json(path: "rating") body: String! title: String } type Review { rating: Int! }',
    );
    const bound = bind(text);

    expect(callAt(bound, 'Mutation.add').parameters).toEqual([]);
    expect(callAt(bound, 'Mutation.add').body).toMatchObject({
      source: {
        write: {
          kind: 'object',
          fields: new Map([
            [
              'productId',
              { path: ['product_id'], input: { kind: 'leaf', toWire: undefined }, nullable: false },
            ],
            ['stars', { path: ['rating'], input: { kind: 'leaf', toWire: undefined }, nullable: false }],
            ['body', { path: ['body'], input: { kind: 'leaf', toWire: undefined }, nullable: false }],
            ['title', { path: ['title'], input: { kind: 'leaf', toWire: undefined }, nullable: true }],
          ]),
        },
      },
    });
  });

  it('marks the arguments whose null a body does not take', () => {
    const bound = bind(
      mutation(
        'update(name: String, phone: String): Account @requiresScopes(scopes: [["accounts:write"]]) @rest(operation: "accounts.updateAccount", args: { accountId: "$viewer.sub" }, body: { displayName: "$args.name", phone: "$args.phone" })',
      ),
    );

    expect(callAt(bound, 'Mutation.update').body).toMatchObject({
      entries: [
        { name: 'displayName', value: { source: { refusesNull: true } } },
        { name: 'phone', value: { source: { text: '$args.phone' } } },
      ],
    });
    expect(JSON.stringify(callAt(bound, 'Mutation.update').body)).not.toMatch(/refusesNull.*refusesNull/);
  });

  it('is true on success where the operation answers nothing', () => {
    expect(fieldAt(bind(remove()), 'Mutation.remove')).toMatchObject({
      value: { kind: 'success' },
      missing: 'ERROR',
    });
    expect(fieldAt(bind(remove(', missing: FALSE')), 'Mutation.remove')).toMatchObject({ missing: 'FALSE' });
  });

  it('is an empty object where the operation answers nothing and the field has fields of its own', () => {
    const text = mutation(
      'remove(id: ID!): Removed @requiresScopes(scopes: [["catalog:write"]]) @rest(operation: "catalog.deleteProduct")',
      'type Removed { seller: Seller @rest(operation: "accounts.getSeller", args: { id: "1" }) status: Int! @json(path: "$status") }',
    );

    expect(fieldAt(bind(text), 'Mutation.remove')).toMatchObject({ value: { kind: 'object' } });
  });
});

function under(seller: string): string {
  return `type Query { products: Page @public @rest(operation: "catalog.listProducts") } ${PAGE.replace('name: String!', `seller: Seller ${seller}`)} type Seller { name: String! }`;
}

describe('a call under a list', () => {
  it('keeps its fanout only where rows differ in their calls', () => {
    const own = bind(
      under('@rest(operation: "accounts.getSeller", args: { id: "$parent.sellerId" }, fanout: 3)'),
    );
    const same = bind(under('@rest(operation: "accounts.getSeller", args: { id: "shop" }, fanout: 3)'));

    expect(fieldAt(own, 'Query.products.items.seller')).toMatchObject({ fanout: 3 });
    expect(fieldAt(same, 'Query.products.items.seller')).toMatchObject({ fanout: undefined });
  });

  it('may read the parent without a limit where there is only one', () => {
    const text =
      'type Query { product(id: ID!): Product @public @rest(operation: "catalog.getProduct") } type Product { seller: Seller @rest(operation: "accounts.getSeller", args: { id: "$parent.sellerId" }) } type Seller { name: String! }';

    expect(codesOf(text)).toEqual([]);
  });
});

describe('a group', () => {
  const groups = `
    type Query { home: Home! @public }
    type Home @public { shelf: Shelf! product(id: ID!): Product @rest(operation: "catalog.getProduct") }
    type Shelf { newest: Page @public @rest(operation: "catalog.listProducts", args: { sortBy: "newest" }) }
    ${PAGE}`;

  it('binds its fields as the root does, and may hold groups', () => {
    const bound = bind(groups);

    expect(fieldAt(bound, 'Query.home')).toMatchObject({
      kind: 'group',
      shape: { type: 'Home', producer: 'Home' },
    });
    expect(fieldAt(bound, 'Query.home.shelf')).toMatchObject({ kind: 'group' });
    expect(parametersAt(bound, 'Query.home.shelf.newest')).toEqual({ sort_by: 'newest' });
  });

  it('has no parent to read', () => {
    expect(codesOf(groups.replace('"newest" }', '"$parent.order" }'))).toEqual(['GH015']);
  });
});
