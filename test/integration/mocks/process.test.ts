import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { spawnMocks, startMocks } from '../../support/mock-servers.ts';
import { ask, CONTRACTS } from './ask.ts';

const schemas = fileURLToPath(CONTRACTS);
const spawn = (environment: Readonly<Record<string, string>>) => started(spawnMocks(environment));

/** A directory with one contract, for this test alone. */
async function ownDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'mocks-'));
  leaveNothing(() => rm(directory, { recursive: true }));
  await copyFile(join(schemas, 'rates.openapi.yaml'), join(directory, 'rates.openapi.yaml'));
  return directory;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends the process with code 0, open connections or not',
  async (signal) => {
    const mocks = spawn({ MOCKS_PORT: '0', MOCKS_SCHEMAS: schemas });
    const { rates } = await mocks.listening();
    const open = fetch(`${rates!}/closed`, { keepalive: true });
    expect((await open).status).toBe(204);
    await mocks.stop(signal);
    expect(await mocks.ended).toEqual({ code: 0, complaint: '' });
  },
);

test('service n by name listens on MOCKS_PORT + n', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const address = free.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  free.close();
  await once(free, 'close');
  const { parcels, rates } = await spawn({ MOCKS_PORT: String(port), MOCKS_SCHEMAS: schemas }).listening();
  expect([parcels, rates]).toEqual([`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}/v1`]);
});

test('without MOCKS_PORT a service listens where its contract says, and a taken port is named', async () => {
  const directory = await ownDirectory();
  const first = spawn({ MOCKS_SCHEMAS: directory });
  expect(await first.listening()).toEqual({ rates: 'http://127.0.0.1:4192/v1' });
  const second = await spawn({ MOCKS_SCHEMAS: directory }).ended;
  expect(second.code).toBe(1);
  expect(second.complaint).toBe(
    'rates: port 4192 of 127.0.0.1 is taken; stop what listens there, or set MOCKS_PORT\n',
  );
});

test('all mistakes of the environment are told at once', async () => {
  const { code, complaint } = await spawn({
    MOCKS_PORT: '99999',
    MOCKS_SEED: 'x',
    WATCH: 'yes',
    LOG_LEVEL: 'loud',
  }).ended;
  expect(code).toBe(1);
  expect(complaint.split('\n').map((line) => line.split(' ')[0])).toEqual([
    'MOCKS_PORT',
    'MOCKS_SEED',
    'WATCH',
    'LOG_LEVEL',
    '',
  ]);
});

test('a broken contract and an empty directory end the start with what is wrong', async () => {
  const directory = await ownDirectory();
  await writeFile(join(directory, 'rates.openapi.yaml'), 'openapi: 2');
  expect(await spawn({ MOCKS_SCHEMAS: directory }).ended).toMatchObject({
    code: 1,
    complaint: expect.stringMatching(/rates\.openapi\.yaml:1:1 /),
  });
  await rm(join(directory, 'rates.openapi.yaml'));
  expect(await spawn({ MOCKS_SCHEMAS: directory }).ended).toMatchObject({ code: 1 });
});

test('an example that breaks its contract is named at the start', async () => {
  const mocks = spawn({ MOCKS_PORT: '0', MOCKS_SCHEMAS: schemas });
  const { problem } = await mocks.line(({ level }) => level === 40);
  expect(problem).toMatch(
    /parcels\.openapi\.yaml:\d+:\d+ parcels\.getWrongExample 200 application\/json: example 1/,
  );
});

test('with WATCH=1 a changed contract is served, and a broken one leaves the last good one', async () => {
  const directory = await ownDirectory();
  const file = join(directory, 'rates.openapi.yaml');
  const text = await readFile(file, 'utf8');
  const mocks = spawn({ MOCKS_PORT: '0', MOCKS_SCHEMAS: directory, WATCH: '1' });
  const { rates } = await mocks.listening();
  expect((await ask(`${rates!}/open`)).status).toBe(404);

  await writeFile(file, text.replace('/closed:', '/open:'));
  await mocks.line(({ msg }) => msg === 'contract reloaded');
  expect((await ask(`${rates!}/open`)).status).toBe(204);

  await writeFile(file, text.replace('paths:', 'paths: ['));
  const { problem } = await mocks.line(({ level }) => level === 50);
  expect(problem).toMatch(/rates\.openapi\.yaml:\d+:\d+ /);
  expect((await ask(`${rates!}/open`)).status).toBe(204);
  expect(await ask(`${rates!}/__calls`)).toMatchObject({
    json: [{ status: 404 }, { status: 204 }, { status: 204 }],
  });
});

test('a service that no contract describes is refused by startMocks', async () => {
  await expect(startMocks({ schemas, services: ['ratings'] })).rejects.toThrow(
    'no contract of ratings; there are parcels, rates',
  );
});
