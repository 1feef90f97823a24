import { describe, expect, it } from '@jest/globals';
import { ask, perRow, type Rate, rowsFor, type ShopContext, withField } from './resolver-shop.ts';

const rates = {
  'shop.listRates': ({ url }: { url: URL }) => rowsFor((url.searchParams.get('ids') ?? '').split(',')),
};

/** Products with these values. */
function valuesOf(...values: readonly (number | null)[]) {
  return values.map((value) => ({ it: value }));
}

describe('a batch', () => {
  const sdl = withField('@resolver(calls: ["shop.listRates"], atMost: 3)');
  const plan = {
    keys: 'ids',
    rows: ({ items }: { readonly items: readonly Rate[] }) => items,
    key: (rate: Rate) => rate.product,
  } as const;
  const rateOf = async (key: string | null, { services }: ShopContext) =>
    (await services.shop.listRates.batch(plan).one(key))?.rate ?? null;

  it('collects the keys of one moment in calls of at most maxItems, each key once', async () => {
    const { data, errors, upstream } = await ask('{ products { it } }', {
      sdl,
      answers: rates,
      resolvers: perRow(async ({ id }, context) => [await rateOf(id, context), await rateOf(id, context)]),
    });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ products: [{ it: [1, 1] }, {}, {}, {}, {}] });
    expect(upstream.log.slice(1)).toEqual(
      ['a,b', 'c,d', 'e'].map((ids) => `shop.listRates /rates?ids=${ids}`),
    );
  });

  it('sends what every call carries, and keeps batches with other input apart', async () => {
    const { upstream } = await ask('{ products { it } }', {
      sdl,
      answers: rates,
      resolvers: perRow(({ id }, { services }) => {
        const country = id < 'c' ? 'de' : 'fr';
        return id > 'd' ? null : services.shop.listRates.batch({ ...plan, input: { country } }).one(id);
      }),
    });
    expect(upstream.log.slice(1)).toEqual([
      'shop.listRates /rates?ids=a,b&country=de',
      'shop.listRates /rates?ids=c,d&country=fr',
    ]);
  });

  it('asks nothing for no key, and gives nothing where there is no row', async () => {
    const { data, upstream } = await ask('{ products { it } }', {
      sdl,
      answers: { 'shop.listRates': () => rowsFor(['c']) },
      resolvers: perRow(({ id }, context) => rateOf(id === 'c' || id === 'd' ? id : null, context)),
    });
    expect(data).toEqual({ products: valuesOf(null, null, 1, null, null) });
    expect(upstream.log.slice(1)).toEqual(['shop.listRates /rates?ids=c,d']);
  });

  it('gives all rows of a key, and reads keys into a body and rows from a root list', async () => {
    const { data, errors, upstream } = await ask('{ products { it } }', {
      sdl: withField('@resolver(calls: ["shop.queryStock"], atMost: 3)'),
      answers: {
        'shop.queryStock': ({ body }) => ({
          body: JSON.parse(JSON.stringify(body)).skus.flatMap((sku: string) => [
            { sku, count: 1 },
            { sku, count: 2 },
          ]),
        }),
      },
      resolvers: perRow(async ({ id }, { services }) => {
        const stock = services.shop.queryStock.batch({
          keys: 'body.skus',
          rows: (all) => all,
          key: ({ sku }) => sku,
        });
        return (await stock.many(id)).map(({ count }) => count);
      }),
    });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ products: [{ it: [1, 2] }, {}, {}, {}, {}] });
    // The answer holds two rows, so that a third key would be cut.
    expect(upstream.calls.slice(1).map(({ body }) => body)).toEqual(
      [['a', 'b'], ['c', 'd'], ['e']].map((skus) => ({ skus })),
    );
  });

  it('fails for the key alone that the contract does not take, and for all keys of a call that fails', async () => {
    const { errors, data } = await ask('{ products { it } }', {
      sdl,
      answers: {
        'shop.listRates': ({ url }) => (url.search.includes('e') ? { status: 500 } : rowsFor(['a'])),
      },
      resolvers: perRow(({ id }, context) => rateOf(id === 'b' ? 'toolong' : id, context)),
    });
    expect(data).toEqual({ products: valuesOf(1, null, null, null, null) });
    expect(errors).toEqual(['products.1.it UPSTREAM_REJECTED', 'products.4.it UPSTREAM_FAILED']);
  });

  it('counts each of its calls', async () => {
    const { data, errors } = await ask('{ products { it } }', {
      sdl: withField('@resolver(calls: ["shop.listRates"], atMost: 2)'),
      answers: rates,
      resolvers: perRow(({ id }, context) => rateOf(id, context)),
    });
    expect(data).toEqual({ products: valuesOf(1, 1, 1, 1, null) });
    expect(errors).toEqual(['products.4.it FANOUT_EXCEEDED']);
  });

  it('refuses a plan that does not suit the operation', async () => {
    const { causes } = await ask('{ products { it } }', {
      sdl,
      resolvers: perRow((_, { services }) =>
        Reflect.apply(Reflect.get(services.shop.listRates, 'batch'), undefined, [{ ...plan, keys: 'names' }]),
      ),
    });
    expect(causes[0]).toContain('shop.listRates takes no keys at names');
  });
});
