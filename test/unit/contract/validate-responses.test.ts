import { describe, expect, test } from '@jest/globals';
import { createValidators, type Operation, resolveNode, type Violation } from '#contract';
import { operationOf, schemaOf } from './contract-of.ts';

const Order = {
  type: 'object',
  required: ['id', 'secret'],
  properties: {
    id: { type: 'string', readOnly: true },
    secret: { type: 'string', writeOnly: true },
    total: { anyOf: [{ $ref: '#/components/schemas/Money' }, { type: 'null' }] },
    lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
    payment: { oneOf: [{ type: 'string' }, { type: 'object', required: ['card'] }] },
    at: { type: 'string', format: 'date-time' },
    big: { type: 'integer', format: 'int64' },
    small: { type: 'integer', format: 'int32' },
    odd: { type: 'string', format: 'nobody-knows' },
  },
};
const Money = { type: 'object', required: ['amount'], properties: { amount: { type: 'number' } } };
const Line = { type: 'object', properties: { sku: { enum: ['a', 'b'] }, 'a/b': { type: 'integer' } } };
const components = { schemas: { Order, Money, Line } };
const json = { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } };

const operation: Operation = operationOf(
  {
    responses: {
      200: { description: '', content: json },
      202: { description: '' },
      203: {
        description: '',
        content: {
          'application/json; charset=utf-8': {},
          'text/*': { schema: { type: 'string', maxLength: 3 } },
        },
      },
      206: { description: '', content: { 'application/xml': { schema: { type: 'object' } } } },
      '4XX': { description: '', content: { 'application/problem+json': { schema: { type: 'object' } } } },
    },
  },
  { components },
);
const validators = createValidators(operation.contract);

function answer(
  body: unknown,
  status = 200,
  mediaType: string | undefined = 'application/json',
): Violation | undefined {
  return validators.response(operation, status, mediaType, body);
}

describe('an answer', () => {
  test.each([
    ['that keeps the contract', { id: 'o_1', total: { amount: 1 } }],
    ['that leaves out what only requests carry', { id: 'o_1' }],
    ['with null where null may be', { id: 'o_1', total: null }],
    ['with properties the contract does not name', { id: 'o_1', later: 1 }],
    [
      'with an integer beyond what is exact',
      { id: 'o_1', big: 9_223_372_036_854_775_807n.toString().length * 1e18 },
    ],
    ['with a format that nobody knows', { id: 'o_1', odd: 'x' }],
  ])('%s is fine', (_, body) => {
    expect(answer(body)).toBeUndefined();
  });

  test.each([
    ['a missing property', { total: null }, '/id', 'required'],
    ['a wrong type deep inside', { id: 'a', lines: [{}, { 'a/b': 'secret' }] }, '/lines/1/a~1b', 'type'],
    ['a value outside the enum', { id: 'a', lines: [{ sku: 'secret' }] }, '/lines/0/sku', 'enum'],
    [
      'a mistake in the branch beside null',
      { id: 'a', total: { amount: 'secret' } },
      '/total/amount',
      'type',
    ],
    ['something else than the branch beside null', { id: 'a', total: 'secret' }, '/total', 'type'],
    ['the alternative that was meant', { id: 'a', payment: {} }, '/payment/card', 'required'],
    ['none of several alternatives', { id: 'a', payment: 5 }, '/payment', 'oneOf'],
    ['a format', { id: 'a', at: 'secret' }, '/at', 'format'],
    ['an int32 that is too large', { id: 'a', small: 2 ** 31 }, '/small', 'format'],
    ['a body that is another kind of thing', 'secret', '', 'type'],
    ['no body', undefined, '', 'type'],
  ])('with %s breaks the contract there', (_, body, pointer, rule) => {
    const violation = answer(body);
    expect(violation).toMatchObject({ pointer, rule });
    expect(violation?.message).not.toContain('secret');
  });

  test('with an undeclared status breaks the rule status', () => {
    expect(answer({}, 500)).toEqual({
      pointer: '',
      rule: 'status',
      message: 'The contract declares no such status',
    });
    expect(answer({}, 404, 'application/problem+json')).toBeUndefined();
  });

  test.each([
    [200, 'text/html'],
    [200, 'application/jsonp'],
    [404, 'application/json'],
  ])('%i as %s breaks the rule content-type', (status, mediaType) => {
    expect(answer({ id: 'a' }, status, mediaType)).toMatchObject({ pointer: '', rule: 'content-type' });
  });

  test('without any media type breaks the rule content-type, unless the contract declares none', () => {
    expect(validators.response(operation, 200, undefined, {})).toMatchObject({ rule: 'content-type' });
    expect(validators.response(operation, 202, undefined, undefined)).toBeUndefined();
  });

  test.each([['application/json'], ['Application/JSON;charset=utf-8'], ['text/plain']])(
    '%s is found by its essence, or by its range',
    (mediaType) => {
      expect(answer('abc', 203, mediaType)).toBeUndefined();
    },
  );

  test('that is text is checked as text, and XML is not looked into', () => {
    expect(answer('abcd', 203, 'text/plain')).toMatchObject({ rule: 'maxLength' });
    expect(answer('<a/>', 206, 'application/xml')).toBeUndefined();
  });
});

test('an answer to HEAD has no body to check', () => {
  const head = operationOf(
    { responses: { 200: { description: '', content: json } } },
    {
      method: 'head',
      components,
    },
  );
  expect(createValidators(head.contract).response(head, 200, 'application/json', undefined)).toBeUndefined();
});

function check(schema: unknown, value: unknown, schemas = {}): Violation | undefined {
  const contract = schemaOf(schema, schemas);
  return createValidators(contract).value(resolveNode(contract, '/components/schemas/Thing'), value);
}

describe('value', () => {
  test('is checked against the schema as written, readOnly and writeOnly or not', () => {
    expect(check(Order, { id: 'a' }, { Money, Line })).toMatchObject({
      pointer: '/secret',
      rule: 'required',
    });
  });

  test('a recursive schema is followed as deep as the value goes', () => {
    const Tree = {
      type: 'object',
      properties: { left: { $ref: '#/components/schemas/Thing' }, n: { type: 'integer' } },
    };
    expect(check(Tree, { left: { left: { n: 1 } } })).toBeUndefined();
    expect(check(Tree, { left: { left: { n: 'x' } } })).toMatchObject({ pointer: '/left/left/n' });
  });

  test('names that every object inherits are not taken for values', () => {
    const schema = {
      type: 'object',
      required: ['toString'],
      properties: { constructor: { type: 'string' } },
    };
    expect(check(schema, {})).toMatchObject({ pointer: '/toString', rule: 'required' });
    expect(check(schema, { toString: 1 })).toBeUndefined();
  });

  test('what a compiler would choke on is understood: $id, anchors, an empty enum, patterns from before Unicode', () => {
    const schemas = {
      A: { $id: 'https://a.test/', type: 'string' },
      B: { $id: 'https://a.test/', example: { $id: 'b' } },
    };
    expect(check({ properties: { a: { $ref: '#/components/schemas/A' } } }, { a: 1 }, schemas)).toMatchObject(
      { pointer: '/a' },
    );
    expect(check({ enum: [] }, 1)).toBeDefined();
    expect(check({ pattern: '^[\\w-.]+$' }, 'a-b.c')).toBeUndefined();
    expect(check({ pattern: '^[\\w-.]+$' }, 'a b')).toMatchObject({ rule: 'pattern' });
  });
});
