import { expect, test } from '@jest/globals';
import type { BoundSchema } from '../../../gateway/binding/index.ts';
import { type Json, type JsonObject } from '../../../gateway/contract/index.ts';
import { answering, bind, ok, shopContract } from '../binding/bind-text.ts';
import { createScope, createViewer } from '../upstream/create-scope.ts';
import { fakeUpstream, runOperation } from './run-operation.ts';

const SCHEMAS: JsonObject = {
  Card: {
    type: 'object',
    required: ['kind', 'number'],
    properties: {
      kind: { const: 'card' },
      number: { type: 'string' },
      tags: { type: 'array', maxItems: 2, items: { type: 'string' } },
    },
  },
  BankAccount: {
    type: 'object',
    required: ['kind', 'iban'],
    properties: { kind: { const: 'bank_account' }, iban: { type: 'string' } },
  },
};
const SOURCE: JsonObject = {
  oneOf: [
    { $ref: '#/components/schemas/Card' },
    { $ref: '#/components/schemas/BankAccount' },
    { type: 'null' },
  ],
};
const TYPES = `
  interface Source { label: String! }
  type Card implements Source { label: String! @json(path: "number")  tags: [String!] }
  type BankAccount implements Source { label: String! @json(path: "iban") }
`;
const CARD = { kind: 'card', number: '42', tags: ['x'] };
const BANK = { kind: 'bank_account', iban: 'DE1' };

function ask(bound: BoundSchema, body: Json, text: string, scope = createScope()) {
  return runOperation(bound, fakeUpstream({ 'shop.read': () => ({ body }) }), text, { scope });
}

const LIST: JsonObject = { type: 'array', maxItems: 9, items: SOURCE };
const listed = bind(
  `type Query { sources: [Source] @public @rest(operation: "shop.read") } ${TYPES}`,
  answering(LIST, SCHEMAS),
);

test('a union or interface answers each value as the type that it is, with fragments and __typename', async () => {
  const text = `
    { sources { __typename label ...OfCard ... on BankAccount { iban: label } } }
    fragment OfCard on Card { tags }
  `;

  expect(await ask(listed, [CARD, null, BANK], text)).toEqual({
    data: {
      sources: [
        { __typename: 'Card', label: '42', tags: ['x'] },
        null,
        { __typename: 'BankAccount', label: 'DE1', iban: 'DE1' },
      ],
    },
    errors: [],
  });
});

test.each<[string, Json]>([
  ['a kind that is newer than the schema', { kind: 'crypto', number: '1' }],
  ['no kind', { number: '1' }],
  ['a kind of another type', { kind: ['card'], number: '1' }],
  ['no object', 'card'],
])('%s is null with CONTRACT_VIOLATED, and its neighbours stay', async (_, value) => {
  expect(await ask(listed, [CARD, value], '{ sources { label } }')).toEqual({
    data: { sources: [{ label: '42' }, null] },
    errors: [
      { path: 'sources.1', extensions: { code: 'CONTRACT_VIOLATED', service: 'shop', pointer: '/1' } },
    ],
  });
});

function thing(name: string): Json {
  return { thing: { __typename: name } };
}

test('the member with the most conditions wins', async () => {
  const flat = {
    type: 'object',
    properties: { kind: { type: 'string' }, a: { type: 'string' }, b: { type: 'string' } },
  };
  const bound = bind(
    `type Query { thing: Thing @public @rest(operation: "shop.read") }
     union Thing = A | B | C | Both | Rest
     type A @when(has: ["a"]) { a: String }
     type B @when(has: ["b"]) { b: String }
     type Both @when(has: ["a", "b"]) { a: String }
     type C @when(is: { kind: "c" }, has: ["a", "b"]) { a: String }
     type Rest @when { kind: String }`,
    answering(flat),
  );
  const typeOf = async (body: Json): Promise<Json> =>
    (await ask(bound, body, '{ thing { __typename } }')).data;

  expect(await typeOf({ a: '' })).toEqual(thing('A'));
  expect(await typeOf({ a: '1', b: null })).toEqual(thing('A'));
  expect(await typeOf({ a: '1', b: '2' })).toEqual(thing('Both'));
  expect(await typeOf({ a: '1', b: '2', kind: 'c' })).toEqual(thing('C'));
  expect(await typeOf({ kind: 'c' })).toEqual(thing('Rest'));
  expect(await typeOf({})).toEqual(thing('Rest'));
  expect(await typeOf({ constructor: 'b' })).toEqual(thing('Rest'));
});

