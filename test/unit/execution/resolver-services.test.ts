import { describe, expect, it } from '@jest/globals';
import type { Resolvers } from '../../../gateway/execution/resolvers.ts';
import { ask, type Each, LIST, perRow, type ShopContext, withField } from './resolver-shop.ts';
import { settled } from './run-operation.ts';

const getOne: Each = ({ id }, { services }) => services.shop.getProduct({ id });

describe('an operation that a resolver calls', () => {
  it('is called once for equal input in one request, by whatever asks', async () => {
    const { data, errors, upstream } = await ask('{ product { id } products { it } }', {
      sdl: `type Query { ${LIST} product: Product @public @rest(operation: "shop.getProduct", args: { id: "a" }) }
        type Product { id: ID! it: Int @resolver(calls: ["shop.getProduct"], atMost: 1) }`,
      resolvers: perRow(async (_, { services }) => (await services.shop.getProduct({ id: 'a' })).price),
    });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ products: [{ it: 100 }, {}, {}, {}, {}] });
    expect(upstream.log).toEqual(['shop.getProduct /products/a', 'shop.listProducts /products']);
  });

  it('is refused beyond atMost, in the order of the rows, and the rows before keep their values', async () => {
    const { data, errors, upstream } = await ask('{ products { it } }', {
      sdl: withField('@resolver(calls: ["shop.getProduct"], atMost: 2)'),
      resolvers: perRow(getOne),
    });
    const [a, b] = ['a', 'b'].map((id) => ({ it: { id, price: 100 } }));
    expect(data).toEqual({ products: [a, b, { it: null }, { it: null }, { it: null }] });
    expect(errors).toEqual([2, 3, 4].map((index) => `products.${index}.it FANOUT_EXCEEDED`));
    expect(upstream.calls).toHaveLength(3);
  });

  it('has its own count at every level', async () => {
    const { errors, upstream } = await ask('{ one: products { it } two: products { it } }', {
      sdl: withField('@resolver(calls: ["shop.getProduct"], atMost: 5)'),
      resolvers: perRow(getOne),
    });
    expect(errors).toEqual([]);
    expect(upstream.calls).toHaveLength(6);
  });

  it.each<[string, Each, string]>([
    [
      'of another name',
      (_, { services }) => services.shop.createNote({ body: { text: 'x' } }),
      'shop.createNote',
    ],
    [
      'of another service',
      (_, { services }) => Reflect.get(Reflect.get(services, 'bank'), 'pay'),
      'bank.pay',
    ],
  ])('is refused where the field does not name it: %s', async (_, each, coordinate) => {
    const { errors, causes, upstream } = await ask('{ products { it } }', {
      sdl: withField('@resolver(calls: ["shop.getProduct"], atMost: 1)'),
      resolvers: perRow(each),
    });
    expect(errors).toHaveLength(5);
    expect(errors[0]).toBe('products.0.it INTERNAL_SERVER_ERROR');
    expect(causes[0]).toContain(`Product.it calls ${coordinate}`);
    expect(upstream.calls).toHaveLength(1);
  });

  it.each<[string, Each, string]>([
    [
      'a parameter',
      (_, { services }) => services.shop.getProduct({ id: 'toolong' }),
      'maxLength broken at /path/id',
    ],
    [
      'a body',
      (_, { services }) => services.shop.queryStock({ body: { skus: [''] } }),
      'minLength broken at /body/skus/0',
    ],
  ])('is not made with %s that the contract does not take', async (_, each, cause) => {
    const { errors, causes, upstream } = await ask('{ products { it } }', {
      sdl: withField('@resolver(calls: ["shop.getProduct", "shop.queryStock"], atMost: 1)'),
      resolvers: perRow(each),
    });
    expect(errors[0]).toBe('products.0.it UPSTREAM_REJECTED');
    expect(causes[0]).toContain(cause);
    expect(upstream.calls).toHaveLength(1);
  });

  it('tells by a code why it failed, so that a resolver can do something else', async () => {
    const { data, errors } = await ask('{ products { it } }', {
      sdl: withField('@resolver(calls: ["shop.getProduct"], atMost: 9)'),
      answers: { 'shop.getProduct': ({ url }) => ({ status: url.pathname.endsWith('a') ? 404 : 503 }) },
      resolvers: perRow(({ id }, { services }) =>
        services.shop.getProduct({ id }).catch((error: { code: string }) => {
          if (error.code === 'UPSTREAM_NOT_FOUND') return 'gone';
          throw error;
        }),
      ),
    });
    expect(data).toMatchObject({ products: [{ it: 'gone' }, { it: null }, {}, {}, {}] });
    expect(errors[0]).toBe('products.1.it UPSTREAM_UNAVAILABLE');
  });
});

