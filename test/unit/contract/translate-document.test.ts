import { describe, expect, test } from '@jest/globals';
import { createValidators, kindsOf, resolveNode, type Violation } from '#contract';
import { contractOf, schemaOf } from './contract-of.ts';

const SCHEMAS = {
  Plain: { type: 'object', properties: { a: { type: 'string' } } },
  Nullable: { type: 'object', nullable: true },
};

function check(schema: unknown, value: unknown, openapi = '3.0.3'): Violation | undefined {
  const contract = schemaOf(schema, SCHEMAS, openapi);
  return createValidators(contract).value(resolveNode(contract, '/components/schemas/Thing'), value);
}

const toPlain = { $ref: '#/components/schemas/Plain' };
const toNullable = { $ref: '#/components/schemas/Nullable' };

describe('in 3.0', () => {
  test.each([
    ['a type', { type: 'string', nullable: true }, 'a', 1],
    ['an enum without null', { type: 'string', nullable: true, enum: ['a'] }, 'a', 'b'],
    ['an enum with null', { type: 'string', nullable: true, enum: ['a', null] }, 'a', 'b'],
    ['a reference', { ...toPlain, nullable: true }, {}, 'a'],
    ['allOf of one', { nullable: true, allOf: [toPlain] }, {}, { a: 1 }],
    ['allOf of one beside a type', { type: 'object', nullable: true, allOf: [toPlain] }, {}, { a: 1 }],
    [
      'allOf of several',
      { nullable: true, allOf: [toPlain, { required: ['a'], type: 'object' }] },
      { a: 'b' },
      {},
    ],
    ['anyOf', { nullable: true, anyOf: [toPlain, { type: 'string' }] }, 'a', 1],
    ['oneOf', { nullable: true, oneOf: [toPlain, { type: 'string' }] }, 'a', 1],
    [
      'oneOf with a branch that takes null already',
      { nullable: true, oneOf: [toNullable, { type: 'string' }] },
      'a',
      1,
    ],
    ['oneOf with a nullable reference', { nullable: true, oneOf: [{ ...toPlain, nullable: true }] }, {}, 1],
    [
      'oneOf and allOf',
      { nullable: true, allOf: [toPlain], oneOf: [{ required: ['a'] }] },
      { a: 'b' },
      { a: 1 },
    ],
  ])('nullable: true beside %s allows null, and refuses what it refused', (_, schema, good, bad) => {
    expect(check(schema, null)).toBeUndefined();
    expect(check(schema, good)).toBeUndefined();
    expect(check(schema, bad)).toBeDefined();
    const contract = schemaOf(schema, SCHEMAS, '3.0.3');
    expect(kindsOf(resolveNode(contract, '/components/schemas/Thing')).has('null')).toBe(true);
  });

  test.each([[{ type: 'string' }], [{ type: 'string', nullable: false }], [toPlain], [{ allOf: [toPlain] }]])(
    '%j does not allow null',
    (schema) => {
      expect(check(schema, null)).toBeDefined();
    },
  );

  test.each([
    [{ type: 'number', minimum: 1, exclusiveMinimum: true }, 1.1, 1],
    [{ type: 'number', maximum: 1, exclusiveMaximum: true }, 0.9, 1],
    [{ type: 'number', minimum: 1, exclusiveMinimum: false }, 1, 0.9],
    [{ type: 'number', maximum: 1 }, 1, 1.1],
  ])('the bound of %j is kept', (schema, good, bad) => {
    expect(check(schema, good)).toBeUndefined();
    expect(check(schema, bad)).toBeDefined();
  });

  test('what else stands beside a reference is ignored', () => {
    expect(
      check({ ...toPlain, required: ['a'], properties: { a: { type: 'integer' } } }, {}),
    ).toBeUndefined();
  });

  test('data that looks like a schema is left alone, and examples are kept', () => {
    const example = { type: 'string', nullable: true };
    const { document } = schemaOf(
      { type: 'object', example, default: { nullable: true }, 'x-a': example },
      {},
      '3.0.3',
    );
    expect(document).toMatchObject({
      openapi: '3.1.0',
      components: { schemas: { Thing: { example, default: { nullable: true }, 'x-a': example } } },
    });
  });

  test('what a reference makes a schema is one, wherever it stands', () => {
    const schemas = { Money: { $ref: '#/components/x-common/Money' } };
    const common = { Money: { type: 'string', nullable: true } };
    const { document } = contractOf({ openapi: '3.0.3', components: { schemas, 'x-common': common } });
    expect(document).toMatchObject({ components: { 'x-common': { Money: { type: ['string', 'null'] } } } });
  });

  test('a property may be called nullable', () => {
    const { document } = schemaOf(
      { type: 'object', properties: { nullable: { type: 'boolean' } } },
      {},
      '3.0.3',
    );
    expect(document).toMatchObject({
      components: { schemas: { Thing: { properties: { nullable: { type: 'boolean' } } } } },
    });
  });
});

describe('in 3.1', () => {
  test('what stands beside a reference counts as well', () => {
    const schema = { ...toPlain, required: ['a'] };
    expect(check(schema, { a: 'b' }, '3.1.0')).toBeUndefined();
    expect(check(schema, {}, '3.1.0')).toMatchObject({ pointer: '/a', rule: 'required' });
    expect(check(schema, { a: 1 }, '3.1.0')).toMatchObject({ pointer: '/a', rule: 'type' });
  });

  test('a reference with a description only is still followed', () => {
    const contract = schemaOf({ ...toPlain, description: 'A plain one.', 'x-note': 1 }, SCHEMAS);
    expect(resolveNode(contract, '/components/schemas/Thing').pointer).toBe('/components/schemas/Plain');
  });

  test('nullable means nothing, as the standard says', () => {
    expect(check({ type: 'string', nullable: true }, null, '3.1.0')).toMatchObject({ rule: 'type' });
    expect(check({ nullable: true, enum: ['a'] }, null, '3.1.0')).toMatchObject({ rule: 'enum' });
  });
});
