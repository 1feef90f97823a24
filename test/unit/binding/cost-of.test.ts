import { describe, expect, it } from '@jest/globals';
import { array, assert, constantFrom, nat, property, tuple } from 'fast-check';
import { getIntrospectionQuery, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { type CostInput, costOf } from '#binding';
import { bind } from './bind-text.ts';

const bound = bind(`
  type Query {
    product(id: ID!): Product @public @rest(operation: "catalog.getProduct")
    products(first: Int! = 20, after: String): Page
      @public
      @rest(operation: "catalog.listProducts", args: { limit: "$args.first", cursor: "$args.after" })
      @listSize(slicingArguments: ["first"], sizedFields: ["items"])
    firsts(limit: Int): [Product!]
      @public
      @rest(operation: "catalog.listProducts", at: "items")
      @listSize(slicingArguments: ["limit"], assumedSize: 30)
    home: Home! @public
  }
  type Mutation {
    remove(id: ID! @cost(weight: 3)): Boolean
      @requiresScopes(scopes: [["catalog:write"]])
      @rest(operation: "catalog.deleteProduct")
  }
  type Home @public { categories: [Category!] @rest(operation: "catalog.listCategories") @cost(weight: 2) }
  type Page { items: [Product!]! nextCursor: String }
  type Product {
    name: String!
    tags: [ID!]! @json(path: "categoryIds")
    image: Image! @json(path: "images.primary")
    seller: Seller
      @join(operation: "accounts.listSellers", on: { ids: "$parent.sellerId" }, match: { id: "$parent.sellerId" })
    reviews(first: Int! = 5): [Review!]
      @join(
        operation: "reviews.listReviews"
        on: { productIds: "$parent.id" }
        match: { productId: "$parent.id" }
        args: { limitPerProduct: "$args.first" }
        at: "reviews"
      )
  }
  type Seller @cost(weight: 4) { name: String! }
  type Category { name: String! }
  type Image { url: String! @cost(weight: 1) }
  type Review { rating: Int! }
`);

function cost(text: string, variables: Record<string, unknown> = {}, limit?: number): number {
  const document = parse(text);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('no operation');
  const input: CostInput = { document, operation, variables };
  return costOf(bound, limit === undefined ? input : { ...input, limit });
}

describe('the cost of an operation', () => {
  it.each([
    ['a field with fields of its own is 1', '{ product(id: 1) { name } }', 1],
    ['a scalar is nothing, and a list of scalars too', '{ product(id: 1) { name tags __typename } }', 1],
    ['a type may weigh more', '{ product(id: 1) { seller { name } } }', 5],
    ['a scalar may weigh something', '{ product(id: 1) { image { url } } }', 3],
    ['a list weighs as often as the contract allows', '{ home { categories { name } } }', 1 + 60 * 2],
    [
      'a join weighs as often as the limit for each key says',
      '{ product(id: 1) { reviews(first: 3) { rating } } }',
      1 + 3,
    ],
    ['a default counts', '{ product(id: 1) { reviews { rating } } }', 1 + 5],
    ['the contract has the last word', '{ product(id: 1) { reviews(first: 1000) { rating } } }', 1 + 20],
    ['a page sizes the list below it', '{ products(first: 2) { items { name } nextCursor } }', 1 + 2],
    ['lists multiply', '{ products(first: 2) { items { reviews(first: 3) { rating } } } }', 1 + 2 + 2 * 3],
    [
      'an empty list is fetched all the same',
      '{ products(first: 0) { items { reviews { rating } } } }',
      1 + 1,
    ],
    ['aliases are fields of their own', '{ a: product(id: 1) { name } b: product(id: 2) { name } }', 2],
    ['a mutation is 10, and its argument may weigh too', 'mutation { remove(id: 1) }', 10 + 3],
    ['@skip and @include are not looked at', '{ product(id: 1) @skip(if: true) { name } }', 1],
    [
      'fragments count where they are spread',
      '{ products(first: 2) { ...P } } fragment P on Page { items { seller { name } } }',
      1 + 2 + 2 * 4,
    ],
    ['fragments without a condition count too', '{ ... { ... on Query { product(id: 1) { name } } } }', 1],
  ])('%s', (_, text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  it.each([
    [{ n: 4 }, 4],
    [{}, 7],
    [{ n: undefined }, 7],
    [{ n: null }, 30],
    [{ n: '4' }, 50],
    [{ n: -1 }, 50],
    [{ n: 1.5 }, 50],
    [{ n: 2 ** 40 }, 30],
    [{ n: Number.NaN }, 50],
    [{ n: { valueOf: 1 } }, 50],
  ])('takes the raw variables %j for a list of %i', (variables, length) => {
    expect(cost('query ($n: Int = 7) { firsts(limit: $n) { name } }', variables)).toBe(length);
  });

  it('takes an argument that is left out for absent, and looks at no inherited variable', () => {
    expect(cost('{ firsts { name } }')).toBe(30);
    expect(cost('query ($n: Int, $toString: Int) { firsts(limit: $toString) { name } }')).toBe(30);
  });

  it('of introspection is what it asks for', () => {
    expect(cost('{ __schema { types { name fields { name } } } __type(name: "Query") { name } }')).toBe(4);
    expect(cost(getIntrospectionQuery())).toBeLessThan(100);
  });
});

/** Each fragment spreads the next one twice. */
function chain(length: number): string {
  const fragments = Array.from({ length }, (_, index) => {
    const next = index + 1 < length ? `...F${index + 1} ...F${index + 1}` : 'name';
    return `fragment F${index} on Product { image { url } ${next} }`;
  });
  return fragments.join(' ');
}

describe('counting', () => {
  it('ends where 5,000 fragments each spread the next one twice', () => {
    const text = `{ product(id: 1) { ...F0 } } ${chain(5000)}`;

    expect(cost(text)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('does not care in which order fragments are written', () => {
    const text =
      '{ ...A } fragment C on Product { seller { name } } fragment B on Query { product(id: 1) { ...C } } fragment A on Query { ...B ...B }';

    expect(cost(text)).toBe(10);
  });

  it('ends for fragments that contain themselves, which validation refuses', () => {
    expect(
      cost('{ product(id: 1) { ...A } } fragment A on Product { name ...B } fragment B on Product { ...A }'),
    ).toBe(1);
  });

  it('stops above a limit, with a finite number above it', () => {
    const wide = `{ ${Array.from({ length: 1000 }, (_, index) => `a${index}: home { categories { name } }`).join(' ')} }`;

    expect(cost(wide)).toBe(121_000);
    expect(cost(wide, {}, 500)).toBeGreaterThan(500);
    expect(cost(wide, {}, 500)).toBeLessThan(1000);
    expect(cost(wide, {}, 121_000)).toBe(121_000);
  });

  it('rounds the page sizes around fragments up where a document has hundreds of them, and never down', () => {
    const sizes = Array.from({ length: 300 }, (_, index) => index + 1);
    const text = `{ ${sizes.map((first) => `a${first}: products(first: ${first}) { ...F0 }`).join(' ')} }`;
    const pages = Array.from(
      { length: 200 },
      (_, index) => `fragment F${index} on Page { items { name } ${index < 199 ? `...F${index + 1}` : ''} }`,
    );
    const exact = sizes.reduce((sum, first) => sum + 1 + Math.min(first, 50) * 200, 0);

    expect(cost(`${text} ${pages.join(' ')}`)).toBeGreaterThanOrEqual(exact);
    expect(cost(`${text} ${pages.join(' ')}`)).toBeLessThan(exact * 2);
  });

  it('of fragments is what their contents cost in their place', () => {
    const leaf = constantFrom('name', 'image { url }', 'seller { name }', 'reviews(first: 2) { rating }');
    const body = array(leaf, { minLength: 1, maxLength: 4 });
    const spreads = array(nat({ max: 2 }), { maxLength: 3 });

    assert(
      property(
        array(tuple(body, spreads), { minLength: 1, maxLength: 6 }),
        nat({ max: 3 }),
        (levels, first) => {
          const names = levels.map((_, index) => `F${index}`);
          const below = (index: number) =>
            (levels[index]?.[1] ?? []).map((step) => index + 1 + step).filter((to) => to < levels.length);
          const written = levels.map(
            ([fields], index) =>
              `fragment ${names[index]} on Product { ${fields.join(' ')} ${below(index)
                .map((to) => `...F${to}`)
                .join(' ')} }`,
          );
          const inline = (index: number): string =>
            `${(levels[index]?.[0] ?? []).join(' ')} ${below(index).map(inline).join(' ')}`;
          const used = `{ products(first: ${first}) { items { ...F0 } } }`;

          expect(cost(`${used} ${written.join(' ')}`)).toBe(cost(used.replace('...F0', inline(0))));
        },
      ),
    );
  });
});
