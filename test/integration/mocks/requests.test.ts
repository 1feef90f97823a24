import { expect, test } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { ask, CLERK, CONTRACTS } from './ask.ts';

const mocks = started(await startMocks({ schemas: CONTRACTS }));
const url = mocks.urls['parcels']!;

const order = { weightGrams: 500, address: { city: 'Aarhus' } };
const create = (body: unknown, headers: Readonly<Record<string, string>> = CLERK) =>
  ask(`${url}/parcels`, { method: 'POST', headers, body });

test('without credentials a secured operation answers 401 and says what it wants', async () => {
  const answer = await ask(`${url}/parcels/parcel_1`);
  expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="parcels"' } });
  expect(answer.json).toMatchObject({ status: 401, instance: '/parcels/parcel_1' });
});

test.each(['Bearer abc', 'Test', 'Basic YTpi'])('%s is no test credential', async (authorization) => {
  expect((await ask(`${url}/parcels/parcel_1`, { headers: { authorization } })).status).toBe(401);
});

test('a caller whose token lacks a scope is answered 403 with what is missing', async () => {
  const answer = await ask(`${url}/parcels/parcel_1`, {
    headers: { authorization: 'Test mara parcels:read' },
  });
  expect(answer).toMatchObject({ status: 403, json: { detail: expect.stringContaining('parcels:list') } });
  expect(answer.headers['www-authenticate']).toContain('scope="parcels:list"');
});

test('one of two alternative schemes is enough', async () => {
  expect((await create(order, { 'x-key': 'k' })).status).toBe(201);
  expect((await create(order, { authorization: 'Test mara parcels:write' })).status).toBe(201);
  expect((await create(order, {})).status).toBe(401);
  expect((await create(order, { authorization: 'Test mara parcels:read' })).status).toBe(403);
});

test('a basic scheme asks for basic credentials and believes them', async () => {
  const rates = mocks.urls['rates']!;
  expect((await ask(`${rates}/rates/EUR`, { headers: CLERK })).headers['www-authenticate']).toBe(
    'Basic realm="rates"',
  );
  expect((await ask(`${rates}/rates/EUR`, { headers: { authorization: 'Basic YTpi' } })).status).toBe(200);
});

test.each([
  ['/parcels?limit=0', '#/limit', 'minimum'],
  ['/parcels?limit=two', '#/limit', 'type'],
  ['/parcels?states=ready,lost', '#/states/1', 'enum'],
  ['/parcels?limt=2', '#/limt', 'unknown'],
  ['/parcels/p1', '#/id', 'pattern'],
])('%s is answered 400, naming %s and the rule %s', async (path, pointer, rule) => {
  const answer = await ask(`${url}${path}`, { headers: CLERK });
  expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } });
  expect(answer.json).toMatchObject({ status: 400, errors: [{ pointer, rule, detail: expect.any(String) }] });
});

test('a body that breaks the contract is answered 422 with every mistake', async () => {
  const answer = await create({ weightGrams: 0, address: {}, colour: 'red' });
  expect(answer.status).toBe(422);
  const { errors }: { errors: { pointer: string }[] } = JSON.parse(answer.text);
  expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(['#', '#/address/city', '#/weightGrams']);
});

test.each([
  ['from=EUR&amounts=5&amounts=7', 204, []],
  ['from=EUR&amounts[]=5', 204, []],
  ['from=USD&amounts=0', 422, ['#/amounts/0 minimum', '#/from enum']],
  ['amounts=one&to=DKK', 422, ['# additionalProperties', '#/amounts/0 type', '#/from required']],
])('the form %s is answered %i', async (body, status, mistakes) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await ask(`${mocks.urls['rates']!}/exchanges`, { method: 'POST', headers, body });
  expect(answer.status).toBe(status);
  const { errors }: { errors: { pointer: string; rule: string }[] } =
    answer.text === '' ? { errors: [] } : JSON.parse(answer.text);
  expect(errors.map(({ pointer, rule }) => `${pointer} ${rule}`).toSorted()).toEqual(mistakes);
});

test('a required body that is missing is answered 422, and one that is no JSON 400', async () => {
  expect((await create(undefined)).json).toMatchObject({
    status: 422,
    errors: [{ pointer: '#', rule: 'required' }],
  });
  expect((await create('{"weightGrams":', CLERK)).status).toBe(400);
});

test('a media type that the contract does not take is answered 415', async () => {
  const answer = await create('weightGrams=5', {
    ...CLERK,
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(answer).toMatchObject({ status: 415, headers: { accept: 'application/json' } });
});

test('an unknown path is answered 404, and a known one with another method 405', async () => {
  expect((await ask(`${url}/nowhere`)).json).toMatchObject({ status: 404, instance: '/nowhere' });
  expect((await ask(`${mocks.urls['rates']!.replace('/v1', '')}/rates/EUR`)).status).toBe(404);
  expect(await ask(`${url}/parcels`, { method: 'DELETE' })).toMatchObject({
    status: 405,
    headers: { allow: 'GET, POST' },
  });
});

test('an operation that declares only one of 400 and 422 answers with that one', async () => {
  const rates = mocks.urls['rates']!;
  const closed = await ask(`${rates}/closed`, { method: 'PUT', body: { until: 'tomorrow' } });
  expect(closed.json).toMatchObject({ status: 400, errors: [{ pointer: '#/until', rule: 'format' }] });
  expect((await ask(`${rates}/hours`)).json).toMatchObject({
    status: 422,
    errors: [{ pointer: '#/day', rule: 'required' }],
  });
});

test('where the contract has its own form for an error, that one is served', async () => {
  const answer = await ask(`${mocks.urls['rates']!}/rates/XYZ`, { headers: { authorization: 'Basic YTpi' } });
  expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/json' } });
  expect(answer.json).toEqual({ error: 'bad request' });
});

const post = (body: string) => ask(`${url}/parcels`, { method: 'POST', headers: CLERK, body });

test('a body of more than 10 MiB is answered 413, and one of 10 MiB is read', async () => {
  expect((await post(' '.repeat(10 * 1024 * 1024))).status).toBe(400);
  expect((await post(' '.repeat(10 * 1024 * 1024 + 1))).status).toBe(413);
});

test('a body without a length is counted while it comes', async () => {
  const body = new Blob([Buffer.alloc(10 * 1024 * 1024 + 1)]).stream();
  const headers = { ...CLERK, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/parcels`, { method: 'POST', headers, body, duplex: 'half' });
  expect(answer.status).toBe(413);
});
