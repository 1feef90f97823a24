import { expect, it } from '@jest/globals';
import { createValidators, type Json, resolveNode } from '#contract';
import { fitsSchema } from '../../../mocks/generation/fits-schema.ts';
import { negateSchema } from '../../../mocks/generation/negate-schema.ts';
import { createSchemaScope } from '../../../mocks/generation/schema-scope.ts';
import { schemaOf } from '../contract/contract-of.ts';
import { when } from './keyword-schemas.ts';

const VALUES: readonly Json[] = [
  null,
  true,
  0,
  1,
  -2.5,
  10,
  '',
  'a',
  'abcdef',
  '2024-02-30',
  '2024-02-28',
  [],
  [1],
  [1, 1],
  ['a', 2],
  [1, 'x', null],
  {},
  { a: 1 },
  { a: 'x', b: 2 },
  { b: 2, c: { a: 'x' } },
  { a: null, 'x-1': 5 },
];

const SCHEMAS: readonly unknown[] = [
  true,
  false,
  { type: ['integer', 'null'] },
  { type: 'number', minimum: 0, exclusiveMaximum: 10, multipleOf: 0.5 },
  { minLength: 1, maxLength: 5, pattern: '^[a-z]*$' },
  { format: 'date' },
  { const: { b: 2, a: 'x' } },
  { enum: [1, 'a', [1]] },
  { minItems: 1, maxItems: 2, uniqueItems: true },
  { prefixItems: [{ type: 'integer' }], items: { type: 'string' } },
  { contains: { type: 'integer' }, maxContains: 1 },
  { required: ['a'], properties: { a: { type: 'string' } } },
  { properties: { a: true }, patternProperties: { '^x-': { minimum: 6 } }, additionalProperties: false },
  { additionalProperties: { type: 'integer' }, minProperties: 1 },
  { propertyNames: { maxLength: 1 }, maxProperties: 1 },
  { dependentRequired: { a: ['b'] } },
  { dependentSchemas: { b: { required: ['a'] } } },
  { allOf: [{ minimum: 0 }, { maxLength: 1 }] },
  { anyOf: [{ type: 'string' }, { required: ['c'] }] },
  { oneOf: [{ minimum: 0 }, { maximum: 5 }] },
  { not: { type: ['string', 'object'] } },
  when({ type: 'object' }, { required: ['a'] }, { not: { type: 'string' } }),
  { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
  {
    anyOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, true],
    unevaluatedProperties: { type: 'integer' },
  },
  { prefixItems: [true], unevaluatedItems: { type: 'string' } },
];

it.each(SCHEMAS.map((schema) => [JSON.stringify(schema), schema]))(
  'agrees with the validator: %s',
  (_, schema) => {
    const contract = schemaOf(schema);
    const validators = createValidators(contract);
    const node = resolveNode(contract, '/components/schemas/Thing');
    const scope = createSchemaScope(contract.document, 'either');
    const verdicts = VALUES.map((value) => [value, fitsSchema(scope, node.json, value)]);
    expect(verdicts).toEqual(VALUES.map((value) => [value, validators.value(node, value) === undefined]));
  },
);

it.each(SCHEMAS.map((schema) => [JSON.stringify(schema), schema]))(
  'each way out of %s leads out',
  (_, schema) => {
    const contract = schemaOf(schema);
    const scope = createSchemaScope(contract.document, 'either');
    const { json } = resolveNode(contract, '/components/schemas/Thing');
    for (const way of negateSchema(scope, json)) {
      const both = VALUES.filter((value) => fitsSchema(scope, way, value) && fitsSchema(scope, json, value));
      expect([way, both]).toEqual([way, []]);
    }
  },
);
