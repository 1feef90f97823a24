import { describe, expect, test } from '@jest/globals';
import {
  alternativesOf,
  enumOf,
  isNullable,
  kindsOf,
  propertiesOf,
  propertiesOfAll,
  resolveNode,
  type SchemaNode,
} from '#contract';
import { schemaOf } from './contract-of.ts';

const SCHEMAS = {
  Cat: {
    type: 'object',
    required: ['kind', 'name'],
    properties: { kind: { const: 'cat' }, name: { type: 'string' }, lives: { type: 'integer' } },
  },
  Dog: {
    type: 'object',
    required: ['kind', 'name'],
    properties: {
      kind: { const: 'dog' },
      name: { type: ['string', 'null'] },
      owner: { $ref: '#/components/schemas/Cat' },
    },
  },
  Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] },
  Fish: { title: 'Any fish', type: 'object', properties: { kind: { const: 'fish' } } },
  Shape: {
    type: 'object',
    required: ['form'],
    properties: { form: { type: 'string' } },
    discriminator: { propertyName: 'form', mapping: { round: '#/components/schemas/Circle', box: 'Square' } },
  },
  Circle: { allOf: [{ $ref: '#/components/schemas/Shape' }, { properties: { radius: { type: 'number' } } }] },
  Square: { allOf: [{ $ref: '#/components/schemas/Shape' }, { properties: { side: { type: 'number' } } }] },
  Oval: { allOf: [{ $ref: '#/components/schemas/Circle' }, { properties: { other: { type: 'number' } } }] },
};
const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

function owner(name: string): object {
  return { properties: { owner: { properties: { [name]: {}, id: {} } } } };
}

function thing(schema: unknown): SchemaNode {
  return resolveNode(schemaOf(schema, SCHEMAS), '/components/schemas/Thing');
}

function named(node: SchemaNode): unknown {
  return alternativesOf(node).map(({ names, tag }) => [names.join(), tag?.property, tag?.values.join()]);
}

describe('alternativesOf', () => {
  test('lists the branches that are not null, and theirs in their place', () => {
    expect(named(thing({ oneOf: [to('Fish'), to('Pet'), { type: 'null' }] }))).toEqual([
      ['Fish,Any fish', undefined, undefined],
      ['Cat', undefined, undefined],
      ['Dog', undefined, undefined],
    ]);
    expect(named(thing({ oneOf: [{ allOf: [to('Cat'), { required: ['lives'] }] }, to('Dog')] }))).toEqual([
      ['Cat', undefined, undefined],
      ['Dog', undefined, undefined],
    ]);
    expect(named(thing({ allOf: [{ anyOf: [to('Cat'), { title: 'Bird', type: 'object' }] }] }))).toEqual([
      ['Cat', undefined, undefined],
      ['Bird', undefined, undefined],
    ]);
  });

  test('sees no choice where there is none', () => {
    expect(named(thing({ oneOf: [to('Cat'), { type: 'null' }] }))).toEqual([]);
    expect(named(thing(to('Cat')))).toEqual([]);
    expect(named(thing(true))).toEqual([]);
  });

  test('knows what a discriminator calls them: by its mapping, else by their names', () => {
    const mapping = { tabby: '#/components/schemas/Cat', stray: 'Cat' };
    const discriminator = { propertyName: 'kind', mapping };

    expect(named(thing({ discriminator, oneOf: [to('Cat'), to('Dog')] }))).toEqual([
      ['Cat,tabby,stray', 'kind', 'tabby,stray'],
      ['Dog', 'kind', 'Dog'],
    ]);
  });

  test('finds the schemas that are built on one with a discriminator', () => {
    const expected = [
      ['Circle,round', 'form', 'round'],
      ['Square,box', 'form', 'box'],
      ['Oval', 'form', 'Oval'],
    ];

    const holder = thing({ properties: { shape: { description: 'One of them.', allOf: [to('Shape')] } } });
    const wrapper = propertiesOf(holder).get('shape')?.node;

    expect(named(thing(to('Shape')))).toEqual(expected);
    expect(wrapper && named(wrapper)).toEqual(expected);
    expect(named(thing(to('Circle')))).toEqual([]);
    expect(named(thing({ oneOf: [to('Circle'), to('Square')] }))).toEqual(expected.slice(0, 2));
  });

  test('narrows what stands beside the list', () => {
    const node = thing({
      type: 'object',
      properties: { kind: { enum: ['cat', 'dog'] } },
      oneOf: [{ properties: { kind: { const: 'cat' } } }, { properties: { kind: { const: 'dog' } } }],
    });
    const kinds = alternativesOf(node).map((one) => propertiesOf(one.node).get('kind')?.node);

    expect(kinds.map((kind) => kind && enumOf(kind))).toEqual([['cat'], ['dog']]);
  });

  test('gives each branch what stands beside the list', () => {
    const node = thing({
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' } },
      oneOf: [to('Cat'), { title: 'Bare', required: ['note'], properties: { note: { type: 'string' } } }],
    });
    const [cat, bare] = alternativesOf(node);

    expect([...propertiesOf(cat?.node ?? node)].map(([name, { required }]) => [name, required])).toEqual([
      ['id', true],
      ['kind', true],
      ['name', true],
      ['lives', false],
    ]);
    expect([...propertiesOf(bare?.node ?? node).keys()]).toEqual(['id', 'note']);
    expect(kindsOf(cat?.node ?? node)).toEqual(new Set(['object']));
    expect(cat && alternativesOf(cat.node)).toEqual([]);
    expect(cat && [...propertiesOfAll(cat.node).keys()]).toEqual(['id', 'kind', 'name', 'lives']);
  });
});

describe('propertiesOfAll', () => {
  test('has what every alternative has, with all that it may be', () => {
    const shared = propertiesOfAll(thing({ oneOf: [to('Cat'), to('Dog')] }));
    const kind = shared.get('kind');
    const name = shared.get('name');

    expect([...shared.keys()]).toEqual(['kind', 'name']);
    expect([kind?.required, kind && enumOf(kind.node)]).toEqual([true, ['cat', 'dog']]);
    expect([name?.required, name && isNullable(name.node)]).toEqual([true, true]);
    expect(
      [...propertiesOfAll(thing({ oneOf: [to('Pet'), to('Fish')] }))].map(([key, view]) => [
        key,
        view.required,
      ]),
    ).toEqual([['kind', false]]);
  });

  test('looks into objects that the alternatives share', () => {
    const shared = propertiesOfAll(thing({ anyOf: [owner('phone'), owner('mail')] })).get('owner');

    expect(shared && [...propertiesOfAll(shared.node).keys()]).toEqual(['id']);
  });
});
