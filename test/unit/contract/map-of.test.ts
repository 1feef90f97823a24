import { describe, expect, it } from '@jest/globals';
import { enumOf, formatOf, kindsOf, mapOf, resolveNode, type SchemaNode } from '#contract';
import { schemaOf } from './contract-of.ts';

const INT = { type: 'integer' };
const MAP = { type: 'object', additionalProperties: INT };

function node(schema: unknown): SchemaNode {
  return resolveNode(schemaOf(schema, {}), '/components/schemas/Thing');
}

function valueOf(schema: unknown): unknown {
  return mapOf(node(schema))?.value.json;
}

describe('mapOf', () => {
  it.each([
    [MAP],
    [{ ...MAP, type: ['object', 'null'] }],
    [{ additionalProperties: INT }],
    [{ ...MAP, properties: { total: INT } }],
    [{ allOf: [{ type: 'object' }, { additionalProperties: INT }] }],
    [{ type: 'object', patternProperties: { '^[A-Z]{3}$': INT }, additionalProperties: false }],
  ])('finds the values of %j', (schema) => {
    expect(valueOf(schema)).toEqual(INT);
  });

  it('finds anything where nothing is said and nothing is named', () => {
    expect(valueOf({ type: 'object', additionalProperties: true })).toBe(true);
    expect(valueOf({ type: 'object', additionalProperties: {} })).toEqual({});
  });

  it.each([
    [{ type: 'object' }],
    [{ type: 'object', properties: { a: INT } }],
    [{ type: 'object', properties: { a: INT }, additionalProperties: true }],
    [{ type: 'object', properties: { a: INT }, additionalProperties: {} }],
    [{ type: 'object', additionalProperties: false }],
    [{ type: 'array', items: INT }],
    [{ type: ['object', 'string'], additionalProperties: INT }],
    [{ type: 'object', patternProperties: { a: INT, b: INT } }],
    [{ type: 'object', patternProperties: { a: INT }, additionalProperties: INT }],
  ])('takes %j for no map', (schema) => {
    expect(mapOf(node(schema))).toBeUndefined();
  });

  it('counts no declared property among the entries', () => {
    const map = mapOf(
      node({ ...MAP, properties: { total: INT, next: INT }, required: ['total'], maxProperties: 5 }),
    );

    expect(map?.declared).toEqual(new Set(['total', 'next']));
    expect(map?.maxEntries).toBe(4);
  });

  it('knows what the keys are', () => {
    const key = (propertyNames: unknown) => mapOf(node({ ...MAP, propertyNames }))?.key;
    const currencies = key({ enum: ['EUR', 'CHF'] });

    expect(currencies && [...kindsOf(currencies)]).toEqual(['string']);
    expect(currencies && enumOf(currencies)).toEqual(['EUR', 'CHF']);
    expect(mapOf(node({ ...MAP, propertyNames: { enum: ['EUR', 'CHF'] } }))?.maxEntries).toBe(2);
    const dates = key({ format: 'date' });
    expect(dates && formatOf(dates)).toBe('date');
    const texts = mapOf(node(MAP))?.key;
    expect(texts && [...kindsOf(texts)]).toEqual(['string']);
  });
});
