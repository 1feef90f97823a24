import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import { ask, rowsFor } from './resolver-shop.ts';

/** A field of the query type, and what its resolver gives. */
function asking(field: string, value: unknown, types = '') {
  const sdl = `type Query { it: ${field} @public @resolver } ${types}`;
  return { sdl, resolvers: { Query: { it: () => [value] } } };
}

const ITEM =
  'type Item { id: ID! label: String kind: Kind at: DateTime parts: [Item!] @listSize(assumedSize: 2) } enum Kind { OLD NEW }';
const DOCUMENT = '{ it { id label kind at parts { id label } } }';

describe('what a resolver gives', () => {
  it.each<[string, string, unknown, unknown]>([
    ['an Int', 'Int', 7, 7],
    ['nothing', 'Int', undefined, null],
    ['a BigInt', 'BigInt', 2n ** 60n, '1152921504606846976'],
    ['a Decimal', 'Decimal', 12.5, '12.5'],
    ['a Date of JavaScript', 'DateTime', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['any JSON', 'JSON', { a: [1, undefined], b: undefined }, { a: [1, null] }],
    ['a list', '[Int] @listSize(assumedSize: 2)', [1, null], [1, null]],
  ])('is %s', async (_, field, value, expected) => {
    const [type = '', ...more] = field.split(' ');
    const sdl = `type Query { it: ${type} @public @resolver ${more.join(' ')} }`;
    const { data, errors } = await ask('{ it }', { sdl, resolvers: { Query: { it: () => [value] } } });
    expect(errors).toEqual([]);
    expect(data).toEqual({ it: expected });
  });

  it.each<[string, string, unknown]>([
    ['a text for an Int', 'Int', '7'],
    ['no number', 'Float', Number.NaN],
    ['what has no JSON', 'JSON', () => 1],
    ['an object around itself', 'JSON', cyclic()],
    ['no moment', 'DateTime', 'yesterday'],
    ['an object for a text', 'String', {}],
    ['a list that is longer than it may be', '[Int] @listSize(assumedSize: 2)', [1, 2, 3]],
    ['null where there must be none', '[Int!] @listSize(assumedSize: 2)', [1, null]],
  ])('is refused where it is %s', async (_, field, value) => {
    const [type = '', ...more] = field.split(' ');
    const sdl = `type Query { it: ${type} @public @resolver ${more.join(' ')} }`;
    const { data, errors, causes } = await ask('{ it }', {
      sdl,
      resolvers: { Query: { it: () => [value] } },
    });
    expect(data).toEqual({ it: null });
    expect(errors).toEqual([expect.stringMatching(/^it(\.1)? INTERNAL_SERVER_ERROR$/)]);
    expect(causes[0]).toContain('the resolver of Query.it gave');
  });

  it('is no longer than the client asked for', async () => {
    const sliced = {
      sdl: 'type Query { it(first: Int!): [Int!] @public @resolver @listSize(slicingArguments: ["first"]) }',
      resolvers: { Query: { it: () => [[1, 2, 3]] } },
    };
    expect((await ask('{ it(first: 3) }', sliced)).errors).toEqual([]);
    expect((await ask('{ it(first: 2) }', sliced)).errors).toEqual(['it INTERNAL_SERVER_ERROR']);
  });

  it('is an object whose properties are called like the fields', async () => {
    const value = {
      id: '1',
      label: null,
      kind: 'NEW',
      at: new Date(0),
      parts: [{ id: '2', label: 'b' }, { id: '3' }],
      more: 1,
    };
    const { data, errors } = await ask(DOCUMENT, asking('Item', value, ITEM));
    expect(errors).toEqual([]);
    expect(data).toEqual({
      it: {
        id: '1',
        label: null,
        kind: 'NEW',
        at: '1970-01-01T00:00:00.000Z',
        parts: [
          { id: '2', label: 'b' },
          { id: '3', label: null },
        ],
      },
    });
  });

  it.each<[string, unknown, string]>([
    ['a property that is promised', { id: null, label: 'a' }, 'it.id INTERNAL_SERVER_ERROR'],
    ['a value of the enum', { id: '1', kind: 'new' }, 'it.kind INTERNAL_SERVER_ERROR'],
    [
      'the length of a list',
      { id: '1', parts: [{ id: '1' }, { id: '2' }, { id: '3' }] },
      'it.parts INTERNAL_SERVER_ERROR',
    ],
    ['an object at all', 'text', 'it INTERNAL_SERVER_ERROR'],
  ])('is refused where it lacks %s', async (_, value, error) => {
    expect((await ask(DOCUMENT, asking('Item', value, ITEM))).errors).toEqual([error]);
  });

  it('is a copy, that nobody changes later', async () => {
    const value = { id: '1', label: 'before' };
    const sdl = `type Query { it: Item @public @resolver } type Item { id: ID! label: String late: Int @resolver }`;
    const late = () => {
      value.label = 'after';
      return [1];
    };
    const { data } = await ask('{ it { late label } }', {
      sdl,
      resolvers: { Query: { it: () => [value] }, Item: { late } },
    });
    expect(data).toEqual({ it: { late: 1, label: 'before' } });
  });

  it('goes on to calls, joins and resolvers below, which read it by the names of the fields', async () => {
    const { data, errors, upstream } = await ask('{ it { product { price } rate { rate } double } }', {
      sdl: `
        type Query { it: [Item!] @public @resolver @listSize(assumedSize: 2) }
        type Item {
          productId: ID!
          product: Product @rest(operation: "shop.getProduct", args: { id: "$parent.productId" }, fanout: 2)
          rate: Rate
            @join(
              operation: "shop.listRates"
              on: { ids: "$parent.productId" }
              match: { product: "$parent.productId" }
              at: "items"
            )
          double: String @resolver
        }
        type Product { price: Int! }
        type Rate { rate: Int! }`,
      answers: { 'shop.listRates': () => rowsFor(['b', 'a']) },
      resolvers: {
        Query: { it: () => [[{ productId: 'a' }, { productId: 'b' }]] },
        Item: {
          double: (rows: readonly { readonly productId: string }[]) =>
            rows.map(({ productId }) => productId.repeat(2)),
        },
      },
    });
    expect(errors).toEqual([]);
    const items = ['aa', 'bb'].map((double) => ({ product: { price: 100 }, rate: { rate: 1 }, double }));
    expect(data).toEqual({ it: items });
    expect(upstream.log.toSorted()).toEqual([
      'shop.getProduct /products/a',
      'shop.getProduct /products/b',
      'shop.listRates /rates?ids=a,b',
    ]);
  });

  it('is a member of a union, or of an interface, by the name of its type', async () => {
    const { data, errors } = await ask(
      '{ it { __typename ... on A { a } ... on B { b { __typename name } } } }',
      {
        sdl: `type Query { it: [AB!] @public @resolver @listSize(assumedSize: 2) }
        union AB = A | B
        type A { a: Int! }
        type B { b: Named }
        interface Named { name: String! }
        type Cat implements Named { name: String! }
        type Dog implements Named { name: String! }`,
        resolvers: {
          Query: {
            it: () => [
              [
                { __typename: 'A', a: 1 },
                { __typename: 'B', b: { __typename: 'Dog', name: 'x' } },
              ],
            ],
          },
        },
      },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      it: [
        { __typename: 'A', a: 1 },
        { __typename: 'B', b: { __typename: 'Dog', name: 'x' } },
      ],
    });
  });

  it('is refused where it names no member of its union', async () => {
    const { errors } = await ask('{ it { __typename } }', {
      sdl: 'type Query { it: AB @public @resolver } union AB = A | B type A { a: Int } type B { b: Int }',
      resolvers: { Query: { it: () => [{ a: 1 }] } },
    });
    expect(errors).toEqual(['it INTERNAL_SERVER_ERROR']);
  });

  it('feeds a call that several fields of its type share', async () => {
    const { data, errors, upstream } = await ask('{ it { price twice } }', {
      sdl: `type Query { it: It @public @resolver }
        type It @rest(as: "product", operation: "shop.getProduct", args: { id: "$parent.id" }) {
          id: ID!
          price: Int @json(of: "product")
          twice: Int @json(of: "product", path: "price")
        }`,
      resolvers: { Query: { it: () => [{ id: 'a' }] } },
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({ it: { price: 100, twice: 100 } });
    expect(upstream.log).toEqual(['shop.getProduct /products/a']);
  });

  it('may be an error with a code, in the place of a value', async () => {
    const { errors } = await ask('{ it }', asking('Int', new GatewayError('FORBIDDEN')));
    expect(errors).toEqual(['it FORBIDDEN']);
  });
});

function cyclic(): unknown {
  const value: { self?: unknown } = {};
  value.self = value;
  return value;
}
