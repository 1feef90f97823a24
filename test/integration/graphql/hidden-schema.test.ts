import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { startGateway } from './start-gateway.ts';

const SDL = `
  type Query { product(id: ID!, locale: Locale): Product, productCount: Int, products(filter: ProductFilter!): [Product!] }
  type Mutation { addToCart(input: CartInput!): Product }
  type Product { id: ID!, title: String, price: Money!, seller: Seller }
  type Money { amount: Int, currency: String }
  type Seller { sellerName: String }
  input ProductFilter { category: String!, maxPrice: Int }
  input CartInput { sku: String!, quantity: Int! }
  enum Locale { DE_DE EN_GB }`;

/** Free documents in production: the weakest setting that is offered there. */
const start = () => startGateway({ sdl: SDL, production: true });

/** Words that shops use, one typing error of each, and names that do not exist. */
const WORDS = [
  'product',
  'products',
  'productCount',
  'produc',
  'prodcts',
  'seller',
  'price',
  'titel',
  'title',
  'user',
  'secret',
];
/** Ways in which one asks for a word without executing anything, should it exist. */
const PROBES: readonly ((word: string) => string)[] = [
  (word) => `{ ${word} nothingLikeIt }`,
  (word) => `{ ${word} { nothingLikeIt } }`,
  (word) => `{ product(id: 1) { ${word} nothingLikeIt } }`,
  (word) => `{ product(id: 1) { ${word} { nothingLikeIt } } }`,
  (word) => `{ product(${word}: 1) { nothingLikeIt } }`,
  (word) => `{ products(filter: { ${word}: 1 }) { nothingLikeIt } }`,
  (word) => `{ product(id: 1, locale: ${word}) { id nothingLikeIt } }`,
  (word) => `query ($v: ${word}) { product(id: $v) { nothingLikeIt } }`,
  (word) => `{ ... on ${word} { nothingLikeIt } }`,
  (word) => `mutation { ${word}(input: 1) { nothingLikeIt } }`,
];
const NAMES = SDL.match(/\b[A-Za-z_]{4,}\b/g) ?? [];

describe('GQL-04 production tells nothing about the schema', () => {
  it.each([
    ['__schema', '{ __schema { types { name } } }'],
    ['__type', '{ __type(name: "Product") { name } }'],
    ['the query of tools', getIntrospectionQuery()],
    ['__schema in a fragment', '{ ...F } fragment F on Query { __schema { types { name } } }'],
    ['__schema under an alias', '{ a: __schema { b: types { c: name } } }'],
    ['a fragment on __Schema', '{ __schema { ...F } } fragment F on __Schema { types { name } }'],
  ])('refuses %s', async (_, query) => {
    const gateway = await start();
    const answer = await gateway.ask({ query });
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(gateway.executed).toEqual([]);
  });

  it('answers __typename, which the client’s document names anyway', async () => {
    const { ask } = await start();
    expect((await ask({ query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
  });

  it('gives probing with a list of words the same bytes for every word, whether or not it exists', async () => {
    const { ask, executed } = await start();
    const queries = PROBES.flatMap((probe) => WORDS.map(probe));
    const answers = await Promise.all(queries.map((query) => ask({ query })));
    expect([...new Set(answers.map(({ status, text }) => `${status} ${text}`))]).toHaveLength(1);
    expect(executed).toEqual([]);
  });

  it('names nothing of the schema when variables do not fit', async () => {
    const { ask } = await start();
    const query = 'mutation ($v: CartInput!) { addToCart(input: $v) { id } }';
    for (const v of [{}, { sku: 1 }, { quantity: 'x' }, { skus: 'x' }, null, 'x']) {
      const { errors, text } = await ask({ query, variables: { v } });
      expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
      expect(NAMES.filter((name) => text.includes(name))).toEqual([]);
    }
  });

  it('suggests nothing', async () => {
    const { ask } = await start();
    const { text } = await ask({ query: '{ produc }' });
    expect(text).not.toMatch(/did you mean|product/i);
  });

  it('shows browsers no landing page', async () => {
    const { url } = await start();
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const page = await fetch(`${url}/graphql?query={__typename}`, { headers: { accept, 'x-csrf': '1' } });
    expect(await page.text()).toBe('{"data":{"__typename":"Query"}}');
  });

  it('has no HTML for those who take nothing else', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/graphql`, { headers: { accept: 'text/html', 'x-csrf': '1' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      406,
      'application/json; charset=utf-8',
    ]);
  });
});

describe('development helps', () => {
  it('with introspection, places and suggestions', async () => {
    const { ask } = await startGateway({ sdl: SDL });
    expect((await ask({ query: getIntrospectionQuery() })).errors).toEqual([]);
    expect((await ask({ query: '{ productCont }' })).errors).toEqual([
      {
        message:
          'Cannot query field "productCont" on type "Query". Did you mean "productCount", "product", or "products"?',
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });
});
