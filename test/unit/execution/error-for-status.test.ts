import { expect, test } from '@jest/globals';
import type { BoundInput } from '../../../gateway/binding/model.ts';
import type { Json } from '../../../gateway/contract/index.ts';
import { errorForStatus } from '../../../gateway/execution/error-for-status.ts';
import { createViewer } from '../upstream/create-scope.ts';
import { createVirtualClock } from '../upstream/virtual-clock.ts';
import { call, createContract, operationOf, source } from './create-bound.ts';

const shop = createContract('shop', { rate: 'POST /products/{id}/ratings?limit&tags*' });
const leaf: BoundInput = { kind: 'leaf', toWire: undefined };
const write: BoundInput = {
  kind: 'object',
  fields: new Map([
    ['stars', { path: ['rating', 'value'], input: leaf, nullable: false }],
    [
      'lines',
      {
        path: ['items'],
        input: {
          kind: 'list',
          item: {
            kind: 'object',
            fields: new Map([['sku', { path: ['article'], input: leaf, nullable: true }]]),
          },
        },
        nullable: true,
      },
    ],
  ]),
};
const bound = call(operationOf(shop, 'rate'), {
  args: { id: '$parent.id', limit: '$args.first', tags: ['$args.tag', 'fixed'] },
  body: { review: source('$args.input', { write }), by: '$viewer.sub', text: '$args.text' },
});
const clock = createVirtualClock();

function errorFor(
  status: number,
  body?: Json,
  headers: Readonly<Record<string, string>> = {},
  viewer = null as ReturnType<typeof createViewer> | null,
) {
  return errorForStatus(
    { service: 'shop', status, headers, body, parameters: {} },
    { call: bound, viewer, clock },
  );
}

test.each([
  [300, 'UPSTREAM_REJECTED'],
  [304, 'UPSTREAM_REJECTED'],
  [400, 'BAD_USER_INPUT'],
  [401, 'UNAUTHENTICATED'],
  [402, 'UPSTREAM_REJECTED'],
  [403, 'FORBIDDEN'],
  [404, 'UPSTREAM_NOT_FOUND'],
  [409, 'UPSTREAM_CONFLICT'],
  [412, 'UPSTREAM_CONFLICT'],
  [418, 'UPSTREAM_REJECTED'],
  [422, 'BAD_USER_INPUT'],
  [429, 'UPSTREAM_BUSY'],
  [500, 'UPSTREAM_FAILED'],
  [502, 'UPSTREAM_FAILED'],
  [503, 'UPSTREAM_UNAVAILABLE'],
  [504, 'UPSTREAM_TIMED_OUT'],
  [599, 'UPSTREAM_FAILED'],
])('status %i is %s', (status, code) => {
  expect(errorFor(status)).toMatchObject({ code, detail: { service: 'shop' } });
});

test('a token that we sent and a service refuses is ours to repair', () => {
  expect(errorFor(401, undefined, {}, createViewer()).code).toBe('UPSTREAM_REJECTED');
});

test.each([
  ['/body/review/rating/value', '/input/stars'],
  ['#/review/rating/value', '/input/stars'],
  ['/review/rating/value', '/input/stars'],
  ['#/review/items/3/article', '/input/lines/3/sku'],
  ['#/review/items', '/input/lines'],
  ['/body/text', '/text'],
  ['/body/review', '/input'],
  ['/query/limit', '/first'],
  ['/query/tags/0', '/tag'],
])('says of a complaint about %s that %s is wrong', (pointer, argument) => {
  expect(errorFor(422, { errors: [{ pointer, detail: 'secret words' }] }).extensions).toEqual({
    code: 'BAD_USER_INPUT',
    service: 'shop',
    fields: [{ pointer: argument }],
  });
});

test.each([
  '/body/by',
  '/path/id',
  '/query/tags/1',
  '/query/other',
  '/body/review/rating/value2',
  '/body/review/items/x/article',
  '/body',
  '#/__proto__',
  'rating',
  'http://service/docs#/review',
  '',
])('drops a complaint about %j, which no argument reaches', (pointer) => {
  expect(errorFor(400, { errors: [{ pointer }] }).detail).toEqual({ service: 'shop' });
});

test.each<[string, Json | undefined]>([
  ['no body', undefined],
  ['text', 'no'],
  ['no list', { errors: { pointer: '/body/text' } }],
  ['no objects', { errors: ['/body/text', null, 5] }],
  ['no text', { errors: [{ pointer: 5 }] }],
])('drops problems that are not written as we know them: %s', (_name, body) => {
  expect(errorFor(422, body).detail).toEqual({ service: 'shop' });
});

test('names each argument once, and fifty complaints at most', () => {
  const errors = Array.from({ length: 5_000 }, (_, index) => ({
    pointer: `#/review/items/${index % 100}/article`,
  }));

  expect(
    errorFor(422, { errors: [{ pointer: '#/text' }, { pointer: '/body/text' }] }).detail.fields,
  ).toHaveLength(1);
  expect(errorFor(422, { errors }).detail.fields).toHaveLength(50);
});

test.each([
  ['120', 120],
  ['0', 0],
  ['99999999', 86_400],
  [new Date(clock.now() + 30_000).toUTCString(), 30],
  [new Date(clock.now() - 30_000).toUTCString(), 0],
  ['soon', undefined],
  ['-5', undefined],
])('Retry-After: %s means %j seconds', (value, retryAfterSeconds) => {
  expect(errorFor(429, undefined, { 'retry-after': value }).detail.retryAfterSeconds).toBe(retryAfterSeconds);
});

test('GQL-05 repeats nothing of what the service said', () => {
  const body = {
    title: 'canary',
    detail: 'canary',
    instance: '/canary',
    errors: [{ pointer: '#/canary', detail: 'canary' }],
  };
  for (const status of [400, 401, 404, 409, 422, 429, 500, 503]) {
    const error = errorFor(status, body, { 'retry-after': 'canary', location: 'canary' });
    expect(JSON.stringify([error.message, error.extensions, String(error.cause)])).not.toContain('canary');
  }
});
