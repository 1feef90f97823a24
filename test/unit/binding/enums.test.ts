import { describe, expect, test } from '@jest/globals';
import type { Contract, Json, JsonObject } from '#contract';
import { answering, bind, codesOf, fieldAt, ok, shopContract } from './bind-text.ts';

function reading(schema: JsonObject): readonly Contract[] {
  return answering({ type: 'object', required: ['level'], properties: { level: schema } });
}

function taking(schema: JsonObject): readonly Contract[] {
  const level = { name: 'level', in: 'query', schema };
  return [
    shopContract({
      '/read': { get: { operationId: 'read', parameters: [level], responses: { 200: ok({}) } } },
    }),
  ];
}

function read(values: string): string {
  return `
    type Query { thing: Thing @public @rest(operation: "shop.read") }
    type Thing { level: Level }
    enum Level { ${values} }
  `;
}

function send(values: string): string {
  return `
    type Query { thing(level: Level): JSON @public @rest(operation: "shop.read") }
    enum Level { ${values} }
  `;
}

/** `1 → LOW` for each value of the contract. */
function namesOf(values: string, schema: JsonObject): readonly string[] {
  const field = fieldAt(bind(read(values), reading(schema)), 'Query.thing.level');
  if (field.kind !== 'read' || field.value.kind !== 'leaf') throw new Error(field.kind);
  const { fromWire, other } = field.value;
  const others = other === undefined ? [] : [`* → ${other}`];
  return [...[...(fromWire ?? [])].map(([wire, name]) => `${JSON.stringify(wire)} → ${name}`), ...others];
}

const TITLED: JsonObject = {
  oneOf: [
    { const: 1, title: 'Low' },
    { const: 2, title: 'Very high' },
  ],
};

describe('an enum', () => {
  test.each<[string, string, JsonObject, readonly string[]]>([
    [
      'folds names',
      'ON_SALE SOLD_OUT',
      { enum: ['onSale', 'sold-out'] },
      ['"onSale" → ON_SALE', '"sold-out" → SOLD_OUT'],
    ],
    ['takes titles of constants', 'LOW VERY_HIGH', TITLED, ['1 → LOW', '2 → VERY_HIGH']],
    [
      'takes titles in anyOf beside null',
      'LOW VERY_HIGH',
      { anyOf: [TITLED, { type: 'null' }] },
      ['1 → LOW', '2 → VERY_HIGH'],
    ],
    [
      'takes names of generators',
      'GAS_GIANT ROCK',
      { enum: [7, 8], 'x-enum-varnames': ['GasGiant', 'Rock'] },
      ['7 → GAS_GIANT', '8 → ROCK'],
    ],
    [
      'takes wire values',
      'LOW @json(value: 1) HIGH @json(value: "9")',
      { enum: [1, '9'] },
      ['1 → LOW', '"9" → HIGH'],
    ],
    [
      'takes a wire value before a name',
      'A B @json(value: "a") C @json(value: "b")',
      { enum: ['a', 'b', 'A'] },
      ['"a" → B', '"b" → C', '"A" → A'],
    ],
    ['catches all others', 'A OTHER @json(other: true)', { enum: ['A', 'b'] }, ['"A" → A', '* → OTHER']],
    [
      'lists what an open enum lists',
      'A OTHER @json(other: true)',
      { anyOf: [{ enum: ['a'] }, { type: 'string' }] },
      ['"a" → A', '* → OTHER'],
    ],
  ])('of an answer %s', (_, values, schema, expected) => {
    expect(namesOf(values, schema)).toEqual(expected);
  });

  test.each<[string, string, JsonObject, readonly string[]]>([
    ['a plain string', 'A', { type: 'string' }, ['GH038']],
    ['a plain string, whatever others it has', 'A OTHER @json(other: true)', { type: 'string' }, ['GH038']],
    ['an open enum', 'A', { anyOf: [{ enum: ['a'] }, { type: 'string' }] }, ['GH109']],
    [
      'an open enum of constants',
      'A B',
      { anyOf: [{ const: 'a' }, { const: 'b' }, { type: 'string' }] },
      ['GH109'],
    ],
    ['values that it lacks', 'A', { enum: ['a', 'b'] }, ['GH037']],
    ['objects', 'A OTHER @json(other: true)', { anyOf: [{ enum: ['a'] }, { type: 'object' }] }, ['GH030']],
  ])('of an answer is no enum over %s', (_, values, schema, expected) => {
    expect(codesOf(read(values), reading(schema))).toEqual(expected);
  });

  test.each<[string, string, JsonObject, readonly string[]]>([
    ['titles', 'LOW', TITLED, []],
    ['wire values', 'LOW @json(value: 1)', { enum: [1, 2] }, []],
    [
      'an open enum, with names that it lists',
      'A',
      { anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }] },
      [],
    ],
    [
      'an open enum, with values that are written',
      'Z @json(value: "zzz")',
      { anyOf: [{ enum: ['a'] }, { type: 'string' }] },
      [],
    ],
    ['an other value that is never sent', 'A OTHER @json(other: true)', { enum: ['a'] }, []],
    ['values that it does not take', 'A Z', { anyOf: [{ enum: ['a'] }, { type: 'string' }] }, ['GH039']],
    ['written values that it does not take', 'A Z @json(value: "zzz")', { enum: ['a'] }, ['GH039']],
  ])('of an argument over %s', (_, values, schema, expected) => {
    expect(codesOf(send(values), taking(schema))).toEqual(expected);
  });

  test('knows no names from schemas that do not list values', () => {
    const values: readonly Json[] = ['a', 'b'];
    const generated = { enum: values, 'x-enum-varnames': ['One'] };

    expect(codesOf(read('ONE B'), reading(generated))).toEqual(['GH037']);
  });
});
