import { describe, expect, it } from '@jest/globals';
import { bindSchema, planDocument } from '#binding';
import type { Resolvers } from '../../../gateway/execution/resolvers.ts';
import { ask, LIST, type Product, perRow, type ShopContext, shop } from '../execution/resolver-shop.ts';
import { parseOperation } from './count-calls.ts';

interface Counted {
  readonly document: string;
  readonly sdl: string;
  readonly resolvers: Resolvers;
}

/** What a document may ask for, and what it asked for. */
async function count({ document, sdl, resolvers }: Counted) {
  const bound = bindSchema({ client: 'test', sdl: { file: 'a', text: sdl }, contracts: [shop], resolvers });
  const { calls, waves } = planDocument(bound, { ...parseOperation(bound, document), variables: {} });
  const answers = { 'shop.createNote': () => ({ status: 201, body: {} }) };
  const { upstream } = await ask(document, { sdl, resolvers, answers });
  return { bound: calls, waves, asked: upstream.calls.length };
}

const SDL = `type Query { ${LIST} product: Product @public @rest(operation: "shop.getProduct", args: { id: "a" }) }
  type Product { id: ID! it: [Product!] @resolver(calls: ["shop.getProduct"], atMost: 3) @listSize(assumedSize: 2) }
  type Mutation { note: Product @public @resolver(calls: ["shop.createNote", "shop.getProduct"], atMost: 3) }`;

/** As many distinct calls as there are rows. */
const eager = perRow(async ({ id }, { services }) => [
  await services.shop.getProduct({ id }),
  { id: `${id}2` },
]);
const note = async (_: unknown, __: unknown, { services }: ShopContext) => {
  const before: Product = await services.shop.getProduct({ id: 'a' });
  await services.shop.createNote({ body: { text: 'x' } });
  await services.shop.getProduct({ id: 'a' });
  return [before];
};
const resolvers: Resolvers = { ...eager, Mutation: { note } };

describe('the bound on calls of a document with resolvers', () => {
  it.each<[string, string, number, number]>([
    ['is atMost for all rows of a level', '{ products { it { id } } }', 1 + 3, 4],
    ['is atMost again one level further down', '{ products { it { it { id } } } }', 1 + 3 + 3, 7],
    ['is atMost for each place', '{ a: products { it { id } } b: products { it { id } } }', 1 + 3 + 3, 4],
    ['counts a read again after a change', 'mutation { note { id } }', 3, 3],
  ])('%s', async (_, document, bound, waves) => {
    const counted = await count({ document, sdl: SDL, resolvers });
    expect(counted).toMatchObject({ bound, waves });
    expect(counted.asked).toBeLessThanOrEqual(bound);
  });

  it('is reached', async () => {
    const all = ['{ products { it { id } } }', 'mutation { note { id } }'];
    for (const document of all) {
      const { bound, asked } = await count({ document, sdl: SDL, resolvers });
      expect(asked).toBe(bound);
    }
  });
});
