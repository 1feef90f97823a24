import { expect, test } from '@jest/globals';
import type { RestField } from '../../../gateway/binding/model.ts';
import { GatewayError } from '../../../gateway/errors.ts';
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

const shop = createContract('shop', {
  getThing: 'GET /thing',
  getOther: 'GET /other',
  deleteThing: 'DELETE /thing',
});
const thing = shape('Thing', { id: field('id', leaf('ID')) });
const SDL = `
  type Query { thing: Thing things: [Thing] ok: Boolean name: String other: Thing group: Group! }
  type Group { thing: Thing other: Thing }
  type Thing { id: ID self: Thing }
`;

async function ask(name: string, bound: RestField, answer: FakeAnswer) {
  const upstream = fakeUpstream({ [bound.call.operation.coordinate]: () => answer });
  const selection = bound.value.kind === 'object' || bound.value.kind === 'list' ? `${name} { id }` : name;
  const { data, errors } = await runOperation(
    createBound({ sdl: SDL, query: shape('Query', { [name]: bound }) }),
    upstream,
    `{ ${selection} }`,
  );
  return {
    value: valueAt(data, name),
    codes: errors.map(({ extensions }) => extensions['code']),
  };
}

const getThing = operationOf(shop, 'getThing');

test('reads the value where `at` says', async () => {
  const bound = rest(getThing, list(object(thing)), { at: 'page.items' });

  expect(await ask('things', bound, { body: { page: { items: [{ id: '1' }] } } })).toEqual({
    value: [{ id: '1' }],
    codes: [],
  });
  expect(await ask('things', bound, { body: { page: null } })).toEqual({ value: null, codes: [] });
});

test.each([
  ['NULL', 404, null, []],
  ['FALSE', 404, false, []],
  ['ERROR', 404, null, ['UPSTREAM_NOT_FOUND']],
  ['NULL', 410, null, ['UPSTREAM_REJECTED']],
  ['NULL', 500, null, ['UPSTREAM_FAILED']],
] as const)('missing: %s makes of status %i: %j %j', async (missing, status, value, codes) => {
  const bound = rest(operationOf(shop, 'deleteThing'), { kind: 'success' }, { missing });

  expect(await ask('ok', bound, { status })).toEqual({ value, codes });
});

test('a Boolean over an operation without a body is true on success', async () => {
  const bound = rest(operationOf(shop, 'deleteThing'), { kind: 'success' });

  expect(await ask('ok', bound, { status: 204 })).toEqual({ value: true, codes: [] });
  expect(await ask('ok', bound, { status: 200, body: { anything: 1 } })).toEqual({ value: true, codes: [] });
});

test('an object over an answer without a body is an empty one; a leaf is null', async () => {
  expect(await ask('thing', rest(getThing, object(thing)), { status: 204 })).toEqual({
    value: { id: null },
    codes: [],
  });
  expect(await ask('name', rest(getThing, leaf('String')), { status: 204 })).toEqual({
    value: null,
    codes: [],
  });
});

test('identical reads of one request are one call, also through groups', async () => {
  const bound = rest(getThing, object(thing));
  const group = shape('Group', { thing: bound });
  const query = shape('Query', { thing: bound, group: { kind: 'group', shape: group } });
  const upstream = fakeUpstream({ 'shop.getThing': () => ({ body: { id: '1' } }) });

  const { data } = await runOperation(
    createBound({ sdl: SDL, query }),
    upstream,
    '{ thing { id } again: thing { id } group { thing { id } } }',
  );

  expect(upstream.log).toHaveLength(1);
  expect(data).toEqual({ thing: { id: '1' }, again: { id: '1' }, group: { thing: { id: '1' } } });
});

test('REL-19 nulls the fields of the service that fails, with code and path, and keeps the others', async () => {
  const query = shape('Query', {
    thing: rest(getThing, object(thing)),
    other: rest(operationOf(shop, 'getOther'), object(thing)),
  });
  const upstream = fakeUpstream({
    'shop.getThing': () => Promise.reject(new GatewayError('UPSTREAM_UNAVAILABLE', { service: 'shop' })),
    'shop.getOther': () => ({ body: { id: '2' } }),
  });

  const result = await runOperation(
    createBound({ sdl: SDL, query }),
    upstream,
    '{ thing { id } other { id } }',
  );

  expect(result).toEqual({
    data: { thing: null, other: { id: '2' } },
    errors: [{ path: 'thing', extensions: { code: 'UPSTREAM_UNAVAILABLE', service: 'shop' } }],
  });
});
