import { describe, expect, test } from '@jest/globals';
import {
  additionalPropertiesOf,
  enumOf,
  formatOf,
  isNullable,
  itemsOf,
  kindsOf,
  maxItemsOf,
  propertiesOf,
  propertyOf,
  resolveNode,
  type SchemaNode,
} from '#contract';
import { schemaOf } from './contract-of.ts';

const SCHEMAS = {
  Text: { type: 'string' },
  Named: {
    type: 'object',
    required: ['name'],
    properties: { name: { $ref: '#/components/schemas/Text' }, kind: { type: 'string' } },
  },
  Cat: { type: 'object', properties: { kind: { const: 'cat' } } },
  Dog: { type: 'object', properties: { kind: { const: 'dog' } } },
  Tree: {
    type: 'object',
    properties: {
      left: { $ref: '#/components/schemas/Tree' },
      all: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
    },
  },
};
const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

function thing(schema: unknown): SchemaNode {
  return resolveNode(schemaOf(schema, SCHEMAS), '/components/schemas/Thing');
}

const ALL = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

describe('kindsOf', () => {
  test.each([
    [{}, ALL],
    [true, ALL],
    [{ properties: { a: true } }, ALL],
    [false, []],
    [{ type: 'string' }, ['string']],
    [{ type: 'number' }, ['number']],
    [{ type: 'integer' }, ['integer']],
    [{ type: ['integer', 'null'] }, ['integer', 'null']],
    [{ type: ['integer', 'number'] }, ['number']],
    [{ const: null }, ['null']],
    [{ enum: ['a', 1, null] }, ['integer', 'null', 'string']],
    [{ enum: [1, 1.5] }, ['number']],
    [{ type: 'string', enum: ['a', null] }, ['string']],
    [{ allOf: [{ type: 'number' }, { type: ['integer', 'string'] }] }, ['integer']],
    [{ allOf: [{}, { type: 'number' }] }, ['number']],
    [{ allOf: [{ type: 'string' }, { type: 'object' }] }, []],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, ['null', 'string']],
    [{ oneOf: [{ type: 'integer' }, { type: 'number' }] }, ['number']],
    [{ type: ['string', 'object'], anyOf: [{ type: 'string' }, { type: 'array' }] }, ['string']],
    [{ allOf: [to('Text')] }, ['string']],
    [to('Named'), ['object']],
  ])('%j → %j', (schema, kinds) => {
    expect([...kindsOf(thing(schema))].toSorted()).toEqual(kinds);
    expect(isNullable(thing(schema))).toBe(kinds.includes('null'));
  });
});

function propertiesAt(schema: unknown): unknown {
  return Object.fromEntries(
    [...propertiesOf(thing(schema))].map(([name, { node, required }]) => [
      name,
      [node.pointer.replace('/components/schemas/', ''), required],
    ]),
  );
}

