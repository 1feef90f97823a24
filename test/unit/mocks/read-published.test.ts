import { describe, expect, it } from '@jest/globals';
import { createPublishedReader } from '../../../mocks/read-published.ts';

const readerWith = (send: typeof fetch) =>
  createPublishedReader({ directory: '/home/ada', maxBytes: 100, timeoutMs: 30, send });
const answering = (answer: () => Response | Promise<Response>) => readerWith(async () => await answer());
const URL_OF = 'https://example.com/api.yaml';

describe('an address', () => {
  it('is read, and called by its own name', async () => {
    const reader = answering(() => new Response('openapi: 3.1.0'));
    const location = reader.locationOf(URL_OF);
    expect(await reader.read(location)).toBe('openapi: 3.1.0');
    expect(reader.nameOf(location)).toBe(URL_OF);
  });

  it.each<readonly [string, () => Response | Promise<Response>]>([
    [`${URL_OF} answered 503`, () => new Response('', { status: 503 })],
    [`${URL_OF} is larger than 0 MB`, () => new Response('x'.repeat(101))],
    [`${URL_OF} is not UTF-8`, () => new Response(new Uint8Array([0xff, 0xfe]))],
    [
      `${URL_OF} cannot be read: connect ECONNREFUSED`,
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })),
    ],
  ])('may not be read: %s', async (message, answer) => {
    const reader = answering(answer);
    await expect(reader.read(reader.locationOf(URL_OF))).rejects.toThrow(message);
  });

  it('has so much time and no more', async () => {
    const reader = readerWith(
      (_, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        ),
    );
    await expect(reader.read(reader.locationOf(URL_OF))).rejects.toThrow('no answer within 0.03 s');
  });

  it('does not lead to files of this machine', async () => {
    const reader = answering(() => new Response(''));
    reader.locationOf(URL_OF);
    await expect(reader.read(new URL('file:///etc/hostname'))).rejects.toThrow('file: is not read');
  });
});

it('a file is called by its path from where the person is', () => {
  const reader = answering(() => new Response(''));
  expect(reader.nameOf(new URL('file:///home/ada/apis/shop.yaml'))).toBe('apis/shop.yaml');
});
