import { expect, test } from '@jest/globals';
import { type DecodedParameters, decodeParameters } from '#contract';
import { operationOf } from './contract-of.ts';

const integer = { type: 'integer' };
const listThings = operationOf(
  {
    parameters: [
      { name: 'limit', in: 'query', schema: integer },
      { name: 'price', in: 'query', schema: { type: 'number' } },
      { name: 'sold', in: 'query', schema: { type: 'boolean' } },
      { name: 'code', in: 'query', schema: { type: 'string' } },
      { name: 'either', in: 'query', schema: { oneOf: [integer, { type: 'string', enum: ['all'] }] } },
      { name: 'ids', in: 'query', explode: false, schema: { type: 'array', items: integer } },
      { name: 'any', in: 'query' },
      {
        name: 'filter',
        in: 'query',
        style: 'deepObject',
        schema: { type: 'object', properties: { max: integer } },
      },
      { name: 'Retry', in: 'header', schema: integer },
      { name: 'seen', in: 'cookie', schema: integer },
      { name: 'id', in: 'path', required: true, schema: { type: 'array', items: { type: 'string' } } },
    ],
  },
  { path: '/things/{id}' },
);

function decode(query: string, headers: Record<string, string> = {}, id = 'a'): DecodedParameters {
  const url = new URL(`/things/${id}?${query}`, 'http://shop.test');
  return decodeParameters(listThings, { url, headers: new Headers(headers), pathValues: { id } });
}

test.each([
  ['limit=5', { limit: 5 }],
  ['limit=-5', { limit: -5 }],
  ['limit=05', { limit: '05' }],
  ['limit=5.5', { limit: '5.5' }],
  ['limit=', { limit: '' }],
  ['limit=%205', { limit: ' 5' }],
  ['limit=Infinity', { limit: 'Infinity' }],
  ['price=1e3', { price: 1000 }],
  ['price=0x10', { price: '0x10' }],
  ['sold=true', { sold: true }],
  ['sold=1', { sold: '1' }],
  ['code=007', { code: '007' }],
  ['code=7', { code: '7' }],
  ['either=7', { either: 7 }],
  ['either=all', { either: 'all' }],
  ['any=7', { any: '7' }],
  ['ids=1,2', { ids: [1, 2] }],
  ['ids=1&ids=2', { ids: [1, 2] }],
  ['ids=1%2C2', { ids: ['1,2'] }],
  ['limit=1&limit=2', { limit: ['1', '2'] }],
  ['filter[max]=3', { filter: { max: 3 } }],
  ['filter%5Bmax%5D=3', { filter: { max: 3 } }],
  ['filter=3', { filter: '3' }],
  ['code=a+b%2B', { code: 'a b+' }],
  ['code=%E0%A4%A', { code: '%E0%A4%A' }],
])('%s is read as the schema says, and left as text where it is not exactly that', (query, expected) => {
  expect(decode(query).query).toEqual(expected);
});

test('query parameters that the contract does not know are named', () => {
  expect(decode('limit=1&Limit=2&filter[max]=1&nope&a%5B%5D=1').unknown).toEqual(['Limit', 'nope', 'a[]']);
});

test('headers, cookies and path values are read with their types', () => {
  const { header, cookie, path } = decode('', { retry: '3', cookie: 'other=1; seen=4' }, 'a%2Cb,c');
  expect([header, cookie, path]).toEqual([{ Retry: 3 }, { seen: 4 }, { id: ['a,b', 'c'] }]);
});

test('names from a request do not reach a prototype', () => {
  const { query } = decode('filter[__proto__][polluted]=1&__proto__=1');
  expect(JSON.stringify(query['filter'])).toBe('{"__proto__":{"polluted":"1"}}');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('brackets without end do not exhaust the stack', () => {
  const name = `filter${'[a]'.repeat(5000)}`;
  expect(decode(`${name}=1&filter[max]=3`)).toMatchObject({ query: { filter: { max: 3 } }, unknown: [name] });
});

test('a closed exploded object takes its own members, an open one whatever nobody else declares', () => {
  const withFilter = (schema: object): DecodedParameters =>
    decodeParameters(
      operationOf({
        parameters: [
          { name: 'filter', in: 'query', schema },
          { name: 'limit', in: 'query', schema: integer },
        ],
      }),
      { url: new URL('http://shop.test/things?max=3&min=1&limit=2'), headers: new Headers(), pathValues: {} },
    );
  const closed = withFilter({ type: 'object', properties: { max: integer } });
  expect([closed.query, closed.unknown]).toEqual([{ filter: { max: 3 }, limit: 2 }, ['min']]);
  const open = withFilter({ type: 'object', additionalProperties: integer });
  expect([open.query, open.unknown]).toEqual([{ filter: { max: 3, min: 1 }, limit: 2 }, []]);
});
