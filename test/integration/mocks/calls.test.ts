import { beforeEach, expect, test } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { control, startMocks } from '../../support/mock-servers.ts';
import { ask, CLERK, CONTRACTS } from './ask.ts';

const mocks = started(await startMocks({ schemas: CONTRACTS }));
const url = mocks.urls['parcels']!;

beforeEach(() => mocks.reset());

test('every call is kept with its operation, query, status and body', async () => {
  const body = { weightGrams: 5, address: { city: 'Aarhus' } };
  await ask(`${url}/parcels?limit=2`);
  await ask(`${url}/parcels`, { method: 'POST', headers: CLERK, body });
  await ask(`${url}/nowhere`);
  const calls = await mocks.calls('parcels');
  expect(calls).toMatchObject([
    { operation: 'parcels.listParcels', method: 'GET', path: '/parcels?limit=2', status: 200 },
    { operation: 'parcels.createParcel', method: 'POST', path: '/parcels', status: 201, body },
    { operation: null, path: '/nowhere', status: 404 },
  ]);
  expect(calls[0]).not.toHaveProperty('body');
  expect(Date.parse(calls[0]!.at)).toBeGreaterThan(Date.now() - 60_000);
});

test('of credentials only the scheme and the test subject are kept', async () => {
  await ask(`${url}/parcels/newest`, { headers: { authorization: 'Test mara parcels:read' } });
  await ask(`${url}/parcels/newest`, { headers: { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.secret' } });
  const calls = await mocks.calls('parcels');
  expect(calls.map(({ headers }) => headers.authorization)).toEqual(['Test mara', 'Bearer']);
});

test('a call that is still being served has no status yet', async () => {
  await mocks.fault('parcels', { latencyMs: 600_000 });
  const controller = new AbortController();
  const waiting = fetch(`${url}/parcels/newest`, { signal: controller.signal }).catch(() => 'gone');
  let calls = await mocks.calls('parcels');
  while (calls.length === 0) calls = await mocks.calls('parcels');
  expect(calls).toMatchObject([{ operation: 'parcels.getNewestParcel', status: null }]);
  controller.abort();
  expect(await waiting).toBe('gone');
});

test('only the last 1,000 calls are kept', async () => {
  const paths = Array.from({ length: 1_010 }, (_, index) => `/nowhere/${index}`);
  while (paths.length > 0) await Promise.all(paths.splice(0, 50).map((path) => ask(`${url}${path}`)));
  const calls = await mocks.calls('parcels');
  expect(calls).toHaveLength(1_000);
  expect(calls.map(({ path }) => path)).not.toContain('/nowhere/0');
});

test('calls are forgotten on DELETE, and together with faults on a reset', async () => {
  await ask(`${url}/label`);
  await control(url, 'DELETE', '/__calls');
  expect(await mocks.calls('parcels')).toEqual([]);
  await ask(`${url}/label`);
  await mocks.fault('parcels', { status: 500 });
  await mocks.reset();
  expect(await mocks.calls('parcels')).toEqual([]);
  expect(JSON.parse(await control(url, 'GET', '/__faults'))).toEqual([]);
});

test('control paths are no calls, answer only their methods, and stand below a prefix as well', async () => {
  const refused = await ask(`${url}/__reset`);
  expect(refused).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  const rates = mocks.urls['rates']!;
  expect(rates).toMatch(/\/v1$/);
  await ask(`${rates}/closed`);
  const origin = new URL(rates).origin;
  expect((await ask(`${origin}/__calls`)).json).toEqual((await ask(`${rates}/__calls`)).json);
  expect(await mocks.calls('rates')).toMatchObject([{ path: '/v1/closed', status: 204 }]);
});
