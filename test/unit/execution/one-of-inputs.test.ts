import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../gateway/contract/index.ts';
import { bind, ok, shopContract } from '../binding/bind-text.ts';
import { fakeUpstream, runOperation } from './run-operation.ts';

const text: JsonObject = { type: 'string' };
const SCHEMAS: JsonObject = {
  Card: {
    type: 'object',
    required: ['object', 'number'],
    properties: { object: { const: 'card' }, number: text },
  },
  BankAccount: {
    type: 'object',
    required: ['object', 'sort_code'],
    properties: { object: { const: 'bank_account' }, sort_code: text },
  },
  Source: { oneOf: [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/BankAccount' }] },
};
const SOURCE: JsonObject = { $ref: '#/components/schemas/Source' };

interface Sent {
  readonly schema: JsonObject;
  /** Input types. */
  readonly types: string;
  /** The type of `$args.input`. */
  readonly type: string;
  readonly input: Json;
  readonly refuses?: Json;
}

/** What goes out for an input, and the pointers of the arguments that a service refuses. */
async function send({ schema, types, type, input, refuses }: Sent) {
  const contract = shopContract(
    {
      '/pay': {
        post: {
          operationId: 'pay',
          requestBody: { content: { 'application/json': { schema } } },
          responses: { 200: ok({}) },
        },
      },
    },
    SCHEMAS,
  );
  const sdl = `type Query { pay(input: ${type}): JSON @public @rest(operation: "shop.pay", body: "$args.input") } ${types}`;
  const upstream = fakeUpstream({
    'shop.pay': () =>
      refuses === undefined ? { body: {} } : { status: 422, body: { errors: [{ pointer: refuses }] } },
  });
  const { errors } = await runOperation(
    bind(sdl, [contract]),
    upstream,
    `query($input: ${type}) { pay(input: $input) }`,
    {
      variables: { input },
    },
  );
  return { body: upstream.calls[0]?.body, errors: errors.map(({ extensions }) => extensions) };
}

const ONE_OF = `
  input SourceInput @oneOf { card: CardInput  bankAccount: BankInput @json(path: "BankAccount") }
  input CardInput { number: String! }
  input BankInput { sortCode: String! }
`;

describe('a one-of input at alternatives of the contract', () => {
  const source = { schema: SOURCE, types: ONE_OF, type: 'SourceInput' };

  test('is unwrapped, with the constant that the contract demands', async () => {
    expect(await send({ ...source, input: { card: { number: '42' } } })).toEqual({
      body: { object: 'card', number: '42' },
      errors: [],
    });
    expect((await send({ ...source, input: { bankAccount: { sortCode: '1' } } })).body).toEqual({
      object: 'bank_account',
      sort_code: '1',
    });
  });

  test('stands in lists and in other inputs', async () => {
    const types = `${ONE_OF} input Payment { sources: [SourceInput!] }`;
    const schema = { type: 'object', properties: { sources: { type: 'array', items: SOURCE } } };
    const input = { sources: [{ card: { number: '1' } }, { bankAccount: { sortCode: '2' } }] };

    expect((await send({ schema, types, type: 'Payment', input })).body).toEqual({
      sources: [
        { object: 'card', number: '1' },
        { object: 'bank_account', sort_code: '2' },
      ],
    });
  });

  test.each<[string, string]>([
    ['/sort_code', '/input/bankAccount/sortCode'],
    ['#/sort_code', '/input/bankAccount/sortCode'],
    ['/body/sort_code', '/input/bankAccount/sortCode'],
    ['/body', '/input/bankAccount'],
  ])('leads what a service says of %s back to %s', async (refuses, pointer) => {
    const input = { bankAccount: { sortCode: '1' } };

    expect((await send({ ...source, input, refuses })).errors).toEqual([
      { code: 'BAD_USER_INPUT', service: 'shop', fields: [{ pointer }] },
    ]);
  });

  test('says nothing of constants, and nothing of branches that were not sent', async () => {
    const input = { bankAccount: { sortCode: '1' } };

    for (const refuses of ['/object', '/number']) {
      expect((await send({ ...source, input, refuses })).errors).toEqual([
        { code: 'BAD_USER_INPUT', service: 'shop' },
      ]);
    }
  });

  test('has branches of any kind, told by their kind, their name or their constant', async () => {
    const schema = {
      oneOf: [
        { const: 'express' },
        { type: 'integer', title: 'Days' },
        { type: 'array', items: text },
        { type: 'object', required: ['date'], properties: { date: text } },
      ],
    };
    const types = `
      input When @oneOf { soon: Boolean @json(value: "express")  days: Int  options: [String!]  other: Other }
      input Other { date: String! }
    `;
    const bodyOf = async (input: Json) => (await send({ schema, types, type: 'When', input })).body;

    expect(await bodyOf({ soon: true })).toBe('express');
    expect(await bodyOf({ days: 3 })).toBe(3);
    expect(await bodyOf({ options: ['a'] })).toEqual(['a']);
    expect(await bodyOf({ other: { date: 'x' } })).toEqual({ date: 'x' });
    expect((await send({ schema, types, type: 'When', input: { soon: false } })).errors).toEqual([
      { code: 'BAD_USER_INPUT', fields: [{ pointer: '/input/soon', reason: 'enum' }] },
    ]);
  });

  test('names the properties that alternatives demand', async () => {
    const types = 'input Key @oneOf { id: ID  eMail: String }';
    const required = [{ required: ['id'] }, { required: ['e_mail'] }];
    const beside = { type: 'object', properties: { id: text, e_mail: text }, oneOf: required };
    const inside = {
      oneOf: [
        { type: 'object', required: ['id'], properties: { id: text } },
        { type: 'object', required: ['e_mail'], properties: { e_mail: text } },
      ],
    };

    for (const schema of [beside, inside]) {
      const { body } = await send({ schema, types, type: 'Key', input: { eMail: 'a@b' } });

      expect(body).toEqual({ e_mail: 'a@b' });
    }
  });

  test('over a plain object has a field for each of its properties', async () => {
    const schema = { type: 'object', properties: { id: text, e_mail: text } };
    const types = 'input Key @oneOf { id: ID  eMail: String }';

    expect((await send({ schema, types, type: 'Key', input: { eMail: 'a@b' } })).body).toEqual({
      e_mail: 'a@b',
    });
  });
});

describe('@when on an input type', () => {
  test('writes its constants', async () => {
    const schema = {
      type: 'object',
      required: ['kind', 'meta'],
      properties: {
        kind: { enum: ['x', 'y'] },
        meta: { type: 'object', required: ['level_no'], properties: { level_no: { type: 'integer' } } },
        name: text,
      },
    };
    const types = 'input Thing @when(is: { kind: "x", meta: { levelNo: 2 } }) { name: String }';

    expect((await send({ schema, types, type: 'Thing', input: { name: 'n' } })).body).toEqual({
      kind: 'x',
      meta: { level_no: 2 },
      name: 'n',
    });
  });

  test('says which alternative an input is', async () => {
    const types = 'input Pay @when(is: { object: "bank_account" }) { sortCode: String! }';

    expect((await send({ schema: SOURCE, types, type: 'Pay', input: { sortCode: '1' } })).body).toEqual({
      object: 'bank_account',
      sort_code: '1',
    });
  });

  test('is not needed where the name says it', async () => {
    const types = 'input CardInput { number: String! }';

    expect((await send({ schema: SOURCE, types, type: 'CardInput', input: { number: '1' } })).body).toEqual({
      object: 'card',
      number: '1',
    });
  });
});

test('a Boolean with @json(value:) sends its constant or nothing', async () => {
  const schema = { type: 'object', properties: { wrapping: { enum: ['gift', 'none'] }, sku: text } };
  const types = 'input Line { sku: String  gift: Boolean @json(path: "wrapping", value: "gift") }';
  const bodyOf = async (input: Json) => (await send({ schema, types, type: 'Line', input })).body;

  expect(await bodyOf({ sku: '1', gift: true })).toEqual({ sku: '1', wrapping: 'gift' });
  expect(await bodyOf({ sku: '1', gift: false })).toEqual({ sku: '1' });
  expect(await bodyOf({ gift: null })).toEqual({});
});

test('arguments may be such Booleans, and literals may be one of several things', async () => {
  const body = { type: 'object', required: ['source'], properties: { source: SOURCE } };
  const contract = shopContract(
    {
      '/pay': {
        post: {
          operationId: 'pay',
          parameters: [{ name: 'sort', in: 'query', schema: { enum: ['newest', 'oldest'] } }],
          requestBody: { content: { 'application/json': { schema: body } } },
          responses: { 200: ok({}) },
        },
      },
    },
    SCHEMAS,
  );
  const bound = bind(
    `type Query {
       pay(n: String!, newest: Boolean! @json(value: "newest", path: "sort")): JSON
         @public @rest(operation: "shop.pay", body: { source: { object: "card", number: "$args.n" } })
     }`,
    [contract],
  );
  const upstream = fakeUpstream({ 'shop.pay': () => ({ body: {} }) });
  await runOperation(bound, upstream, '{ a: pay(n: "1", newest: true) b: pay(n: "2", newest: false) }');

  expect(upstream.log).toEqual(['shop.pay /pay?sort=newest', 'shop.pay /pay']);
  expect(upstream.calls.map((call) => call.body)).toEqual([
    { source: { object: 'card', number: '1' } },
    { source: { object: 'card', number: '2' } },
  ]);
});
