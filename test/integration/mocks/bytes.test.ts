import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { request } from 'undici';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { spawnMocks, startMocks } from '../../support/mock-servers.ts';
import { ask } from './ask.ts';

const temporary = mkdtempSync(join(tmpdir(), 'bytes-'));
leaveNothing(() => rmSync(temporary, { recursive: true }));
const mocks = started(
  await startMocks({
    temporary,
    schemas: new URL('fixtures/stateful/contracts/', import.meta.url),
    handlers: new URL('fixtures/stateful/handlers/', import.meta.url),
  }),
);
const vault = mocks.urls['vault']!;

beforeEach(() => mocks.reset());

const KEEPER = { authorization: 'Test keeper vault:write', 'content-type': 'application/octet-stream' };
const put = (box: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
  ask(`${vault}/boxes/${box}`, { method: 'PUT', headers: { ...KEEPER, ...headers }, body });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const folders = () => readdirSync(temporary);

function form(fields: Readonly<Record<string, string | Blob>>): FormData {
  const sent = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') sent.append(name, value);
    else sent.append(name, value, 'kettle "one".png');
  }
  return sent;
}
const send = async (
  fields: Readonly<Record<string, string | Blob>>,
  headers: Record<string, string> = {},
) => {
  const answer = await fetch(`${vault}/forms`, { method: 'POST', headers, body: form(fields) });
  const json: Record<string, unknown> = JSON.parse(await answer.text());
  return { status: answer.status, json };
};
const png = (size: number) => new Blob(['x'.repeat(size)], { type: 'image/png' });

describe('bytes', () => {
  test('come back as they were sent, and calls tell their size and digest', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 * 1_024 }, (_, index) => index % 251));
    expect(await put('one', bytes)).toMatchObject({
      status: 201,
      json: { size: bytes.byteLength, sha256: sha256(bytes) },
    });
    const answer = await request(`${vault}/boxes/one`);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.byteLength),
      'cache-control': 'no-store',
    });
    expect(sha256(new Uint8Array(await answer.body.arrayBuffer()))).toBe(sha256(bytes));
    expect(await mocks.calls('vault')).toMatchObject([
      {
        operation: 'vault.putBox',
        status: 201,
        body: { mediaType: 'application/octet-stream', bytes: bytes.byteLength, sha256: sha256(bytes) },
      },
      { operation: 'vault.getBox', status: 200 },
    ]);
  });

  test('beyond the contract’s limit, or the handler’s own, are 413, and nothing is kept of them', async () => {
    expect(await put('one', Buffer.alloc(1_001), { 'content-type': 'image/png' })).toMatchObject({
      status: 413,
      json: { errors: [{ pointer: '#', rule: 'maxLength', detail: 'must have at most 1000 bytes' }] },
    });
    expect((await put('small', Buffer.alloc(11))).status).toBe(413);
    expect((await put('small', Buffer.alloc(10))).status).toBe(201);
    expect((await ask(`${vault}/boxes/one`)).json).toMatchObject({ title: 'The box is empty' });
    expect(filesIn(folders())).toHaveLength(1);
  });

  test('of a type that is not taken are 415, without credentials 401, none at all 422', async () => {
    expect((await put('one', 'text', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await put('one', 'bytes', { authorization: '' })).status).toBe(401);
    expect((await put('ONE', 'bytes')).status).toBe(400);
    expect((await put('one', Buffer.alloc(0))).status).toBe(422);
    expect((await put('closed', 'bytes')).status).toBe(403);
    expect(folders().flatMap((folder) => filesIn([folder]))).toEqual([]);
  });

  test('are forgotten at a reset, with the folder that they were in', async () => {
    await put('one', 'bytes');
    expect(folders()).toHaveLength(1);
    await mocks.reset();
    expect(folders()).toEqual([]);
    expect((await ask(`${vault}/boxes/one`)).status).toBe(404);
    expect((await put('one', 'bytes again')).status).toBe(201);
  });

  test('that break off leave nothing behind', async () => {
    const socket = connect(Number(new URL(vault).port), '127.0.0.1');
    const headers = Object.entries(KEEPER).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `PUT /boxes/one HTTP/1.1\r\nhost: localhost\r\n${headers.join('')}content-length: 100\r\n\r\nhalf`,
    );
    while ((await mocks.calls('vault')).length === 0);
    socket.destroy();
    await put('two', 'bytes');
    while (filesIn(folders()).length > 1);
    expect((await ask(`${vault}/boxes/one`)).status).toBe(404);
  });

  test('meet faults as everything else does', async () => {
    await put('one', Buffer.alloc(200_000, 'a'));
    await mocks.fault('vault', { operation: 'getBox', truncated: true, times: 1 });
    await expect(ask(`${vault}/boxes/one`)).rejects.toMatchObject({
      code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    });
    await mocks.fault('vault', { operation: 'getBox', slowBodyMs: 120, times: 1 });
    const startedAt = performance.now();
    expect((await ask(`${vault}/boxes/one`)).text).toHaveLength(200_000);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115);
    await mocks.fault('vault', { garbage: true, times: 1 });
    expect((await ask(`${vault}/boxes/one`)).text).not.toContain('aaaa');
    await mocks.fault('vault', { status: 403, times: 1 });
    expect((await put('one', 'bytes')).status).toBe(403);
    expect((await ask(`${vault}/boxes/one`)).text).toHaveLength(200_000);
  });

  test('of a type that the contract does not have are a loud 500', async () => {
    expect((await ask(`${vault}/wrong`)).json).toMatchObject({
      status: 500,
      errors: [{ pointer: '#', rule: 'content-type', detail: 'must be image/png' }],
    });
  });
});

