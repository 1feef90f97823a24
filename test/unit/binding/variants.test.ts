import { describe, expect, test } from '@jest/globals';
import type { BoundValue } from '#binding';
import type { Contract, JsonObject } from '#contract';
import { answering, bind, codesOf, fieldAt } from './bind-text.ts';

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

/** A schema with a text that any type may have, and one of its own. */
function openText(name: string): JsonObject {
  return {
    type: 'object',
    required: ['type', name],
    properties: { type: { type: 'string' }, [name]: { type: 'string' } },
  };
}

function membersOf(text: string, contracts: readonly Contract[], path = 'Query.source'): unknown {
  const field = fieldAt(bind(text, contracts), path);
  return field.kind === 'group' ? undefined : present(field.value);
}

function present(value: BoundValue): unknown {
  if (value.kind === 'list') return [present(value.item)];
  if (value.kind === 'object') return value.shape.type;
  if (value.kind !== 'variants') return value.kind;
  return value.members.map(({ shape, when }) =>
    [
      shape.type,
      ...when.map(
        ({ path, values }) => `${path.join('.')}${values ? `=${[...values].map(String).join('|')}` : ''}`,
      ),
    ].join(' '),
  );
}

describe('members of a union', () => {
  test('are told apart by a property whose constants differ, and named as the schemas are', () => {
    expect(
      membersOf(union(BOTH), source({ oneOf: [to('Card'), to('BankAccount'), { type: 'null' }] })),
    ).toEqual(['Card kind=card', 'BankAccount kind=bank_account']);
    expect(
      membersOf(
        union(BOTH),
        source({
          anyOf: [
            { title: 'Bank account', ...BANK },
            { title: 'Card', ...CARD },
          ],
        }),
      ),
    ).toEqual(['Card kind=card', 'BankAccount kind=bank_account']);
  });

  test('are named by the constants where the alternatives have no names', () => {
    expect(membersOf(union(BOTH), source({ oneOf: [BANK, CARD] }))).toEqual([
      'Card kind=card',
      'BankAccount kind=bank_account',
    ]);
  });

  test('are told apart by the discriminator, with and without a mapping', () => {
    const schemas = { Card: openText('number'), BankAccount: openText('iban') };
    const oneOf = [to('Card'), to('BankAccount')];
    const mapping = { visa: '#/components/schemas/Card', master: 'Card', sepa: to('BankAccount').$ref ?? '' };

    expect(
      membersOf(union(BOTH), source({ oneOf, discriminator: { propertyName: 'type', mapping } }, schemas)),
    ).toEqual(['Card type=visa|master', 'BankAccount type=sepa']);
    expect(
      membersOf(union(BOTH), source({ oneOf, discriminator: { propertyName: 'type' } }, schemas)),
    ).toEqual(['Card type=Card', 'BankAccount type=BankAccount']);
  });

  test('are told apart by @when, and most conditions win', () => {
    const types = `
      type Corporate @when(is: { kind: "card" }, has: ["company"]) { company: String! @json(path: "company") }
      type Card @when(is: { kind: "card" }) { number: String! }
      type Rest @when { kind: String! }
    `;
    const contracts = source({ oneOf: [to('Card'), to('BankAccount')] });

    expect(codesOf(union(types), contracts)).toEqual(['GH034']);
    expect(membersOf(union(types.replace('company: String!', 'company: String')), contracts)).toEqual([
      'Corporate kind=card company',
      'Card kind=card',
      'Rest',
    ]);
  });

  test('may split one flat object without alternatives', () => {
    const flat = {
      type: 'object',
      required: ['kind', 'meta'],
      properties: {
        kind: { enum: ['a', 'b', 'c'] },
        meta: {
          type: 'object',
          required: ['level_no'],
          properties: { level_no: { type: 'integer', maximum: 9, minimum: 0 } },
        },
      },
    };
    const types = `
      type A @when(is: { kind: "a" }) { kind: String! }
      type B @when(is: { kind: ["b", "c"], meta: { levelNo: 1 } }) { kind: String! }
      type C @when(is: { kind: ["b", "c"] }) { kind: String! }
    `;

    expect(membersOf(union(types), source(flat))).toEqual([
      'A kind=a',
      'B kind=b|c meta.level_no=1',
      'C kind=b|c',
    ]);
  });

  test('stand in lists, in other objects and behind null', () => {
    const contracts = source({
      type: 'object',
      properties: {
        sources: {
          type: 'array',
          maxItems: 3,
          items: { anyOf: [{ oneOf: [to('Card'), to('BankAccount')] }, { type: 'null' }] },
        },
      },
    });
    const text = `
      type Query { wallet: Wallet @public @rest(operation: "shop.read") }
      type Wallet { sources: [Source] }
      union Source = Card | BankAccount
      ${BOTH}
    `;

    expect(membersOf(text, contracts, 'Query.wallet.sources')).toEqual([
      ['Card kind=card', 'BankAccount kind=bank_account'],
    ]);
    expect(codesOf(text.replace('[Source]', '[Source!]'), contracts)).toEqual(['GH034']);
  });

  test('of an interface have its fields, each in its own way', () => {
    const text = `
      type Query { source: Source @public @rest(operation: "shop.read") }
      interface Source { label: String }
      type Card implements Source { label: String @json(path: "number") }
      type BankAccount implements Source { label: String @json(path: "iban") }
    `;

    expect(membersOf(text, source({ oneOf: [to('Card'), to('BankAccount')] }))).toHaveLength(2);
    expect(
      codesOf(text.replace('"iban"', '"number"'), source({ oneOf: [to('Card'), to('BankAccount')] })),
    ).toEqual(['GH013']);
  });

  test('of an inherited schema are the schemas that are built on it', () => {
    const base = {
      type: 'object',
      required: ['kind'],
      properties: { kind: { type: 'string' } },
      discriminator: { propertyName: 'kind', mapping: { c: 'Card' } },
    };
    const built = (name: string): JsonObject => ({
      allOf: [to('Base'), { type: 'object', required: [name], properties: { [name]: { type: 'string' } } }],
    });

    expect(
      membersOf(
        union(BOTH),
        source(to('Base'), { Base: base, Card: built('number'), BankAccount: built('iban') }),
      ),
    ).toEqual(['Card kind=c', 'BankAccount kind=BankAccount']);
  });

  test('an interface over one plain schema has one member that stands for it', () => {
    const text = `
      type Query { source: Source @public @rest(operation: "shop.read") }
      interface Source { number: String! }
      type Anything implements Source { number: String! }
    `;

    expect(membersOf(text, source(CARD))).toBe('Anything');
  });
});

describe('an object type over alternatives', () => {
  test('reads what all of them have', () => {
    const text =
      'type Query { source: Source @public @rest(operation: "shop.read") } type Source { kind: String! }';
    const contracts = source({ oneOf: [to('Card'), to('BankAccount')] });

    expect(membersOf(text, contracts)).toBe('Source');
    expect(codesOf(text.replace('kind: String!', 'number: String'), contracts)).toEqual(['GH013']);
  });
});
