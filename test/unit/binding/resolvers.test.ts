import { describe, expect, it } from '@jest/globals';
import type { ResolverField } from '#binding';
import { bind, codesOf, fieldAt } from './bind-text.ts';

const PRODUCT = 'product(id: ID!): Product @public @rest(operation: "catalog.getProduct")';

function resolverAt(text: string, path: string): ResolverField {
  const field = fieldAt(bind(text), path);
  if (field.kind !== 'resolver') throw new Error(`${path} is ${field.kind}`);
  return field;
}

describe('a field marked @resolver', () => {
  it('names what it calls and how often, and knows its row by the contract', () => {
    const sdl = `type Query { ${PRODUCT} } type Product {
      offer(days: Int! = 2): Int @resolver(calls: ["accounts.listSellers", "catalog.listProductsByIds"], atMost: 3)
    }`;
    const { coordinate, calls, atMost, row, value } = resolverAt(sdl, 'Query.product.offer');
    expect({ coordinate, calls: calls.map((one) => one.coordinate), atMost, row: row?.pointer }).toEqual({
      coordinate: 'Product.offer',
      calls: ['accounts.listSellers', 'catalog.listProductsByIds'],
      atMost: 3,
      row: '/components/schemas/Product',
    });
    expect(value).toEqual({ kind: 'leaf', type: 'Int', fromWire: undefined });
  });

  it('has no row on a root type, and calls nothing unless it says so', () => {
    const { atMost, calls, row } = resolverAt(
      'type Query { time: DateTime @public @resolver }',
      'Query.time',
    );
    expect({ atMost, calls, row }).toEqual({ atMost: 0, calls: [], row: undefined });
  });

  it('gives objects whose plain fields are its properties', () => {
    const sdl = `type Query { basket: Basket @public @resolver }
      type Basket { sellerId: ID! total: Decimal lines: [Line!]! @listSize(assumedSize: 9) late: Int @resolver
        seller: Seller @join(operation: "accounts.listSellers", on: { ids: "$parent.sellerId" }, match: { id: "$parent.sellerId" }) }
      type Line { kind: Kind! basket: Basket } enum Kind { A B }
      type Seller { name: String! }`;
    const { gives, value } = resolverAt(sdl, 'Query.basket');
    expect(Object.keys(gives.contract.document)).toEqual(['values', 'components']);
    expect(gives.contract.document).toMatchObject({
      components: {
        schemas: {
          Basket: {
            required: ['sellerId', 'lines'],
            properties: {
              sellerId: { type: 'string' },
              total: { anyOf: [{ format: 'decimal' }, { type: 'null' }] },
              lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
            },
          },
          Line: { properties: { kind: { enum: ['A', 'B'] } } },
        },
      },
    });
    expect(value.kind === 'object' && [...value.shape.fields.values()].map(({ kind }) => kind)).toEqual([
      'read',
      'read',
      'read',
      'resolver',
      'join',
    ]);
    expect(fieldAt(bind(sdl), 'Query.basket.lines.basket.seller').kind).toBe('join');
  });

  it('may answer in TypeScript what an object of TypeScript leaves out', () => {
    const sdl = 'type Query { it: It @public @resolver } type It { a: Int! b: Int @resolver }';
    expect(resolverAt(sdl, 'Query.it.b').row).toMatchObject({ pointer: '/values/Query.it' });
  });

  it('is asked for its function only by who knows the functions', () => {
    expect(codesOf('type Query { time: DateTime @public @resolver }')).toEqual([]);
  });

  it('gives neither headers nor anything else that only an answer has', () => {
    expect(
      codesOf(`type Query { it: It @public @resolver } type It { a: String @json(path: "$headers.etag") }`),
    ).toEqual(['GH163']);
  });
});
