import { describe, expect, test } from '@jest/globals';
import { createValidators, type DecodedParameters, type DecodedRequest } from '#contract';
import { operationOf } from './contract-of.ts';

const Review = {
  type: 'object',
  required: ['id', 'rating', 'author'],
  properties: {
    id: { type: 'string', readOnly: true },
    rating: { type: 'integer', minimum: 1, maximum: 5 },
    author: { $ref: '#/components/schemas/Name', readOnly: true },
    mood: { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }] },
    photo: {
      oneOf: [
        { type: 'string', format: 'uri' },
        { type: 'object', required: ['url'] },
      ],
    },
  },
};

const operation = operationOf(
  {
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
      { name: 'limit', in: 'query', required: true, schema: { type: 'integer', maximum: 10 } },
      { name: 'any', in: 'query' },
      { name: 'Trace', in: 'header', schema: { type: 'string', minLength: 2 } },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/Review' } },
        'application/x-www-form-urlencoded': { schema: { type: 'object', required: ['rating'] } },
        'image/png': { schema: { type: 'string', format: 'binary' } },
      },
    },
  },
  {
    path: '/things/{id}',
    method: 'post',
    components: { schemas: { Review, Name: { type: 'string' } } },
  },
);
const validators = createValidators(operation.contract);
const GOOD: DecodedParameters = { path: { id: 1 }, query: { limit: 5 }, header: {}, cookie: {}, unknown: [] };
const GOOD_BODY = { rating: 5 };

function mistakes(request: Partial<DecodedRequest>): readonly string[] {
  const whole = { parameters: GOOD, mediaType: 'application/json', body: GOOD_BODY, ...request };
  return validators.request(operation, whole).map(({ pointer, rule }) => `${pointer} ${rule}`);
}

test('a request that keeps the contract has no violations, though it leaves out what is read-only', () => {
  expect(mistakes({})).toEqual([]);
});

test('every mistake in parameters and body is told at once', () => {
  const parameters = { ...GOOD, path: { id: 'abc' }, query: { any: 1 }, header: { Trace: 'x' } };
  expect(mistakes({ parameters, body: { rating: 9, mood: 'long' } })).toEqual([
    '/path/id type',
    '/query/limit required',
    '/header/Trace minLength',
    '/body/rating maximum',
    '/body/mood maxLength',
  ]);
});

describe('a body', () => {
  test('names the property that is missing', () => {
    expect(mistakes({ body: {} })).toEqual(['/body/rating required']);
  });

  test('that fits no alternative is told once, not once for each', () => {
    expect(mistakes({ body: { rating: 1, photo: 5 } })).toEqual(['/body/photo oneOf']);
  });

  test('that is missing is required, where it is', () => {
    expect(validators.request(operation, { parameters: GOOD }).map(({ rule }) => rule)).toEqual(['required']);
  });

  test('of an undeclared media type, or of none, is refused for that', () => {
    expect(mistakes({ mediaType: 'text/plain', body: 'x' })).toEqual(['/body content-type']);
    expect(validators.request(operation, { parameters: GOOD, body: {} })).toMatchObject([
      { rule: 'content-type' },
    ]);
  });

  test('that is a form is checked as an object, and one of bytes is not looked into', () => {
    expect(mistakes({ mediaType: 'application/x-www-form-urlencoded', body: {} })).toEqual([
      '/body/rating required',
    ]);
    expect(mistakes({ mediaType: 'image/png', body: new Uint8Array([1]) })).toEqual([]);
  });

  test('where the contract declares none is refused', () => {
    const bare = operationOf({});
    const [violation] = createValidators(bare.contract).request(bare, {
      parameters: GOOD,
      mediaType: 'application/json',
      body: {},
    });
    expect(violation).toMatchObject({ pointer: '/body', rule: 'content-type' });
  });
});

test('messages are plain words that never repeat a value', () => {
  const parameters = { ...GOOD, path: { id: 'top-secret' }, header: { Trace: '' } };
  const messages = validators
    .request(operation, {
      parameters,
      mediaType: 'application/json',
      body: { rating: 'top-secret', mood: 'top-secret' },
    })
    .map(({ message }) => message);
  expect(messages).toHaveLength(4);
  for (const message of messages) expect(message).toMatch(/^must (?!.*top-secret)[a-zA-Z0-9 ]+$/);
});
