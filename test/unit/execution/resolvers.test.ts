import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import { createScope, createViewer } from '../upstream/create-scope.ts';
import { ask, type Product, type ShopContext } from './resolver-shop.ts';

const LIST = 'products: [Product!] @public @rest(operation: "shop.listProducts")';

/** Products with one more field. */
function withField(field: string, more = ''): string {
  return `type Query { ${LIST} } type Product { id: ID! ${field} } ${more}`;
}

describe('@resolver', () => {
  it('is called once for a level, with the rows as the service sent them, the arguments and their defaults', async () => {
    const calls: unknown[] = [];
    const { data, errors } = await ask('{ products { id cut } }', {
      sdl: withField('cut(percent: Int! = 10, note: String): Int @resolver'),
      resolvers: {
        Product: {
          cut(rows: readonly Product[], args: { readonly percent: number }) {
            calls.push([rows.map(({ id }) => id), args]);
            return rows.map(({ price }) => (price * args.percent) / 100);
          },
        },
      },
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({ products: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, cut: 10 })) });
    expect(calls).toEqual([[['a', 'b', 'c', 'd', 'e'], { percent: 10 }]]);
  });

  it('is called once for each response path, since each has its own arguments', async () => {
    const seen: number[] = [];
    const { data } = await ask('{ products { a: cut(percent: 1) b: cut(percent: 2) } }', {
      sdl: withField('cut(percent: Int!): Int @resolver'),
      resolvers: {
        Product: {
          cut(rows: readonly Product[], args: { readonly percent: number }) {
            seen.push(rows.length);
            return rows.map(() => args.percent);
          },
        },
      },
    });
    expect(data).toMatchObject({ products: [{ a: 1, b: 2 }, {}, {}, {}, {}] });
    expect(seen).toEqual([5, 5]);
  });

  it('gets one row, null, on root types and in groups', async () => {
    const rows: unknown[] = [];
    const answer = (given: readonly unknown[]) => {
      rows.push(given);
      return ['now'];
    };
    const sdl = `
      type Query { time: String @public @resolver home: Home! @public }
      type Home @public { time: String @resolver }`;
    const resolvers = { Query: { time: answer }, Home: { time: answer } };
    const { data } = await ask('{ time home { time } }', { sdl, resolvers });
    expect(data).toEqual({ time: 'now', home: { time: 'now' } });
    expect(rows).toEqual([[null], [null]]);
  });

  it('waits for the values, each of which may come later', async () => {
    const { data } = await ask('{ products { id late } }', {
      sdl: withField('late: ID @resolver'),
      resolvers: { Product: { late: (rows: readonly Product[]) => rows.map(async ({ id }) => id) } },
    });
    expect(data).toMatchObject({ products: [{ late: 'a' }, { late: 'b' }, {}, {}, {}] });
  });

  it('fails for single rows alone', async () => {
    const { data, errors } = await ask('{ products { it } }', {
      sdl: withField('it: ID @resolver'),
      resolvers: {
        Product: {
          it: (rows: readonly Product[]) =>
            rows.map(({ id }) => {
              if (id === 'b') return new GatewayError('UPSTREAM_CONFLICT');
              if (id === 'c') return Promise.reject(new Error('no'));
              return id === 'd' ? new Error('no') : id;
            }),
        },
      },
    });
    expect(data).toEqual({ products: [{ it: 'a' }, { it: null }, { it: null }, { it: null }, { it: 'e' }] });
    expect(errors).toEqual([
      'products.1.it UPSTREAM_CONFLICT',
      'products.2.it INTERNAL_SERVER_ERROR',
      'products.3.it INTERNAL_SERVER_ERROR',
    ]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new TypeError('secret');
      },
      'secret',
    ],
    ['gives too few values', () => [1], 'gave 1 values for 5 rows'],
    ['gives no list', () => 'abcde', 'gave string for 5 rows'],
  ])('fails for all rows where it %s, without telling clients why', async (_, fails, cause) => {
    const sdl = withField('it: Int @resolver');
    const { data, errors, causes } = await ask('{ products { id it } }', {
      sdl,
      resolvers: { Product: { it: fails } },
    });
    expect(data).toMatchObject({ products: [{ id: 'a', it: null }, {}, {}, {}, {}] });
    expect(errors).toHaveLength(5);
    expect(new Set(errors.map((error) => error.split(' ')[1]))).toEqual(new Set(['INTERNAL_SERVER_ERROR']));
    expect(causes[0]).toContain(cause);
  });

  it('is not called where a policy forbids it', async () => {
    let calls = 0;
    const count = (rows: readonly unknown[]) => {
      calls += 1;
      return rows;
    };
    const asking = {
      sdl: 'type Query { it: JSON @authenticated @resolver }',
      resolvers: { Query: { it: count } },
    };
    expect((await ask('{ it }', asking)).errors).toEqual(['it UNAUTHENTICATED']);
    expect(calls).toBe(0);
    expect(
      (await ask('{ it }', { ...asking, scope: createScope({ viewer: createViewer() }) })).errors,
    ).toEqual([]);
    expect(calls).toBe(1);
  });

  it('is told who asks, but no way to a token, and how long there is', async () => {
    let context: unknown;
    await ask('{ it }', {
      sdl: 'type Query { it: Int @public @resolver }',
      resolvers: {
        Query: {
          it(rows: readonly unknown[], _: unknown, given: ShopContext) {
            context = {
              viewer: given.viewer,
              remaining: given.remainingMs() > 1_000,
              aborted: given.signal.aborted,
            };
            return rows.map(() => 1);
          },
        },
      },
      scope: createScope({ viewer: createViewer({ scopes: new Set(['a']) }) }),
    });
    const viewer = { sub: 'ann', scopes: new Set(['a']), claims: { sub: 'ann' } };
    expect(context).toEqual({ viewer, remaining: true, aborted: false });
  });

  it('is not waited for once the client is gone', async () => {
    const scope = createScope();
    const sdl = 'type Query { it: Int @public @resolver }';
    const resolvers = {
      Query: {
        it: () => {
          scope.leave();
          return new Promise<never>(() => {});
        },
      },
    };
    expect((await ask('{ it }', { sdl, resolvers, scope })).errors).toEqual(['it REQUEST_ABORTED']);
  });

  it('answers one after the other in a mutation', async () => {
    const order: string[] = [];
    const note = async (name: string) => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
      return [1];
    };
    const { data } = await ask('mutation { a b }', {
      sdl: `type Query { ${LIST} } type Product { id: ID! } type Mutation { a: Int @public @resolver b: Int @public @resolver }`,
      resolvers: { Mutation: { a: () => note('a'), b: () => note('b') } },
    });
    expect(data).toEqual({ a: 1, b: 1 });
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });
});