describe('a form', () => {
  test('has fields as values and files as files', async () => {
    const { status, json } = await send({ Picture: png(9), Note: 'für später', Count: '3' });
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        forms: 1,
        fields: { Note: 'für später', Count: 3 },
        files: [['Picture', 'kettle "one".png', 'image/png', 9]],
      },
    });
    expect(await mocks.calls('vault')).toMatchObject([
      { body: { Count: 3, Note: 'für später', Picture: { fileName: 'kettle "one".png', bytes: 9 } } },
    ]);
  });

  test.each([
    [{ Picture: png(9) }, 422, '#/Count', 'required'],
    [{ Count: '3' }, 422, '#/Picture', 'required'],
    [{ Picture: png(9), Count: 'three' }, 422, '#/Count', 'type'],
    [{ Picture: png(9), Count: '3', Other: 'x' }, 422, '#', 'additionalProperties'],
    [{ Picture: png(0), Count: '3' }, 422, '#/Picture', 'minLength'],
    [{ Picture: png(1_001), Count: '3' }, 413, '#/Picture', 'maxLength'],
    [{ Picture: new Blob(['x'], { type: 'image/gif' }), Count: '3' }, 415, '#/Picture', 'content-type'],
  ])('%# is refused with its pointer and rule', async (fields, status, pointer, rule) => {
    const answer = await send(fields);
    expect(answer).toMatchObject({ status, json: { errors: [{ pointer, rule }] } });
    expect(filesIn(folders())).toEqual([]);
  });

  test.each([
    ['multipart/form-data', 'nothing'],
    ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nhalf'],
    ['multipart/form-data; boundary=x', '--x\r\n\r\nno name\r\n--x--\r\n'],
    ['multipart/form-data; boundary=x', '--xy\r\n\r\n'],
  ])('that is none is 400: %s %j', async (type, body) => {
    const answer = await ask(`${vault}/forms`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(answer.status).toBe(400);
  });

  test('with the same key and the same bytes is taken once', async () => {
    const key = { 'idempotency-key': 'form-1' };
    const first = await send({ Picture: png(9), Count: '3' }, key);
    expect((await send({ Picture: png(9), Count: '3' }, key)).json).toEqual(first.json);
    expect((await send({ Picture: png(8), Count: '3' }, key)).status).toBe(409);
  });
});

test('without a handler, bytes are received, remembered and removed, and the contract answers', async () => {
  const plain = started(
    await startMocks({
      schemas: new URL('fixtures/contracts/', import.meta.url),
      handlers: 'none',
      temporary,
    }),
  );
  const body = Readable.from([Buffer.alloc(1_000), Buffer.alloc(1_000)]);
  const answer = await request(`${plain.urls['parcels']!}/label`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  });
  expect(answer.statusCode).toBe(204);
  expect(await plain.calls('parcels')).toMatchObject([
    { body: { bytes: 2_000, sha256: sha256(Buffer.alloc(2_000)) } },
  ]);
  expect(filesIn(folders())).toEqual([]);
});

test('64 MiB up and down again take memory for a few pieces, and end with the process', async () => {
  const own = started(
    spawnMocks({
      TMPDIR: temporary,
      MOCKS_PORT: '0',
      MOCKS_SCHEMAS: fileURLToPath(new URL('fixtures/stateful/contracts/', import.meta.url)),
      MOCKS_HANDLERS: fileURLToPath(new URL('fixtures/stateful/handlers/', import.meta.url)),
    }),
  );
  const url = `${(await own.listening())['vault']!}/boxes/big`;
  const pieces = Array.from({ length: 64 }, (_, index) => Buffer.alloc(1_024 * 1_024, index));
  const expected = sha256(Buffer.concat(pieces));
  const upAndDown = async () => {
    const answer = await request(url, { method: 'PUT', headers: KEEPER, body: Readable.from(pieces) });
    expect(JSON.parse(await answer.body.text())).toMatchObject({ sha256: expected });
    const hash = createHash('sha256');
    for await (const piece of (await request(url)).body) hash.update(piece);
    expect(hash.digest('hex')).toBe(expected);
  };
  // The first round also warms the process up.
  await upAndDown();
  const before = peakKib(own.pid);
  await upAndDown();
  await upAndDown();
  expect(peakKib(own.pid) - before).toBeLessThan(48 * 1_024);
  await own.stop();
  expect(readdirSync(temporary)).toEqual([]);
});

/** The most memory that the process ever had, where the system says it. */
function peakKib(pid: number | undefined): number {
  const status = `/proc/${pid}/status`;
  return existsSync(status) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) : 0;
}

function filesIn(names: readonly string[]): string[] {
  return names.flatMap((name) => readdirSync(join(temporary, name)));
}
