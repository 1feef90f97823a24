import type { ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { createScope } from '../../unit/upstream/create-scope.ts';
import { failureOf, openUpstream, ordersRequest } from './open-upstream.ts';
import { startService } from './start-service.ts';

const GIGABYTE = 1_000_000_000;
const PIECE = Buffer.alloc(65_536, ' ');

test('GQL-08 leaves a body of 1 GB at the cap with UPSTREAM_ANSWER_TOO_LARGE, holding little of it', async () => {
  let sentBytes = 0;
  const service = await startService((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    pour(response, GIGABYTE, (bytes) => {
      sentBytes += bytes;
    });
  });
  const upstream = openUpstream({ url: service.url, timeoutMs: 60_000 });

  const failure = await failureOf(upstream.send(ordersRequest(), createScope()));

  expect(failure).toMatchObject({
    code: 'UPSTREAM_ANSWER_TOO_LARGE',
    detail: { service: 'orders', limit: { name: 'maxAnswerBytes', max: 10_000_000 } },
  });
  // What the kernel's buffers hold was sent, too.
  expect(sentBytes).toBeLessThan(40_000_000);
});

test('GQL-08 needs at most 20 MB for 1 GB bodies, one after the other', async () => {
  const service = await startService((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    pour(response, GIGABYTE);
  });
  const upstream = openUpstream({ url: service.url, timeoutMs: 60_000 });
  const call = () => failureOf(upstream.send(ordersRequest(), createScope()));
  // What the first calls load and allocate stays.
  for (let round = 0; round < 3; round += 1) await call();

  for (let round = 0; round < 10; round += 1) {
    collectGarbage();
    expect(await watchMemory(call)).toBeLessThan(20_000_000);
  }
});

test('GQL-08 reads nothing of a body that declares more than the cap', async () => {
  const service = await startService((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(GIGABYTE) });
    response.write(' ');
  });
  const upstream = openUpstream({ url: service.url });

  expect((await failureOf(upstream.send(ordersRequest(), createScope()))).code).toBe(
    'UPSTREAM_ANSWER_TOO_LARGE',
  );
});

test('GQL-08 reads a body of exactly maxAnswerBytes, and not one byte more', async () => {
  let size = 1_000;
  const service = await startService((_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify('x'.repeat(size - 2))),
  );
  const upstream = openUpstream({ url: service.url, maxAnswerBytes: 1_000 });

  expect((await upstream.send(ordersRequest(), createScope())).body).toHaveLength(998);
  size = 1_001;
  expect((await failureOf(upstream.send(ordersRequest(), createScope()))).code).toBe(
    'UPSTREAM_ANSWER_TOO_LARGE',
  );
});

/** As fast as the reader takes it. */
function pour(response: ServerResponse, bytes: number, sent: (bytes: number) => void = () => {}): void {
  let left = bytes;
  const write = () => {
    while (left > 0 && !response.destroyed) {
      left -= PIECE.length;
      sent(PIECE.length);
      if (!response.write(PIECE)) return void response.once('drain', write);
    }
    response.end();
  };
  write();
}

/** So that what is measured is what a call holds, and not what the collector has not come round to. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
}

/** How many bytes resident memory rose above where it was before. */
async function watchMemory(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 1);
  await work();
  clearInterval(watch);
  return Math.max(highest, process.memoryUsage.rss()) - before;
}
