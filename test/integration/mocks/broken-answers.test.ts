import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeEach, expect, test } from '@jest/globals';
import { createValidators, loadContracts } from '#contract';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { ask, CLERK, CONTRACTS } from './ask.ts';

const mocks = started(await startMocks({ schemas: CONTRACTS }));
const url = mocks.urls['parcels']!;
const [parcels] = await loadContracts(CONTRACTS);
const validators = createValidators(parcels!);
const operation = (id: string) => parcels!.operationsById.get(id)!;

beforeEach(() => mocks.reset());

/** Everything that one connection brings until it is closed. */
async function readRaw(path: string, method = 'GET'): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
  });
  await once(socket, 'close');
  return text;
}

const bodyOf = (raw: string) => raw.slice(raw.indexOf('\r\n\r\n') + 4);
const announcedLength = (raw: string) => Number(/content-length: (\d+)/i.exec(raw)?.[1]);

test('garbage keeps status and media type, and has a body that is neither JSON nor text', async () => {
  await mocks.fault('parcels', { garbage: true });
  const raw = await readRaw('/parcels/newest');
  expect(raw).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(raw).toMatch(/content-type: application\/json\r\n/i);
  const bytes = Buffer.from(bodyOf(raw), 'latin1');
  expect(bytes.byteLength).toBe(announcedLength(raw));
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow('not valid');
});

test('a truncated answer announces its whole length, sends half of it, and ends the connection', async () => {
  const whole = bodyOf(await readRaw('/parcels/newest'));
  await mocks.fault('parcels', { truncated: true });
  const raw = await readRaw('/parcels/newest');
  expect(announcedLength(raw)).toBe(whole.length);
  expect(bodyOf(raw)).toBe(whole.slice(0, Math.floor(whole.length / 2)));
  await expect(ask(`${url}/parcels/newest`)).rejects.toMatchObject({
    code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  });
});

test('where there is no body to truncate, the head is', async () => {
  await mocks.fault('parcels', { truncated: true });
  expect(await readRaw('/label', 'HEAD')).toBe('HTTP/1.1 405 ');
  await expect(ask(`${url}/label`, { method: 'PUT' })).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
});

test('a slow body sends its head at once, then piece after piece', async () => {
  const whole = (await ask(`${url}/parcels/newest`)).text;
  await mocks.fault('parcels', { slowBodyMs: 400 });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const startedAt = performance.now();
  const arrivals: number[] = [];
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    arrivals.push(performance.now() - startedAt);
    text += piece;
  });
  socket.write('GET /parcels/newest HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
  await once(socket, 'close');
  expect(arrivals.length).toBeGreaterThan(8);
  expect(arrivals[0]).toBeLessThan(200);
  expect(arrivals.at(-1)).toBeGreaterThanOrEqual(390);
  expect(bodyOf(text)).toBe(whole);
});

test('a violation keeps status and media type, and breaks the contract in another place each time', async () => {
  await mocks.fault('parcels', { violation: true });
  const seen = new Set<string>();
  for (let request = 0; request < 12; request += 1) {
    const { status, headers, json } = await ask(`${url}/parcels/newest`);
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    const violation = validators.response(operation('getNewestParcel'), 200, 'application/json', json);
    expect(violation).toBeDefined();
    seen.add(`${violation?.pointer} ${violation?.rule}`);
  }
  expect(seen.size).toBeGreaterThan(2);
});

test('where there is no JSON to break, the status is one that the contract does not have', async () => {
  await mocks.fault('parcels', { violation: true });
  const { status } = await ask(`${url}/label`);
  expect(validators.response(operation('getLabel'), status, 'application/json', {})).toMatchObject({
    rule: expect.stringMatching(/status|content-type/),
  });
});

test('effects on the answer and on its way combine', async () => {
  await mocks.fault('parcels', { status: 409, truncated: true, latencyMs: 30, jitterMs: 5 });
  const raw = await readRaw('/parcels/newest');
  expect(raw).toMatch(/^HTTP\/1\.1 409 /);
  expect(bodyOf(raw).length).toBeLessThan(announcedLength(raw));
});

test('a request is handled before its answer is spoiled, and the call tells the fault', async () => {
  await mocks.fault('parcels', { garbage: true, rate: 1 });
  const asked = ask(`${url}/parcels`, {
    method: 'POST',
    headers: CLERK,
    body: { weightGrams: 1, address: {} },
  });
  await expect(asked).rejects.toThrow('is not valid JSON');
  expect(await mocks.calls('parcels')).toMatchObject([
    { operation: 'parcels.createParcel', status: 422, fault: { garbage: true, rate: 1 } },
  ]);
});
