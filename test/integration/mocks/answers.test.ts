import { expect, test } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { ask, CLERK, CONTRACTS } from './ask.ts';

const mocks = started(await startMocks({ schemas: CONTRACTS }));
const url = mocks.urls['parcels']!;

test('the first example of the contract is served as it is, whatever id was asked for', async () => {
  const answer = await ask(`${url}/parcels/parcel_1`, { headers: CLERK });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(answer.json).toEqual({ id: 'parcel_7', state: 'sent', weightGrams: 1200 });
});

test('headers are sent where the contract gives their value, and never made up', async () => {
  const { headers } = await ask(`${url}/parcels/parcel_1`, { headers: CLERK });
  expect(headers['cache-control']).toBe('private, max-age=5');
  expect(headers).not.toHaveProperty('x-trace');
});

test('the lowest success of the contract is the one that is served', async () => {
  const body = { weightGrams: 500, address: { city: 'Aarhus' } };
  const answer = await ask(`${url}/parcels`, { method: 'POST', headers: CLERK, body });
  expect(answer).toMatchObject({
    status: 201,
    headers: { location: '/parcels/parcel_1' },
    json: { id: 'parcel_1' },
  });
});

test('a concrete path wins over a templated one', async () => {
  expect((await ask(`${url}/parcels/newest`)).json).toEqual({
    id: 'parcel_9',
    state: 'ready',
    weightGrams: 10,
  });
});

test('without an example, data are generated that fit the schema', async () => {
  const { text } = await ask(`${url}/parcels?limit=3`);
  const parcels: { id: string; state: string }[] = JSON.parse(text);
  expect(parcels.length).toBeGreaterThanOrEqual(2);
  for (const parcel of parcels) {
    expect(parcel.id).toMatch(/^parcel_[0-9]+$/);
    expect(['ready', 'sent', 'delivered']).toContain(parcel.state);
  }
});

test('generated data depend on path and query, not on the order of the query', async () => {
  const [one, same, other] = await Promise.all(
    ['?limit=3&states=ready', '?states=ready&limit=3', '?limit=4'].map((query) =>
      ask(`${url}/parcels${query}`),
    ),
  );
  expect(one!.text).toBe(same!.text);
  expect(one!.text).not.toBe(other!.text);
});

test('processes with the same seed send the same bytes, and with another seed others', async () => {
  const texts = [];
  for (const seed of [1, 2]) {
    const twin = started(await startMocks({ schemas: CONTRACTS, seed }));
    const answers = await Promise.all(
      ['/parcels', '/depots'].map((path) => ask(`${twin.urls['parcels']!}${path}`)),
    );
    texts.push(answers.map(({ text }) => text).join());
  }
  const own = await Promise.all(['/parcels', '/depots'].map((path) => ask(`${url}${path}`)));
  expect(texts[0]).toBe(own.map(({ text }) => text).join());
  expect(texts[1]).not.toBe(texts[0]);
});

test('a recursive schema ends', async () => {
  const { status, json } = await ask(`${url}/depots`);
  expect(status).toBe(200);
  expect(json).toMatchObject({ name: expect.any(String), depots: expect.any(Array) });
});

test('an example that breaks its schema is replaced by generated data', async () => {
  const { status, json } = await ask(`${url}/wrong-example`);
  expect(status).toBe(200);
  expect(json).toMatchObject({ id: expect.stringMatching(/^parcel_/), weightGrams: expect.any(Number) });
});

test('what cannot be made is answered with 501, naming the operation', async () => {
  const { status, json } = await ask(`${url}/impossible`);
  expect(status).toBe(501);
  expect(json).toMatchObject({ status: 501, detail: expect.stringContaining('parcels.getImpossible') });
});

test('text is sent as text, and an answer without content has none', async () => {
  expect(await ask(`${url}/label`)).toMatchObject({
    text: 'To Aarhus',
    headers: { 'content-type': 'text/plain' },
  });
  const stored = await ask(`${url}/label`, {
    method: 'PUT',
    body: 'x',
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect(stored).toMatchObject({ status: 204, text: '' });
});

test.each([
  [{}, '[9,17]'],
  [{ accept: 'text/csv' }, '9,17'],
  [{ accept: 'text/*;q=0.5, application/json;q=0' }, '9,17'],
  [{ accept: 'image/png' }, '[9,17]'],
])('of several media types the accepted one is served, JSON first: %j gets %s', async (headers, text) => {
  expect((await ask(`${mocks.urls['rates']!}/hours?day=friday`, { headers })).text).toBe(text);
});

test('a 3.0 contract is served like a 3.1 one, below the path of its server', async () => {
  const { status, text } = await ask(`${mocks.urls['rates']!}/rates/EUR`, {
    headers: { authorization: 'Basic YTpi' },
  });
  expect(status).toBe(200);
  const { currency, rate, previous }: { currency: string; rate: number; previous: unknown } =
    JSON.parse(text);
  expect(['EUR', 'USD']).toContain(currency);
  expect(rate > 0 && rate < 2).toBe(true);
  expect(previous === null || typeof previous === 'number').toBe(true);
});
