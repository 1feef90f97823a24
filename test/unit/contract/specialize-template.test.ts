import { describe, expect, test } from '@jest/globals';
import { createValidators, itemsOf, propertiesOf, propertyOf, resolveNode } from '#contract';
import { schemaOf } from './contract-of.ts';

/** `Page<T>`, as JSON Schema 2020-12 writes it. */
const PAGE = {
  $id: 'https://shop.example/schemas/Page',
  $defs: { itemType: { $dynamicAnchor: 'itemType', not: {} } },
  type: 'object',
  required: ['items'],
  properties: {
    items: { type: 'array', items: { $dynamicRef: '#itemType' } },
    first: { description: 'The first one.', $dynamicRef: '#itemType' },
    other: { $dynamicRef: '#otherType' },
  },
};
const PLANET = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };
const SCHEMAS = {
  Page: PAGE,
  Planet: PLANET,
  Moon: { type: 'object', required: ['orbit'], properties: { orbit: {} } },
};

const pageOf = (name: string) => ({
  $id: `https://shop.example/schemas/PageOf${name}`,
  $defs: { itemType: { $dynamicAnchor: 'itemType', $ref: `#/components/schemas/${name}` } },
  $ref: '#/components/schemas/Page',
});

function itemNames(thing: unknown): readonly string[] {
  const node = resolveNode(schemaOf(thing, SCHEMAS), '/components/schemas/Thing');
  const items = propertyOf(node, 'items')?.node;
  const item = items && itemsOf(items);
  return item === undefined ? [] : [...propertiesOf(item).keys()];
}

describe('a template that a schema fills', () => {
  test('has the type that the schema says, and each schema another', () => {
    expect(itemNames(pageOf('Planet'))).toEqual(['name']);
    expect(itemNames(pageOf('Moon'))).toEqual(['orbit']);
  });

  test('is checked with that type', () => {
    const contract = schemaOf(pageOf('Planet'), SCHEMAS);
    const node = resolveNode(contract, '/components/schemas/Thing');
    const validators = createValidators(contract);

    expect(validators.value(node, { items: [{ name: 'Mars' }], first: { name: 'Venus' } })).toBeUndefined();
    expect(validators.value(node, { items: [{ orbit: 1 }] })).toMatchObject({
      pointer: '/items/0/name',
      rule: 'required',
    });
    expect(validators.value(node, { items: [], first: {} })).toMatchObject({ pointer: '/first/name' });
    expect(validators.value(node, {})).toMatchObject({ pointer: '/items' });
  });

  test('keeps what the schema says besides', () => {
    const node = resolveNode(
      schemaOf({ ...pageOf('Planet'), properties: { next: { type: 'string' } } }, SCHEMAS),
      '/components/schemas/Thing',
    );

    expect([...propertiesOf(node).keys()].toSorted()).toEqual(['first', 'items', 'next', 'other']);
  });

  test('leaves open what the schema says nothing of', () => {
    const contract = schemaOf(pageOf('Planet'), SCHEMAS);
    const node = resolveNode(contract, '/components/schemas/Thing');

    expect(createValidators(contract).value(node, { items: [], other: 7 })).toBeUndefined();
  });

  test('may be of its own kind without end', () => {
    const page = pageOf('Thing');

    expect(() => schemaOf(page, SCHEMAS)).not.toThrow();
  });
});
