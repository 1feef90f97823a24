import { describe, expect, test } from '@jest/globals';
import type { Contract, JsonObject } from '#contract';
import { codesOf, ok, shopContract } from './bind-text.ts';

const text: JsonObject = { type: 'string' };
const SCHEMAS: JsonObject = {
  Card: {
    type: 'object',
    required: ['kind', 'number'],
    properties: { kind: { const: 'card' }, number: text },
  },
  BankAccount: {
    type: 'object',
    required: ['kind', 'iban'],
    properties: { kind: { const: 'bank' }, iban: text },
  },
};
const SOURCE: JsonObject = {
  oneOf: [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/BankAccount' }],
};

function taking(schema: JsonObject): readonly Contract[] {
  const requestBody = { content: { 'application/json': { schema } } };
  const pay = { operationId: 'pay', requestBody, responses: { 200: ok({}) } };
  return [shopContract({ '/pay': { post: pay } }, SCHEMAS)];
}

/** The first of the types is that of `$args.input`. */
function codesFor(types: string, schema: JsonObject = SOURCE): readonly string[] {
  const [, type] = /\binput (\w+)/.exec(types) ?? [];
  const query = `type Query { pay(input: ${type}): JSON @public @rest(operation: "shop.pay", body: "$args.input") }`;
  return codesOf(`${query} ${types}`, taking(schema));
}

describe('a one-of input', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'fits',
      'input S @oneOf { card: C  bankAccount: B } input C { number: String! } input B { iban: String! }',
      [],
    ],
    ['may know fewer branches', 'input S @oneOf { card: C } input C { number: String! }', []],
    [
      'is told by the names of types',
      'input S @oneOf { a: CardInput  b: BankAccount } input CardInput { number: String! } input BankAccount { iban: String! }',
      [],
    ],
    [
      'is told by constants',
      'input S @oneOf { a: A  b: B } input A @when(is: { kind: "card" }) { number: String! } input B @when(is: { kind: "bank" }) { iban: String! }',
      [],
    ],
    ['names no branch', 'input S @oneOf { cart: C } input C { number: String! }', ['GH110']],
    [
      'writes a constant of no branch',
      'input S @oneOf { a: A } input A @when(is: { kind: "cash" }) { number: String! }',
      ['GH110'],
    ],
    ['lacks what its branch requires', 'input S @oneOf { card: C } input C { name: String }', ['GH013']],
    ['may lack what its branch requires', 'input S @oneOf { card: C } input C { number: String }', ['GH021']],
    ['has a branch of another type', 'input S @oneOf { card: Int }', ['GH032']],
  ])('%s', (_, types, expected) => {
    expect(codesFor(types)).toEqual(expected);
  });

  test.each(['input S @oneOf { card: String! }', 'input S @oneOf { card: String = "x" }'])(
    'is GraphQL’s own: %s',
    (types) => {
      expect(codesFor(types)).toEqual(['GH002']);
    },
  );

  test('is one of alternatives that are each of a kind', () => {
    const mixed = { oneOf: [text, { type: 'integer', maximum: 9, minimum: 0 }, SOURCE] };

    expect(
      codesFor('input S @oneOf { text: String  number: Int  card: C } input C { number: String! }', mixed),
    ).toEqual([]);
    expect(codesFor('input S @oneOf { a: String  b: Boolean }', mixed)).toEqual(['GH110']);
  });

  test('must have what a plain object requires in each of its fields', () => {
    const plain = { type: 'object', required: ['id'], properties: { id: text, name: text } };

    expect(codesFor('input S @oneOf { id: ID  name: String }', plain)).toEqual(['GH021']);
    expect(codesFor('input S @oneOf { id: ID }', { ...plain, required: [] })).toEqual([]);
  });
});

describe('an input over alternatives', () => {
  test.each<[string, string, readonly string[]]>([
    ['is the one with its name', 'input CardInput { number: String! }', []],
    ['is the one with its constants', 'input Pay @when(is: { kind: "bank" }) { iban: String! }', []],
    ['is none of them', 'input Pay { number: String! }', ['GH110']],
    [
      'writes what none of them takes',
      'input Pay @when(is: { kind: "cash" }) { number: String! }',
      ['GH110'],
    ],
    [
      'sends a constant that a field sends, too',
      'input Card @when(is: { kind: "card" }) { kind: String!  number: String! }',
      ['GH032'],
    ],
  ])('%s', (_, types, expected) => {
    expect(codesFor(types)).toEqual(expected);
  });
});

describe('@when on an input type', () => {
  const plain = {
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: ['a', 'b'] }, name: text, other: text },
  };

  test.each<[string, string, readonly string[]]>([
    ['writes a constant', 'input I @when(is: { kind: "a" }) { name: String }', []],
    ['writes one that is not taken', 'input I @when(is: { kind: "c" }) { name: String }', ['GH032']],
    ['writes to no property', 'input I @when(is: { knd: "a", kind: "a" }) { name: String }', ['GH013']],
    [
      'writes where a field goes',
      'input I @when(is: { kind: "a", other: "x" }) { name: String  other: String }',
      ['GH016'],
    ],
    ['writes one of several', 'input I @when(is: { kind: ["a", "b"] }) { name: String }', ['GH003', 'GH021']],
    ['has nothing to write', 'input I @when(has: ["kind"]) { kind: Kind! } enum Kind { A B }', ['GH003']],
    [
      'writes what an argument says',
      'input I @when(is: { kind: "$args.x" }) { name: String }',
      ['GH003', 'GH021'],
    ],
  ])('%s', (_, types, expected) => {
    expect(codesFor(types, plain).toSorted()).toEqual(expected);
  });
});
