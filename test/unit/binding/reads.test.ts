import { describe, expect, it } from '@jest/globals';
import { checkSchema } from '#binding';
import { answering, bind, codesOf, exampleContracts, fieldAt } from './bind-text.ts';

const schemas = {
  Thing: {
    type: 'object',
    required: ['id', 'state', 'stars', 'in-side', 'next'],
    properties: {
      id: { type: 'string' },
      state: { type: 'string', enum: ['on-sale', 'soldOut'] },
      stars: { type: 'integer', enum: [1, 2] },
      'in-side': { type: 'object', required: ['deep'], properties: { deep: { type: 'boolean' } } },
      next: { anyOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] },
      names: { type: 'array', maxItems: 3, items: { type: 'string' } },
      prices: { type: 'object', additionalProperties: { type: 'number' } },
      loose: { properties: { a: { type: 'string' } } },
    },
  },
};
const thing = answering({ $ref: '#/components/schemas/Thing' }, schemas);

function bindThing(fields: string, more = '') {
  return bind(
    `type Query { thing: Thing @public @rest(operation: "shop.read") } type Thing { ${fields} } ${more}`,
    thing,
  );
}

describe('a field without a call', () => {
  it('reads the property that its name folds to, and keeps the name of the contract', () => {
    expect(
      fieldAt(bindThing('inSide: Inside!', 'type Inside { deep: Boolean! }'), 'Query.thing.inSide'),
    ).toMatchObject({
      kind: 'read',
      read: { from: 'value', path: ['in-side'] },
    });
  });

  it('reads the path of @json, folding each name', () => {
    const bound = bindThing('deep: Boolean! @json(path: "inSide.deep") first: String @json(path: "names.0")');

    expect(fieldAt(bound, 'Query.thing.deep')).toMatchObject({ read: { path: ['in-side', 'deep'] } });
    expect(fieldAt(bound, 'Query.thing.first')).toMatchObject({ read: { path: ['names', 0] } });
  });

  it('reads an entry of a map by its exact key', () => {
    const bound = bindThing('euros: Float @json(path: "prices.EUR")');

    expect(fieldAt(bound, 'Query.thing.euros')).toMatchObject({ read: { path: ['prices', 'EUR'] } });
  });

  it('reads the whole answer, a header and the status', () => {
    const bound = bindThing('id: ID! @json(path: "$body.id") status: Int! @json(path: "$status")');

    expect(fieldAt(bound, 'Query.thing.id')).toMatchObject({ read: { from: 'body', path: ['id'] } });
    expect(fieldAt(bound, 'Query.thing.status')).toMatchObject({ read: { from: 'status', path: [] } });
  });

  it('regroups flat properties with $self', () => {
    const bound = bindThing('about: About! @json(path: "$self")', 'type About { id: ID! }');

    expect(fieldAt(bound, 'Query.thing.about')).toMatchObject({ read: { from: 'value', path: [] } });
    expect(fieldAt(bound, 'Query.thing.about.id')).toMatchObject({ read: { path: ['id'] } });
  });

  it('takes what has properties for an object, though the contract forgot the type', () => {
    const bound = bindThing('loose: Loose', 'type Loose { a: String }');

    expect(fieldAt(bound, 'Query.thing.loose.a')).toMatchObject({ kind: 'read' });
  });

  it('maps enum values where the names differ, numbers among them', () => {
    const bound = bindThing(
      'state: State! stars: Stars!',
      'enum State { ON_SALE SOLD_OUT MORE } enum Stars { _1 _2 }',
    );

    expect(fieldAt(bound, 'Query.thing.state')).toMatchObject({
      value: {
        kind: 'leaf',
        type: 'State',
        fromWire: new Map([
          ['on-sale', 'ON_SALE'],
          ['soldOut', 'SOLD_OUT'],
        ]),
      },
    });
    expect(fieldAt(bound, 'Query.thing.stars')).toMatchObject({
      value: {
        fromWire: new Map([
          [1, '_1'],
          [2, '_2'],
        ]),
      },
    });
  });

  it('has one shape for a type in one place, however deep it contains itself', () => {
    const bound = bindThing('id: ID! next: Thing');
    const field = fieldAt(bound, 'Query.thing');
    const next = fieldAt(bound, 'Query.thing.next');

    expect(next.kind === 'read' && field.kind === 'rest' && next.value).toEqual(
      field.kind === 'rest' && field.value,
    );
  });
});

function account(type: string): string {
  return `type Query { me: Account @requiresScopes(scopes: [["accounts:read"]]) @rest(operation: "accounts.getAccount", args: { accountId: "$viewer.sub" }) } type Account { phone: ${type} }`;
}

describe('an answer', () => {
  const SELECT = 'type Index { things: [Thing!]! @json(path: "$body") } type Thing { id: ID! }';

  it('that is an array can be read from an object type by $body', () => {
    const list = {
      type: 'array',
      maxItems: 9,
      items: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
    };
    const bound = bind(
      `type Query { index: Index @public @rest(operation: "shop.read") } ${SELECT}`,
      answering(list),
    );

    expect(fieldAt(bound, 'Query.index')).toMatchObject({ value: { kind: 'object', overAny: true } });
    expect(fieldAt(bound, 'Query.index.things')).toMatchObject({
      read: { from: 'body', path: [] },
      value: { maxItems: 9 },
    });
  });

  it('is checked for each operation that fills a type, and the one that lacks something is named', () => {
    const text = `
      type Query {
        product(id: ID!): Thing @public @rest(operation: "catalog.getProduct")
        seller(id: ID!): Thing @public @rest(operation: "accounts.getSeller")
      }
      type Thing { tagline: String }
    `;
    const { diagnostics } = checkSchema({
      client: 'web',
      sdl: { file: '', text },
      contracts: exampleContracts,
    });

    expect(diagnostics.map(({ message }) => message)).toEqual([
      'Thing.tagline: `Seller` of accounts has no property `tagline` (from accounts.getSeller)',
    ]);
  });

  it('of an OpenAPI 3.0 contract is nullable where that version says so', () => {
    expect(codesOf(account('String'))).toEqual([]);
    expect(codesOf(account('String!'))).toEqual(['GH034']);
  });
});