describe('a write', () => {
  const sdl = `type Query { ${LIST} } type Product { id: ID! }
    type Mutation { note(texts: [String!]!): [String!] @public @resolver(calls: ["shop.createNote"], atMost: 2) @listSize(assumedSize: 5) }`;
  const resolvers: Resolvers = {
    Mutation: {
      async note(_: unknown, args: { readonly texts: readonly string[] }, { services }: ShopContext) {
        const notes = args.texts.map((text) => services.shop.createNote({ body: { text } }));
        return [(await Promise.all(notes)).map(({ id }) => id)];
      },
    },
  };
  const answers = { 'shop.createNote': () => ({ status: 201, body: { id: 'n' } }) };
  const note = (texts: string, key = 'k') =>
    ask(`mutation { note(texts: ${texts}) }`, { sdl, resolvers, answers, idempotencyKey: key });
  const keysOf = async (texts: string, key?: string) =>
    (await note(texts, key)).upstream.calls.map(({ headers }) => headers['idempotency-key']);

  it('is never merged with another, and has an idempotency key of its own', async () => {
    const { data, upstream } = await note('["x", "x"]');
    expect(data).toEqual({ note: ['n', 'n'] });
    expect(upstream.log).toEqual(['shop.createNote /notes', 'shop.createNote /notes']);
    const keys = await keysOf('["x", "x"]');
    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps its key where the request is repeated, whatever order its writes come in', async () => {
    expect(await keysOf('["x", "y"]')).toEqual((await keysOf('["y", "x"]')).toReversed());
    expect(await keysOf('["x"]')).not.toEqual(await keysOf('["x"]', 'another'));
  });

  it('has a key of its own also beside an equal one of another operation', async () => {
    const both = sdl.replace('["shop.createNote"]', '["shop.createNote", "shop.createTask"]');
    const { upstream } = await ask('mutation { note(texts: ["x"]) }', {
      sdl: both,
      resolvers: {
        Mutation: {
          async note(_: unknown, __: unknown, { services }: ShopContext) {
            const body = { text: 'x' };
            await Promise.all([services.shop.createNote({ body }), services.shop.createTask({ body })]);
            return [[]];
          },
        },
      },
      answers: { ...answers, 'shop.createTask': () => ({ status: 201, body: { id: 't' } }) },
      idempotencyKey: 'k',
    });
    const keys = upstream.calls.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(2);
  });

  it('is counted each time', async () => {
    const { errors, upstream } = await note('["x", "x", "x"]');
    expect(errors).toEqual(['note FANOUT_EXCEEDED']);
    expect(upstream.calls).toHaveLength(2);
  });

  it('makes what was read before it be read again, and counted again', async () => {
    const { errors, upstream } = await ask('mutation { it { id } }', {
      sdl: `type Query { ${LIST} } type Product { id: ID! }
        type Mutation { it: Product @public @resolver(calls: ["shop.createNote", "shop.getProduct"], atMost: 2) }`,
      answers,
      resolvers: {
        Mutation: {
          async it(_: unknown, __: unknown, { services }: ShopContext) {
            await services.shop.getProduct({ id: 'a' });
            await services.shop.createNote({ body: { text: 'x' } });
            return [await services.shop.getProduct({ id: 'a' })];
          },
        },
      },
    });
    expect(errors).toEqual(['it FANOUT_EXCEEDED']);
    expect(upstream.calls).toHaveLength(2);
  });
});

/** Starts what fails, and waits for none of it. */
function start({ services }: ShopContext): void {
  void services.shop.getProduct({ id: 'a' });
  void services.shop.getProduct({ id: 'toolong' });
  const batch = services.shop.listRates.batch({
    keys: 'ids',
    rows: ({ items }) => items,
    key: ({ product }) => product,
  });
  void batch.one('a');
  void batch.many('b');
}

/** Jest fails a test that leaves a rejection unhandled; the process would end. */
describe('a failure that the resolver does not wait for', () => {
  const sdl = withField('@resolver(calls: ["shop.getProduct", "shop.listRates"], atMost: 9)');
  const answers = { 'shop.getProduct': () => ({ status: 500 }), 'shop.listRates': () => ({ status: 500 }) };
  it.each<[string, (rows: readonly unknown[], context: ShopContext) => unknown]>([
    [
      'because it throws',
      (_, context) => {
        start(context);
        throw new Error('no');
      },
    ],
    [
      'because it has its values already',
      (rows, context) => {
        start(context);
        return rows.map(() => 1);
      },
    ],
    [
      'because it gives one value too many',
      (rows) => [...rows, 1].map(() => Promise.reject(new Error('no'))),
    ],
  ])('is not left to the process: %s', async (_, answer) => {
    const resolvers: Resolvers = {
      Product: {
        it: (rows: readonly unknown[], __: unknown, context: ShopContext) => answer(rows, context),
      },
    };
    const { data } = await ask('{ products { id it } }', { sdl, answers, resolvers });
    await settled();
    expect(data).toMatchObject({ products: [{ id: 'a' }, {}, {}, {}, {}] });
  });
});
