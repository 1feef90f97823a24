import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#contract';
import { answering, codesOf } from './bind-text.ts';

function codesFor(schema: JsonObject): readonly string[] {
  const thing = { type: 'object', required: ['n'], properties: { n: schema } };
  return codesOf(
    'type Query { thing: Thing @public @rest(operation: "shop.read") } type Thing { n: Int! }',
    answering(thing),
  );
}

describe('an Int', () => {
  it.each([
    { type: 'integer' },
    { type: 'integer', format: 'int32' },
    { type: 'integer', format: 'int64', minimum: 0, exclusiveMaximum: 100 },
    { type: 'integer', format: 'int64', exclusiveMinimum: -1, maximum: 2147483647 },
    { type: 'integer', format: 'int64', exclusiveMinimum: -2147483649, exclusiveMaximum: 2147483648 },
    { type: 'integer', format: 'int64', enum: [1, 2] },
    { type: 'integer', format: 'int64', const: 5 },
    { type: 'integer', format: 'uint32', maximum: 9 },
    { type: 'integer', maximum: 9999999999, allOf: [{ maximum: 10 }] },
    { allOf: [{ type: 'integer', format: 'int64' }, { minimum: 0 }, { maximum: 10 }] },
  ])('fits %j', (schema) => {
    expect(codesFor(schema)).toEqual([]);
  });

  it.each([
    { type: 'integer', format: 'int64' },
    { type: 'integer', format: 'int64', maximum: 100 },
    { type: 'integer', format: 'int64', minimum: 0 },
    { type: 'integer', format: 'uint32' },
    { type: 'integer', format: 'uint64', minimum: 1 },
    { type: 'integer', minimum: 0, exclusiveMaximum: 2147483649 },
    { type: 'integer', exclusiveMinimum: -2147483650 },
    { type: 'integer', enum: [1, 2147483648] },
    { allOf: [{ type: 'integer' }, { minimum: 0, maximum: 9999999999 }] },
  ])('is too small for %j', (schema) => {
    expect(codesFor(schema)).toEqual(['GH031']);
  });
});
