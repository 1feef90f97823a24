import { describe, expect, test } from '@jest/globals';
import { encodeRequest } from '#contract';
import { operationOf } from './contract-of.ts';

const COLORS = ['blue', 'black', 'brown'];
const RGB = { R: 100, G: 200, B: 150 };

/** The examples of OpenAPI 3.1.1, section 4.8.12.5, for a parameter named `color`. */
describe.each([
  ['path', 'matrix', false, null, ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
  ['path', 'matrix', true, null, ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
  ['path', 'label', false, null, '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
  ['path', 'label', true, null, '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
  ['path', 'simple', false, null, 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
  ['path', 'simple', true, null, 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
  ['query', 'form', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
  ['query', 'form', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
  [
    'query',
    'spaceDelimited',
    false,
    null,
    null,
    'color=blue%20black%20brown',
    'color=R%20100%20G%20200%20B%20150',
  ],
  [
    'query',
    'pipeDelimited',
    false,
    null,
    null,
    'color=blue%7Cblack%7Cbrown',
    'color=R%7C100%7CG%7C200%7CB%7C150',
  ],
  ['query', 'deepObject', true, null, null, null, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
] as const)('in %s with style %s, explode %s', (place, style, explode, empty, text, list, object) => {
  const path = place === 'path' ? '/x/{color}' : '/x';
  const operation = operationOf(
    { parameters: [{ name: 'color', in: place, style, explode, required: true }] },
    { path },
  );
  const written = (color: unknown): string =>
    encodeRequest(operation, { parameters: { color } }).path.slice(
      place === 'path' ? '/x/'.length : '/x?'.length,
    );

  test('values are written as the specification shows', () => {
    const rows = [
      ['blue', text],
      [COLORS, list],
      [RGB, object],
      ['', empty],
    ].filter(([, expected]) => expected !== null);
    expect(rows.map(([color]) => written(color))).toEqual(rows.map(([, expected]) => expected));
  });
});

const getThing = operationOf(
  {
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
      { name: 'q', in: 'query', schema: { type: 'string' } },
      { name: 'filter', in: 'query', schema: { type: 'object' } },
      { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
      { name: 'Tags', in: 'header', schema: { type: 'array' } },
      { name: 'session', in: 'cookie', schema: { type: 'string' } },
    ],
  },
  { path: '/things/{id}/parts' },
);

function pathFor(id: unknown): string {
  return encodeRequest(getThing, { parameters: { id } }).path;
}

test.each([
  ['../../admin', '/things/..%2F..%2Fadmin/parts'],
  ['..%2f', '/things/..%252f/parts'],
  ['1?x=', '/things/1%3Fx%3D/parts'],
  ['1#', '/things/1%23/parts'],
  ['//evil', '/things/%2F%2Fevil/parts'],
  ['..\\admin', '/things/..%5Cadmin/parts'],
  ['a;b=c', '/things/a%3Bb%3Dc/parts'],
  ['a\r\nX-Admin: 1', '/things/a%0D%0AX-Admin%3A%201/parts'],
  ['a\u0000\u007f', '/things/a%00%7F/parts'],
  ['...', '/things/.../parts'],
  ['ø', '/things/%C3%B8/parts'],
])('the path value %j stays one segment', (id, path) => {
  expect(pathFor(id)).toBe(path);
  expect(new URL(path, 'http://shop.test').pathname.split('/')).toHaveLength(4);
});

test.each([['.'], ['..'], [''], ['a'.repeat(2049)], ['\ud800'], [['.']], [['']], [[]], [{}]])(
  'the path value %j is refused with BAD_USER_INPUT and the name of its parameter',
  (id) => {
    expect(() => pathFor(id)).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        detail: { fields: [{ pointer: '/id', reason: expect.stringMatching(/^[A-Za-z]+$/) }] },
      }),
    );
  },
);

function named(name: string): object {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

test('values that are harmless alone are refused where they make a dot segment together', () => {
  const operation = operationOf({ parameters: [named('a'), named('b')] }, { path: '/x/{a}{b}' });
  const label = operationOf(
    { parameters: [{ ...named('a'), style: 'label', explode: true }] },
    { path: '/x/{a}' },
  );
  expect(encodeRequest(operation, { parameters: { a: ['.'], b: 'a' } }).path).toBe('/x/.a');
  expect(() => encodeRequest(operation, { parameters: { a: ['.'], b: ['.'] } })).toThrow('not acceptable');
  expect(() => encodeRequest(label, { parameters: { a: ['.'] } })).toThrow('not acceptable');
  expect(() => encodeRequest(label, { parameters: { a: [''] } })).toThrow('not acceptable');
});

test('dots are refused for a path parameter in every style', () => {
  const operation = operationOf({ parameters: [{ ...named('a'), style: 'matrix' }] }, { path: '/x/{a}' });
  expect(() => encodeRequest(operation, { parameters: { a: '..' } })).toThrow('not acceptable');
});

test.each([['a\r\nX-Admin: 1'], ['a\nb'], ['a\u0000b'], ['ø'], ['\u007f']])(
  'the header value %j is refused',
  (value) => {
    expect(() => encodeRequest(getThing, { parameters: { id: '1', 'X-Trace': value } })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    );
  },
);

test('a header is sent verbatim under its lower-case name, and a list in it joined by commas', () => {
  const { headers } = encodeRequest(getThing, {
    parameters: { id: '1', 'X-Trace': '"50 %" %2F', Tags: ['a', 'b'] },
  });
  expect(headers).toEqual({ 'x-trace': '"50 %" %2F', tags: 'a,b' });
});

test('an item that would become two items is refused where the style cannot escape it', () => {
  expect(() => encodeRequest(getThing, { parameters: { id: '1', Tags: ['a,b'] } })).toThrow('not acceptable');
});

test('a cookie value cannot start another cookie', () => {
  const { headers } = encodeRequest(getThing, { parameters: { id: '1', session: 'a; admin=1' } });
  expect(headers['cookie']).toBe('session=a%3B%20admin%3D1');
});

test('a query value cannot start another parameter, and a member of an exploded object cannot pose as one', () => {
  expect(encodeRequest(getThing, { parameters: { id: '1', q: 'a&ids=2#' } }).path).toBe(
    '/things/1/parts?q=a%26ids%3D2%23',
  );
  expect(() => encodeRequest(getThing, { parameters: { id: '1', filter: { ids: '2' } } })).toThrow(
    expect.objectContaining({ detail: { fields: [{ pointer: '/filter', reason: 'propertyNames' }] } }),
  );
});

test('allowReserved leaves reserved characters alone, but not those that end the value', () => {
  const operation = operationOf({ parameters: [{ name: 'url', in: 'query', allowReserved: true }] });
  const { path } = encodeRequest(operation, { parameters: { url: 'http://a/b?c=d&e+f#g [h]' } });
  expect(path).toBe('/things?url=http://a/b?c=d%26e%2Bf%23g%20%5Bh%5D');
});

test('a member of a deepObject cannot name a deeper one', () => {
  const operation = operationOf({ parameters: [{ name: 'filter', in: 'query', style: 'deepObject' }] });
  expect(() => encodeRequest(operation, { parameters: { filter: { 'a][b': 1 } } })).toThrow('not acceptable');
});

test('null, undefined and empty lists are left out', () => {
  expect(encodeRequest(getThing, { parameters: { id: '1', q: null, ids: [], filter: undefined } })).toEqual({
    method: 'GET',
    path: '/things/1/parts',
    headers: {},
    body: undefined,
  });
  expect(encodeRequest(getThing, { parameters: { id: '1', ids: ['a', null, 'b'] } }).path).toBe(
    '/things/1/parts?ids=a&ids=b',
  );
});

test('two parameters of one name are told apart by their place', () => {
  const operation = operationOf(
    {
      parameters: [
        { name: 'id', in: 'path', required: true },
        { name: 'id', in: 'query' },
      ],
    },
    { path: '/x/{id}' },
  );
  expect(encodeRequest(operation, { parameters: { 'path.id': 1, 'query.id': 2 } }).path).toBe('/x/1?id=2');
});

test('a mistake of the caller is a TypeError, never something a client is told', () => {
  expect(() => encodeRequest(getThing, { parameters: {} })).toThrow(
    new TypeError('shop.test needs the path parameter id.'),
  );
  expect(() => encodeRequest(getThing, { parameters: { id: null } })).toThrow(TypeError);
  expect(() => encodeRequest(getThing, { parameters: { id: '1', nope: 1 } })).toThrow(
    'shop.test has no parameter nope.',
  );
  expect(() => encodeRequest(getThing, { parameters: { id: '1', q: Number.NaN } })).toThrow(TypeError);
  expect(() => encodeRequest(getThing, { parameters: { id: '1', ids: [['a']] } })).toThrow(TypeError);
});

test('no parameter is read from a prototype', () => {
  const operation = operationOf({ parameters: [{ name: 'constructor', in: 'query' }] });
  expect(encodeRequest(operation, { parameters: {} }).path).toBe('/things');
});
