import { expect, test } from '@jest/globals';
import type { BoundField } from '../../../gateway/binding/model.ts';
import type { Json } from '../../../gateway/contract/index.ts';
import {
  createBound,
  createContract,
  field,
  leaf,
  list,
  object,
  operationOf,
  rest,
  shape,
} from './create-bound.ts';
import { type FakeAnswer, fakeUpstream, runOperation, valueAt } from './run-operation.ts';

const shop = createContract('shop', { getThing: 'GET /thing' });

/** An answer with this `x`. */
function withX(x: Json): FakeAnswer {
  return { body: { x } };
}

/** The field `x` of one object over one answer. */
async function readX(type: string, x: BoundField, answer: FakeAnswer, selection = 'x') {
  const thing = shape('Thing', { x });
  const sdl = `
    type Query { thing: Thing }
    type Thing { x: ${type} }
    type Inner { y: Int }
    enum Colour { RED GREEN }
    scalar JSON
  `;
  const { data, errors } = await runOperation(
    createBound({
      sdl,
      query: shape('Query', { thing: rest(operationOf(shop, 'getThing'), object(thing)) }),
    }),
    fakeUpstream({ 'shop.getThing': () => answer }),
    `{ thing { ${selection} } }`,
  );
  return { x: valueAt(data, 'thing', 'x'), errors };
}

test.each<[string, Json, unknown]>([
  ['String', 'text', 'text'],
  ['String', null, null],
  ['ID', 'a-1', 'a-1'],
  ['ID', 7, '7'],
  ['Int', -2_147_483_648, -2_147_483_648],
  ['Float', 1.5, 1.5],
  ['Float', 3, 3],
  ['Boolean', false, false],
  ['JSON', { a: [1, null, { b: true }] }, { a: [1, null, { b: true }] }],
])('reads %s from %j', async (type, json, expected) => {
  expect(await readX(type, field('x', leaf(type)), withX(json))).toEqual({ x: expected, errors: [] });
});

test.each<[string, Json]>([
  ['String', 5],
  ['String', { a: 1 }],
  ['ID', 1.5],
  ['ID', true],
  ['Int', '5'],
  ['Int', 1.5],
  ['Int', 2_147_483_648],
  ['Int', true],
  ['Float', '1'],
  ['Boolean', 0],
  ['Boolean', 'true'],
])(
  'GQL-08 answers CONTRACT_VIOLATED with the place when %s is %j, and never the value',
  async (type, json) => {
    const { x, errors } = await readX(type, field('x', leaf(type)), withX(json));

    expect(x).toBeNull();
    expect(errors).toEqual([
      { path: 'thing.x', extensions: { code: 'CONTRACT_VIOLATED', service: 'shop', pointer: '/x' } },
    ]);
  },
);

test('translates enum values, and answers CONTRACT_VIOLATED to one that it does not know', async () => {
  const fromWire = new Map<Json, string>([
    ['red-ish', 'RED'],
    [2, 'GREEN'],
  ]);

  expect(await readX('Colour', field('x', leaf('Colour', fromWire)), withX(2))).toEqual({
    x: 'GREEN',
    errors: [],
  });
  expect(await readX('Colour', field('x', leaf('Colour')), withX('RED'))).toEqual({ x: 'RED', errors: [] });
  expect((await readX('Colour', field('x', leaf('Colour', fromWire)), withX('RED'))).errors).toMatchObject([
    { extensions: { code: 'CONTRACT_VIOLATED', pointer: '/x' } },
  ]);
  expect((await readX('Colour', field('x', leaf('Colour')), withX('BLUE'))).errors).toMatchObject([
    { extensions: { code: 'CONTRACT_VIOLATED' } },
  ]);
});

test('reads nested places, indices, the whole body, headers and the status', async () => {
  const answer = {
    status: 203,
    headers: { 'x-total': '12', etag: '"v1"' },
    body: { a: { 'b/c': [{ d: 1 }, { d: 2 }] }, top: 3 },
  };

  expect((await readX('Int', field('a.b/c.1.d', leaf('Int')), answer)).x).toBe(2);
  expect((await readX('Int', field('a.b/c.7.d', leaf('Int')), answer)).x).toBeNull();
  expect((await readX('Int', field('a.nothing.d', leaf('Int')), answer)).x).toBeNull();
  expect((await readX('Int', field('$body.top', leaf('Int')), answer)).x).toBe(3);
  expect((await readX('Int', field('$headers.X-Total', leaf('Int')), answer)).x).toBe(12);
  expect((await readX('String', field('$headers.ETag', leaf('String')), answer)).x).toBe('"v1"');
  expect((await readX('Int', field('$headers.x-other', leaf('Int')), answer)).x).toBeNull();
  expect((await readX('Int', field('$status', leaf('Int')), answer)).x).toBe(203);
  expect((await readX('Int', field('top.d', leaf('Int')), answer)).errors).toMatchObject([
    { extensions: { code: 'CONTRACT_VIOLATED', pointer: '/top' } },
  ]);
  expect((await readX('Int', field('a.b/c.d', leaf('Int')), answer)).errors).toMatchObject([
    { extensions: { code: 'CONTRACT_VIOLATED', pointer: '/a/b~1c' } },
  ]);
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'GQL-08 reads own properties only: %s',
  async (name) => {
    expect((await readX('JSON', field(name, leaf('JSON')), { body: {} })).x).toBeNull();
    const own: Json = JSON.parse(`{ "${name}": { "admin": true } }`);
    expect((await readX('JSON', field(name, leaf('JSON')), { body: own })).x).toEqual({ admin: true });
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  },
);

test('nulls a wrong item of a list at its place, and keeps its neighbours', async () => {
  const inner = shape('Inner', { y: field('y', leaf('Int')) });

  const { x, errors } = await readX(
    '[Inner]',
    field('x', list(object(inner))),
    withX([{ y: 1 }, 'oops', null, { y: 'two' }]),
    'x { y }',
  );

  expect(x).toEqual([{ y: 1 }, null, null, { y: null }]);
  expect(errors.map(({ path, extensions }) => [path, extensions['pointer']])).toEqual([
    ['thing.x.1', '/x/1'],
    ['thing.x.3.y', '/x/3/y'],
  ]);
});

test('answers CONTRACT_VIOLATED to a list that is longer than its bound, at every depth', async () => {
  const nested = list(list(leaf('Int'), 2), 2);

  expect((await readX('[[Int]]', field('x', nested), withX([[1, 2], [3]]))).x).toEqual([[1, 2], [3]]);
  expect((await readX('[[Int]]', field('x', nested), withX([[1], [2], [3]]))).errors).toMatchObject([
    { path: 'thing.x', extensions: { code: 'CONTRACT_VIOLATED', pointer: '/x' } },
  ]);
  const inner = await readX('[[Int]]', field('x', nested), withX([[1], [1, 2, 3]]));
  expect(inner.x).toEqual([[1], null]);
  expect(inner.errors).toMatchObject([
    { path: 'thing.x.1', extensions: { code: 'CONTRACT_VIOLATED', pointer: '/x/1' } },
  ]);
});

test('GQL-08 refuses JSON that is too deep to be sent on', async () => {
  const deep: Json = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);

  const { x, errors } = await readX('JSON', field('x', leaf('JSON')), withX(deep));

  expect(x).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'CONTRACT_VIOLATED', pointer: '/x' } }]);
});
