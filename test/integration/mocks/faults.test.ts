import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeEach, expect, test } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { control, startMocks } from '../../support/mock-servers.ts';
import { ask, CLERK, CONTRACTS } from './ask.ts';

const mocks = started(await startMocks({ schemas: CONTRACTS }));
const url = mocks.urls['parcels']!;

beforeEach(() => mocks.reset());

const newest = () => ask(`${url}/parcels/newest`);
const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: { code?: string }) => error.code,
  );

test('a latency holds the answer back and changes nothing else', async () => {
  await mocks.fault('parcels', { latencyMs: 150 });
  const startedAt = performance.now();
  expect((await newest()).status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(145);
});

test('a status that the contract declares is answered with the contract’s own body', async () => {
  await mocks.fault('parcels', { status: 409 });
  const answer = await ask(`${url}/parcels`, { method: 'POST', headers: CLERK, body: {} });
  expect(answer).toMatchObject({ status: 409, json: { reason: 'The depot is full.' } });
});

test('a status that the contract does not declare is answered with a problem', async () => {
  await mocks.fault('parcels', { status: 503 });
  const answer = await newest();
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json).toMatchObject({
    status: 503,
    title: 'Service Unavailable',
    instance: '/parcels/newest',
  });
});

test('a reset ends the connection without an answer', async () => {
  await mocks.fault('parcels', { reset: true });
  expect(await failure(newest())).toBe('ECONNRESET');
  expect(await mocks.calls('parcels')).toMatchObject([
    { operation: 'parcels.getNewestParcel', status: null },
  ]);
});

test('a fault with times gives way when it is used up', async () => {
  await mocks.fault('parcels', { status: 500, times: 2 });
  const statuses = [await newest(), await newest(), await newest()].map(({ status }) => status);
  expect(statuses).toEqual([500, 500, 200]);
  expect(JSON.parse(await control(url, 'GET', '/__faults'))).toEqual([]);
});

test('a fault of one operation, by id or coordinate, leaves the others alone', async () => {
  await mocks.fault('parcels', { operation: 'getNewestParcel', status: 500 });
  await mocks.fault('parcels', { operation: 'parcels.getLabel', status: 502 });
  const statuses = await Promise.all(
    ['/parcels/newest', '/label', '/depots'].map((path) => ask(`${url}${path}`)),
  );
  expect(statuses.map(({ status }) => status)).toEqual([500, 502, 200]);
});

test('the newest fault is met first, PUT leaves only its own, and DELETE takes all away', async () => {
  await mocks.fault('parcels', { status: 500 });
  await mocks.fault('parcels', { status: 502, times: 1 });
  expect([await newest(), await newest()].map(({ status }) => status)).toEqual([502, 500]);
  const left = await control(url, 'PUT', '/__faults', { status: 504 });
  expect(JSON.parse(left)).toEqual([{ status: 504 }]);
  await control(url, 'DELETE', '/__faults');
  expect((await newest()).status).toBe(200);
});

test('a service that is down closes its connections, answers nothing, and still obeys its control paths', async () => {
  const idle = connect(Number(new URL(url).port), '127.0.0.1');
  idle.write('GET /parcels/newest HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await once(idle, 'data');
  await mocks.fault('parcels', { down: true });
  await mocks.calls('parcels');
  expect(idle.closed).toBe(true);
  expect(await failure(newest())).toBe('UND_ERR_SOCKET');
  expect(await failure(ask(`${url}/nowhere`))).toBe('UND_ERR_SOCKET');
  expect(await mocks.calls('parcels')).toMatchObject([{ status: 200 }, { status: null }, { status: null }]);
  expect(JSON.parse(await control(url, 'GET', '/__faults'))).toEqual([{ down: true }]);
  expect((await ask(`${mocks.urls['rates']!}/closed`)).status).toBe(204);
  await control(url, 'POST', '/__reset');
  expect((await newest()).status).toBe(200);
});

test('going down ends requests that are being served', async () => {
  await mocks.fault('parcels', { latencyMs: 600_000 });
  const waiting = failure(newest());
  while ((await mocks.calls('parcels')).length === 0);
  await control(url, 'PUT', '/__faults', { down: true });
  expect(await waiting).toBe('UND_ERR_SOCKET');
});

test.each([
  [{ down: true, status: 500 }, '#/down'],
  [{ reset: true, status: 500 }, '#/reset'],
  [{ latencyMs: '5' }, '#/latencyMs'],
  [{ status: 99 }, '#/status'],
  [{ garbage: true, violation: true }, '#/garbage'],
  [{ reset: true, truncated: true }, '#/reset'],
  [{ truncated: true, slowBodyMs: 5 }, '#/truncated'],
  [{ down: true, rate: 0.5 }, '#/down'],
  [{ status: 500, rate: 0 }, '#/rate'],
  [{ status: 500, rate: 1.5 }, '#/rate'],
  [{ jitterMs: 0 }, '#/jitterMs'],
  [{ garbage: false }, '#'],
  [{ latency: 5 }, '#'],
  [{ times: 2 }, '#'],
  [{ operation: 'getNothing', reset: true }, '#/operation'],
  ['down', '#'],
])('the fault %j is refused, naming %s', async (fault, pointer) => {
  const answer = await ask(`${url}/__faults`, { method: 'POST', body: JSON.stringify(fault) });
  expect(answer.status).toBe(400);
  const { errors }: { errors: { pointer: string }[] } = JSON.parse(answer.text);
  expect(errors.map((error) => error.pointer)).toContain(pointer);
  expect(JSON.parse(await control(url, 'GET', '/__faults'))).toEqual([]);
});
