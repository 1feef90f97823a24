import type { Json } from '#contract';
import type { Resolvers } from '../../../gateway/execution/resolvers.ts';

interface Services {
  readonly people: {
    getPerson(input: { readonly id: string }): Promise<{ readonly favouriteId: string | null }>;
  };
  readonly store: { deleteItem(input: { readonly id: string }): Promise<Json> };
}

/** What `test/fixtures/bounds/schema.graphql` marks `@resolver`: each makes all the calls that it may. */
export const fixtureResolvers: Resolvers = {
  Query: {
    async clean(rows: readonly unknown[], _: unknown, { services }: { readonly services: Services }) {
      await services.store.deleteItem({ id: 'old' });
      return rows.map(() => true);
    },
  },
  Item: {
    async friend(
      items: readonly { readonly makerId: string | null }[],
      _: unknown,
      { services: { people } }: { readonly services: Services },
    ) {
      const { makerId } = items.find((item) => item.makerId !== null) ?? { makerId: null };
      const maker = makerId === null ? undefined : await people.getPerson({ id: makerId });
      if (typeof maker?.favouriteId === 'string') await people.getPerson({ id: maker.favouriteId });
      return items.map(() => 'somebody');
    },
  },
};
