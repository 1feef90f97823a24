import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { request } from 'undici';
import type { Asset, Upload, UploadPage } from '#schemas/generated/services/media.ts';
import { started } from '../../support/leftovers.ts';
import { control, startMocks } from '../../support/mock-servers.ts';
import { createShopClient, type ShopClient } from './client.ts';

const mocks = started(await startMocks());
const media = mocks.urls['media']!;
let ivo: ShopClient;

beforeEach(async () => {
  await mocks.reset();
  ivo = createShopClient(mocks, 'acct_ivo');
});

const IVO = { authorization: 'Test acct_ivo media:write' };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Begins as a PNG of this size does; what comes behind is nobody's business. */
function png(size: number, width = 640, height = 480): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const dimensions = Buffer.alloc(8);
  dimensions.writeUInt32BE(width, 0);
  dimensions.writeUInt32BE(height, 4);
  return Buffer.concat([head, dimensions, randomBytes(size - head.byteLength - dimensions.byteLength)]);
}

const open = async (ByteLength: number): Promise<Upload> => {
  const wanted = { Purpose: 'ReviewPhoto', FileName: 'a.png', ContentType: 'image/png', ByteLength };
  return (await ivo.send<Upload>('media', 'POST', '/uploads', wanted)).body;
};
const put = async ({ Target }: Upload, body: Uint8Array, contentType = 'image/png') => {
  const answer = await request(Target.Url, {
    method: 'PUT',
    headers: { 'content-type': contentType },
    body,
    reset: true,
  });
  const text = await answer.body.text();
  const told: Record<string, unknown> = text === '' ? {} : JSON.parse(text);
  return { status: answer.statusCode, told };
};
const complete = ({ Id }: Upload) =>
  ivo.send<Asset>('media', 'PUT', `/uploads/${Id}/completion`, { Alt: 'A kettle' });

test('a picture goes to its presigned address, becomes an asset, and comes back as it was sent', async () => {
  const bytes = png(20 * 1024 * 1024);
  const upload = await open(bytes.byteLength);
  expect(upload.Target.Url.startsWith(`${media}/upload-slots/${upload.Id}?Signature=`)).toBe(true);
  expect((await put(upload, bytes)).status).toBe(204);
  const { body: asset } = await complete(upload);
  expect(asset).toMatchObject({ OwnerId: 'acct_ivo', Width: 640, Height: 480, ByteLength: bytes.byteLength });
  expect((await complete(upload)).body).toEqual(asset);
  const content = await request(asset.Url);
  expect(content.headers['content-type']).toBe('image/png');
  expect(sha256(new Uint8Array(await content.body.arrayBuffer()))).toBe(sha256(bytes));
  expect(JSON.parse(await control(media, 'GET', '/__events'))).toMatchObject([
    { event: 'media.uploadCompleted', body: { UploadId: upload.Id, Asset: { Id: asset.Id } } },
  ]);
});

test('an address takes the bytes once, as they were agreed, and until it expires', async () => {
  const upload = await open(1_000);
  expect(await put(upload, png(1_001))).toMatchObject({ status: 413, told: { MaxBytes: 1_000 } });
  expect((await put(upload, png(999))).status).toBe(400);
  expect((await put(upload, png(1_000), 'image/webp')).status).toBe(415);
  const url = upload.Target.Url.replace(/.$/, '_');
  expect((await put({ ...upload, Target: { ...upload.Target, Url: url } }, png(1_000))).status).toBe(403);
  expect((await put(upload, png(1_000))).status).toBe(204);
  expect(await put(upload, png(1_000))).toMatchObject({
    status: 403,
    told: { detail: 'It was used already.' },
  });
  const late = await open(1_000);
  await control(media, 'POST', '/__advance', { seconds: 901 });
  expect((await put(late, png(1_000))).status).toBe(403);
  expect((await ivo.read<Upload>('media', `/uploads/${late.Id}`)).body.Status).toBe('Expired');
});

test('what is no picture becomes no asset', async () => {
  const upload = await open(1_000);
  expect((await complete(upload)).body).toMatchObject({ UploadStatus: 'AwaitingBytes', ReceivedBytes: 0 });
  await put(upload, randomBytes(1_000));
  expect((await complete(upload)).status).toBe(415);
  expect((await ivo.read<Upload>('media', `/uploads/${upload.Id}`)).body.Status).toBe('Rejected');
});

test('unfinished uploads page, are their owner’s alone, and end when they are deleted', async () => {
  const ids: string[] = [];
  for (const size of [101, 102, 103]) ids.unshift((await open(size)).Id);
  const { body: first } = await ivo.read<UploadPage>('media', '/uploads?Limit=2');
  expect([first.Uploads.map(({ Id }) => Id), first.HasMore]).toEqual([ids.slice(0, 2), true]);
  const { body: last } = await ivo.read<UploadPage>('media', `/uploads?Limit=2&StartingAfter=${ids[1]}`);
  expect([last.Uploads.map(({ Id }) => Id), last.HasMore]).toEqual([ids.slice(2), false]);
  const mara = createShopClient(mocks, 'acct_mara');
  expect((await mara.read('media', `/uploads/${ids[0]}`)).status).toBe(403);
  expect((await ivo.send('media', 'DELETE', `/uploads/${ids[0]}`)).status).toBe(204);
  expect((await ivo.read('media', `/uploads/${ids[0]}`)).status).toBe(404);
});

test('a form makes an asset at once, and an avatar is the file alone', async () => {
  const form = new FormData();
  form.append('File', new Blob([new Uint8Array(png(5_000, 32, 16))], { type: 'image/png' }), 'a.png');
  form.append('Purpose', 'ReviewPhoto');
  const headers = { ...IVO, 'idempotency-key': 'form-0001' };
  const sent = await fetch(`${media}/assets`, { method: 'POST', headers, body: form });
  expect([sent.status, await sent.json()]).toMatchObject([
    201,
    { Width: 32, Alt: null, OwnerId: 'acct_ivo' },
  ]);
  const avatar = (size: number) =>
    request(`${media}/avatars/acct_ivo`, {
      method: 'PUT',
      headers: { ...IVO, 'content-type': 'image/png' },
      body: png(size),
      reset: true,
    });
  expect((await avatar(1_048_577)).statusCode).toBe(413);
  expect((await avatar(1_048_576)).statusCode).toBe(200);
  const shown = () => ivo.read<Record<string, Asset>>('media', '/avatars?AccountIds=acct_ivo,acct_mara');
  expect(Object.keys((await shown()).body)).toEqual(['acct_ivo', 'acct_mara']);
  await ivo.send('media', 'DELETE', '/avatars/acct_ivo');
  expect(Object.keys((await shown()).body)).toEqual(['acct_mara']);
});
