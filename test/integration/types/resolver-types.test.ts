import { describe, expect, it } from '@jest/globals';
import { bindSchema } from '#binding';
import { presentResolvers } from '../../../scripts/types/present-resolvers.ts';
import { presentServices } from '../../../scripts/types/present-services.ts';
import { createServiceTypes } from '../../../scripts/types/service-types.ts';
import { exampleContracts } from '../../unit/binding/bind-text.ts';
import { blocksIn, languagePages } from '../../unit/binding/language-pages.ts';
import { compileTypes } from './compile-types.ts';

const SDL = `
  type Query {
    product(id: ID!): Product @public @rest(operation: "catalog.getProduct")
    products: [Product!] @public @rest(operation: "catalog.listProducts", at: "items")
    basket(filter: Filter, limit: Int! = 3, since: DateTime): Basket @public @resolver
  }
  type Product {
    id: ID!
    offers(kinds: [Kind!]): [Offer!]!
      @resolver
      @listSize(assumedSize: 3)
    sellers: Int @resolver(calls: ["accounts.listSellers", "catalog.listProductsByIds"], atMost: 2)
  }
  type Basket { id: ID! total: Decimal big: BigInt any: JSON best: Offer late: Boolean @resolver }
  type Offer { kind: Kind! at: Date! sub: [Offer] @listSize(assumedSize: 3) }
  enum Kind { OLD NEW }
  input Filter { kind: Kind = NEW, not: Filter, text: [String!] }
`;

const bound = bindSchema({
  client: 'web',
  sdl: { file: 'web.graphql', text: SDL },
  contracts: exampleContracts,
});
const services = new Map(
  exampleContracts.map((contract) => [contract.service, createServiceTypes(contract)]),
);
const generated = presentResolvers(bound, services) ?? '';
const modules: Readonly<Record<string, string>> = {
  'web/resolvers.ts': generated,
  'services.ts': presentServices([...services.keys()]),
  ...Object.fromEntries([...services].map(([name, types]) => [`services/${name}.ts`, types.present()])),
};

const GOOD = `
  import type { Resolvers } from './web/resolvers.ts';
  export const resolvers: Resolvers = {
    Query: {
      basket: ([none], { filter, limit, since }, { viewer, signal }) => {
        const root: null | undefined = none;
        const kind: 'OLD' | 'NEW' | null | undefined = filter?.not?.kind;
        const texts: readonly string[] | null | undefined = filter?.text;
        const numbers: [number, string | null | undefined] = [limit, since];
        return [{ id: viewer?.sub ?? '', total: '1.5', big: 7, any: [root, kind, texts, numbers, signal.aborted] }];
      },
    },
    Product: {
      offers: (rows, { kinds }) => rows.map(({ id }) => [{ kind: kinds?.[0] ?? 'OLD', at: id, sub: [null] }]),
      sellers: async (rows, _, { services }) => {
        const sellers = services.accounts.listSellers.batch({
          keys: 'ids', rows: (answer) => answer, key: (seller) => seller.id,
        });
        const all = await services.catalog.listProductsByIds({ ids: rows.map(({ id }) => id) });
        return rows.map(async ({ seller_id }) => (await sellers.many(seller_id)).length + all.length);
      },
    },
    Basket: { late: (rows) => rows.map(({ id, best }) => (best === undefined ? new Error(id) : null)) },
  };
`;

function compile(code: string): Promise<string> {
  return compileTypes({ ...modules, 'use.ts': code });
}

describe('the types of resolvers', () => {
  it('fit functions that do what the schema says', async () => {
    expect(await compile(GOOD)).toBe('');
  });

  it.each<[string, string, string, RegExp]>([
    ['a function that is missing', '    Basket: {', '    Bosket: {', /'Basket' is missing|Bosket/],
    ['a value of the enum', "?? 'OLD'", "?? 'old'", /"old"/],
    ['a property that is missing', ', at: id', '', /'at' is missing/],
    [
      'an operation that is not named',
      'services.accounts.listSellers',
      'services.accounts.getSeller',
      /getSeller/,
    ],
    ['a parameter that there is not', '{ ids: rows', '{ idz: rows', /idz/],
    ['a batch over no list', "keys: 'ids'", "keys: 'id'", /"id"/],
    ['a row that has no such property', '({ seller_id })', '({ sellerId })', /sellerId/],
    ['an argument that there is not', '{ filter, limit, since }', '{ filter, limits, since }', /limits/],
  ])('refuse %s', async (_, good, bad, complaint) => {
    expect(GOOD).toContain(good);
    expect(await compile(GOOD.replace(good, bad))).toMatch(complaint);
  });

  it.each(languagePages)('fit the function that %s shows', async (_, page) => {
    const [code = ''] = blocksIn(page, 'ts');
    const above = page.slice(0, page.indexOf(code));
    const text = blocksIn(above, 'graphql').at(-1) ?? '';
    const shown = bindSchema({
      client: 'web',
      sdl: { file: 'web.graphql', text },
      contracts: exampleContracts,
    });
    const own = { ...modules, 'web/resolvers.ts': presentResolvers(shown, services) ?? '' };
    const use = code.replace('#schemas/generated/', './');
    expect(use).toContain("from './web/resolvers.ts'");
    expect(await compileTypes({ ...own, 'use.ts': use })).toBe('');
  });

  it('are not written where nothing is marked', () => {
    const text =
      'type Query { product(id: ID!): Product @public @rest(operation: "catalog.getProduct") } type Product { id: ID! }';
    const plain = bindSchema({
      client: 'web',
      sdl: { file: 'web.graphql', text },
      contracts: exampleContracts,
    });
    expect(presentResolvers(plain, services)).toBeUndefined();
  });
});