function only(name: string): JsonObject {
  return { type: 'object', required: [name], properties: { [name]: { type: 'string' } } };
}

test('a value that is two alternatives at once is none of them', async () => {
  const bound = bind(
    `type Query { thing: Thing @public @rest(operation: "shop.read") }
     union Thing = A | B
     type A @when(has: ["a"]) { a: String! }
     type B @when(has: ["b"]) { b: String! }`,
    answering({ anyOf: [only('a'), only('b')] }),
  );
  const text = '{ thing { __typename } }';

  expect((await ask(bound, { b: '2' }, text)).data).toEqual(thing('B'));
  expect(await ask(bound, { a: '1', b: '2' }, text)).toEqual({
    data: { thing: null },
    errors: [{ path: 'thing', extensions: { code: 'CONTRACT_VIOLATED', service: 'shop', pointer: '' } }],
  });
});

test('a policy on a member guards the values that are it, item by item', async () => {
  const bound = bind(
    `type Query { sources: [Source] @public @rest(operation: "shop.read") }
     interface Source { label: String }
     type Card implements Source { label: String @json(path: "number") }
     type BankAccount implements Source @authenticated { label: String @json(path: "iban") }`,
    answering(LIST, SCHEMAS),
  );
  const text = '{ sources { __typename } }';

  expect(await ask(bound, [BANK, CARD], text, createScope({ viewer: createViewer() }))).toEqual({
    data: { sources: [{ __typename: 'BankAccount' }, { __typename: 'Card' }] },
    errors: [],
  });
  expect(await ask(bound, [BANK, CARD], text)).toEqual({
    data: { sources: [null, { __typename: 'Card' }] },
    errors: [{ path: 'sources.0', extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

function withId(schema: JsonObject, title: string): JsonObject {
  const id = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
  return { title, allOf: [schema, id] };
}

test('rows of a join are members, too, matched by what all alternatives have', async () => {
  const row: JsonObject = {
    oneOf: [
      withId({ $ref: '#/components/schemas/Card' }, 'Card'),
      withId({ $ref: '#/components/schemas/BankAccount' }, 'Bank account'),
    ],
  };
  const order = { type: 'object', required: ['paidBy'], properties: { paidBy: { type: 'string' } } };
  const ids = {
    name: 'ids',
    in: 'query',
    explode: false,
    schema: { type: 'array', items: { type: 'string' } },
  };
  const contract = shopContract(
    {
      '/orders': {
        get: {
          operationId: 'listOrders',
          responses: { 200: ok({ type: 'array', maxItems: 9, items: order }) },
        },
      },
      '/sources': {
        get: {
          operationId: 'listSources',
          'x-unpaged': true,
          parameters: [ids],
          responses: { 200: ok({ type: 'array', maxItems: 9, items: row }) },
        },
      },
    },
    SCHEMAS,
  );
  const bound = bind(
    `type Query { orders: [Order!] @public @rest(operation: "shop.listOrders") }
     type Order { source: Source @join(operation: "shop.listSources", on: { ids: "$parent.paidBy" }, match: { id: "$parent.paidBy" }) }
     ${TYPES}`,
    [contract],
  );
  const upstream = fakeUpstream({
    'shop.listOrders': () => ({ body: [{ paidBy: 'b' }, { paidBy: 'a' }, { paidBy: 'x' }] }),
    'shop.listSources': () => ({
      body: [
        { ...CARD, id: 'a' },
        { ...BANK, id: 'b' },
        { kind: 'new', id: 'x' },
      ],
    }),
  });

  expect(await runOperation(bound, upstream, '{ orders { source { __typename label } } }')).toEqual({
    data: {
      orders: [
        { source: { __typename: 'BankAccount', label: 'DE1' } },
        { source: { __typename: 'Card', label: '42' } },
        { source: null },
      ],
    },
    errors: [
      { path: 'orders.2.source', extensions: { code: 'CONTRACT_VIOLATED', service: 'shop', pointer: '/2' } },
    ],
  });
  expect(upstream.log).toEqual(['shop.listOrders /orders', 'shop.listSources /sources?ids=b,a,x']);
});
