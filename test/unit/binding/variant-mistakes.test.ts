import { describe, expect, test } from '@jest/globals';
import type { Contract, JsonObject } from '#contract';
import { answering, codesOf } from './bind-text.ts';

const CARD = {
  type: 'object',
  required: ['kind', 'number'],
  properties: { kind: { const: 'card' }, number: { type: 'string' }, company: { type: 'string' } },
};
const BANK = {
  type: 'object',
  required: ['kind', 'iban'],
  properties: { kind: { const: 'bank_account' }, iban: { type: 'string' } },
};
const SCHEMAS = { Card: CARD, BankAccount: BANK };
const to = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

function source(schema: JsonObject, schemas: JsonObject = SCHEMAS): readonly Contract[] {
  return answering(schema, schemas);
}

/** A union `Source` of these types over what the contract answers. */
function union(types: string, name = 'Source'): string {
  const members = [...types.matchAll(/\btype (\w+)/g)].map(([, member]) => member);
  return `type Query { source: ${name} @public @rest(operation: "shop.read") } union Source = ${members.join(' | ')} ${types}`;
}

const BOTH = `
  type Card { number: String! }
  type BankAccount { iban: String! }
`;

describe('a mistake with variants', () => {
  const twins = {
    Card: { ...CARD, properties: { number: { type: 'string' } }, required: ['number'] },
    BankAccount: { ...BANK, required: ['iban'], properties: { iban: { type: 'string' } } },
  };

  test.each<[string, string, JsonObject, JsonObject, readonly string[]]>([
    ['nothing tells them apart', BOTH, { oneOf: [to('Card'), to('BankAccount')] }, twins, ['GH100']],
    [
      'a member without a name in the contract',
      `${BOTH} type Cash { number: String }`,
      { oneOf: [to('Card'), to('BankAccount')] },
      SCHEMAS,
      ['GH101'],
    ],
    [
      'an alternative without a member',
      'type Card { number: String! }',
      { oneOf: [to('Card'), to('BankAccount')] },
      SCHEMAS,
      ['GH103'],
    ],
    [
      'a condition on a property that nothing has',
      `type Card @when(has: ["numbr"]) { number: String! } type BankAccount { iban: String! }`,
      { oneOf: [to('Card'), to('BankAccount')] },
      SCHEMAS,
      ['GH103', 'GH101'],
    ],
    [
      'a constant that never comes',
      `type Card @when(is: { kind: "cart" }) { number: String! } type BankAccount { iban: String! }`,
      { oneOf: [to('Card'), to('BankAccount')] },
      SCHEMAS,
      ['GH103', 'GH101'],
    ],
    [
      'two members for one value',
      `type A @when(has: ["a"]) { a: String } type B @when(has: ["b"]) { b: String }`,
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
      {},
      ['GH102', 'GH104'],
    ],
    [
      'two members without conditions',
      `type A { a: String } type B { a: String }`,
      { type: 'object', properties: { a: { type: 'string' } } },
      {},
      ['GH102'],
    ],
    [
      'a constant that is left over',
      `type A @when(is: { a: 1 }) { a: Int } type B @when(is: { a: 2 }) { a: Int }`,
      { type: 'object', required: ['a'], properties: { a: { enum: [1, 2, 3] } } },
      {},
      ['GH103'],
    ],
    [
      'a text that is left over',
      `type A @when(is: { a: "x" }) { a: String } type B @when(is: { a: "y" }) { a: String }`,
      { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
      {},
      ['GH104'],
    ],
    [
      'an alternative that is no object',
      BOTH,
      { oneOf: [to('Card'), to('BankAccount'), { type: 'string' }] },
      SCHEMAS,
      ['GH103'],
    ],
    ['no object at all', BOTH, { type: 'string' }, {}, ['GH030']],
  ])('is found: %s', (_, types, schema, schemas, expected) => {
    expect(codesOf(union(types), source(schema, schemas))).toEqual(expected);
  });

  test('a third member may decide between two', () => {
    const types = `type A @when(has: ["a"]) { a: String } type B @when(has: ["b"]) { b: String } type C @when(has: ["a", "b"]) { a: String } type D @when { a: String }`;
    const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } };

    expect(codesOf(union(types), source(schema, {}))).toEqual([]);
  });

  test('members are counted over all fields of a union', () => {
    const contracts = source({
      type: 'object',
      required: ['one', 'both'],
      properties: { one: to('Card'), both: { oneOf: [to('Card'), to('BankAccount')] } },
    });
    const text = `
      type Query { wallet: Wallet @public @rest(operation: "shop.read") }
      type Wallet { one: Plastic  both: Source }
      interface Plastic { number: String! }
      type Card implements Plastic { number: String! }
      type BankAccount { iban: String! }
      union Source = Card | BankAccount
    `;

    expect(codesOf(text, contracts)).toEqual([]);
  });

  test.each([
    [
      'a type that is in no union',
      'type Query { source: Card @public @rest(operation: "shop.read") } type Card @when(has: ["number"]) { number: String! }',
    ],
    [
      'a field of an interface',
      'type Query { source: Source @public @rest(operation: "shop.read") } interface Source { label: String @json(path: "number") } type Card implements Source { label: String @json(path: "number") }',
    ],
  ])('is found: a directive that nothing reads on %s', (_, text) => {
    expect(codesOf(text, source(CARD))).toEqual(['GH105']);
  });
});