describe('propertiesOf', () => {
  test.each([
    ['an object', to('Named'), { name: ['Text', true], kind: ['Named/properties/kind', false] }],
    [
      'allOf, with demands of its own',
      { allOf: [to('Named')], required: ['kind'], properties: { age: true } },
      { age: ['Thing/properties/age', false], name: ['Text', true], kind: ['Named/properties/kind', true] },
    ],
    [
      'one branch beside null',
      { anyOf: [{ type: 'null' }, to('Cat')] },
      { kind: ['Cat/properties/kind', false] },
    ],
    ['several branches', { oneOf: [to('Cat'), to('Dog')] }, {}],
    [
      'the declaration that says most',
      { allOf: [to('Named'), to('Cat')] },
      { name: ['Text', true], kind: ['Cat/properties/kind', false] },
    ],
    [
      'the declaration with the fewest kinds, first or last',
      {
        allOf: [
          { properties: { a: {}, b: { type: 'string' } } },
          { properties: { a: { type: 'string' }, b: {} } },
        ],
      },
      { a: ['Thing/allOf/1/properties/a', false], b: ['Thing/allOf/0/properties/b', false] },
    ],
    ['text', to('Text'), {}],
  ])('%s', (_, schema, expected) => {
    expect(propertiesAt(schema)).toEqual(expected);
  });

  test('a recursive schema ends, and its parts are the same node', () => {
    const tree = thing(to('Tree'));
    const left = propertyOf(tree, 'left')?.node;
    const all = propertyOf(tree, 'all')?.node;
    expect(left?.pointer).toBe(tree.pointer);
    expect(all && itemsOf(all)?.pointer).toBe(tree.pointer);
  });

  test('what several parts say of an object or a list counts together, at any depth', () => {
    const page = thing({
      allOf: [
        {
          type: 'object',
          properties: { rows: { type: 'array', items: { type: 'object' } }, links: { type: 'object' } },
        },
        { properties: { rows: { maxItems: 9, items: to('Cat') }, links: { properties: { next: {} } } } },
      ],
    });
    const rows = propertyOf(page, 'rows')?.node;
    const row = rows && itemsOf(rows);
    const links = propertyOf(page, 'links')?.node;

    expect(rows && maxItemsOf(rows)).toBe(9);
    expect(row && propertyOf(row, 'kind')?.node.pointer).toBe('/components/schemas/Cat/properties/kind');
    expect(links && [...propertiesOf(links).keys()]).toEqual(['next']);
  });

  test('a property that only a prototype has is none', () => {
    expect(propertyOf(thing(to('Named')), 'constructor')).toBeUndefined();
    expect(
      propertyOf(thing({ properties: { constructor: { type: 'string' } } }), 'constructor'),
    ).toBeDefined();
  });
});

describe('the other views', () => {
  test('itemsOf and maxItemsOf look through allOf and past null, and take the smallest bound', () => {
    const list = thing({
      anyOf: [
        { allOf: [{ type: 'array', items: to('Text'), maxItems: 5 }, { maxItems: 9 }] },
        { type: 'null' },
      ],
    });
    expect(itemsOf(list)?.pointer).toBe('/components/schemas/Text');
    expect(maxItemsOf(list)).toBe(5);
    expect(maxItemsOf(thing({ type: 'array' }))).toBeUndefined();
    expect(itemsOf(thing({ type: 'array' }))).toBeUndefined();
  });

  test('additionalPropertiesOf is a schema, true being the one that allows everything', () => {
    expect(additionalPropertiesOf(thing({ additionalProperties: to('Text') }))?.pointer).toBe(
      '/components/schemas/Text',
    );
    expect(additionalPropertiesOf(thing({ additionalProperties: true }))?.json).toBe(true);
    expect(additionalPropertiesOf(thing({ additionalProperties: false }))).toBeUndefined();
    expect(additionalPropertiesOf(thing({ type: 'object' }))).toBeUndefined();
  });

  test('formatOf is found in the schema or what it is made of', () => {
    expect(formatOf(thing({ allOf: [{ type: 'string', format: 'date' }] }))).toBe('date');
    expect(formatOf(thing(to('Text')))).toBeUndefined();
  });

  test.each([
    [{ enum: ['a', 'b'] }, ['a', 'b']],
    [{ const: 'a' }, ['a']],
    [{ type: 'string', enum: ['a', null] }, ['a']],
    [{ oneOf: [{ const: 'a', title: 'A' }, { const: 'b' }] }, ['a', 'b']],
    [{ anyOf: [{ enum: ['a'] }, { type: 'null' }] }, ['a', null]],
    [{ allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] }, ['b']],
    [{ anyOf: [{ enum: ['a'] }, { type: 'string' }] }, undefined],
    [{ type: 'boolean' }, undefined],
    [{}, undefined],
  ])('enumOf %j is %j', (schema, values) => {
    expect(enumOf(thing(schema))).toEqual(values);
  });

  test('a pointer with escaped and encoded names is canonical after it was followed', () => {
    const contract = schemaOf({ $ref: '#/components/schemas/a~1b%7Bc%7D' }, { 'a/b{c}': { type: 'string' } });
    expect(resolveNode(contract, '/components/schemas/Thing').pointer).toBe('/components/schemas/a~1b{c}');
    expect(() => resolveNode(contract, '/components/schemas/None')).toThrow(TypeError);
  });
});
