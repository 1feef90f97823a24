import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { createScope } from '../../unit/upstream/create-scope.ts';
import { failureOf, openUpstream, ordersRequest } from './open-upstream.ts';
import { startService, startSocketService } from './start-service.ts';

const JSON_ANSWER =
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{"id":"order-1"}';

test.each([0, 1, 9, 15, 40, 64, JSON_ANSWER.length - 16, JSON_ANSWER.length - 1])(
  'GQL-08 answers UPSTREAM_UNAVAILABLE when the connection is reset after %i bytes of the answer',
  async (bytes) => {
    const service = await startSocketService((socket) =>
      socket.once('data', () => socket.write(JSON_ANSWER.slice(0, bytes), () => socket.resetAndDestroy())),
    );
    const upstream = openUpstream({ url: service.url });

    const failure = await failureOf(upstream.send(ordersRequest(), createScope()));

    expect(failure).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', detail: { service: 'orders' } });
  },
);

test('GQL-08 answers UPSTREAM_UNAVAILABLE when a body ends before its Content-Length', async () => {
  const service = await startSocketService((socket) =>
    socket.once('data', () => socket.end(JSON_ANSWER.slice(0, -3))),
  );
  const upstream = openUpstream({ url: service.url });

  expect((await failureOf(upstream.send(ordersRequest(), createScope()))).code).toBe('UPSTREAM_UNAVAILABLE');
});

test('GQL-08 refuses a body that goes on after its Content-Length, and the next call gets a connection of its own', async () => {
  const service = await startSocketService((socket) =>
    socket.on('data', () => socket.write(JSON_ANSWER.replace('16', '5') + JSON_ANSWER)),
  );
  const upstream = openUpstream({ url: service.url, connections: 1 });

  for (let call = 1; call <= 3; call += 1) {
    expect((await failureOf(upstream.send(ordersRequest(), createScope()))).code).toBe('UPSTREAM_FAILED');
    expect(service.connections).toBe(call);
  }
});

test.each([
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'UPSTREAM_FAILED'],
  ['two lengths', JSON_ANSWER.replace('\r\n\r\n', '\r\ncontent-length: 17\r\n\r\n'), 'UPSTREAM_FAILED'],
  [
    'length and chunks',
    JSON_ANSWER.replace('\r\n\r\n', '\r\ntransfer-encoding: chunked\r\n\r\n'),
    'UPSTREAM_FAILED',
  ],
  [
    'endless headers',
    `HTTP/1.1 200 OK\r\n${'x-filler: 0123456789\r\n'.repeat(2_000)}`,
    'UPSTREAM_ANSWER_TOO_LARGE',
  ],
])('GQL-08 answers a typed error to %s', async (_name, bytes, code) => {
  const service = await startSocketService((socket) => socket.once('data', () => socket.end(bytes)));
  const upstream = openUpstream({ url: service.url });

  const failure = await failureOf(upstream.send(ordersRequest(), createScope()));

  expect(failure).toMatchObject({ code, detail: { service: 'orders' } });
});

test.each([
  ['gzip once', 1, 'gzip'],
  ['gzip twenty times', 20, Array(20).fill('gzip').join(', ')],
  ['what is only said to be encoded', 0, 'br'],
])('GQL-08 asks for no encoding and refuses %s', async (_name, times, encoding) => {
  let body = Buffer.from('{"id":"order-1"}');
  for (let round = 0; round < times; round += 1) body = gzipSync(body);
  const service = await startService((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(body),
  );
  const upstream = openUpstream({ url: service.url });

  expect((await failureOf(upstream.send(ordersRequest(), createScope()))).code).toBe('UPSTREAM_FAILED');
  expect(service.requests[0]?.headers['accept-encoding']).toBe('identity');
});

test.each([
  ['HTML', 'text/html', '<h1>Welcome</h1>'],
  ['broken JSON', 'application/json', '{"id":'],
  ['bytes that are no UTF-8', 'application/json', Buffer.from([0x22, 0xff, 0x22])],
])(
  'GQL-08 answers UPSTREAM_FAILED to %s with status 200, and repeats none of it',
  async (_name, type, body) => {
    const service = await startService((_request, response) =>
      response.setHeader('content-type', type).end(body),
    );
    const upstream = openUpstream({ url: service.url });
    const scope = createScope();

    const failure = await failureOf(upstream.send(ordersRequest(), scope));

    expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED', detail: { service: 'orders' } });
    expect(JSON.stringify([failure.extensions, String(failure.cause), scope.lines])).not.toMatch(
      /Welcome|"id|ff/,
    );
  },
);

test('GQL-08 keeps __proto__ an ordinary property of the answer', async () => {
  const service = await startService((_request, response) =>
    response.setHeader('content-type', 'application/json').end('{"__proto__":{"admin":true},"id":"1"}'),
  );
  const upstream = openUpstream({ url: service.url });

  const { body } = await upstream.send(ordersRequest(), createScope());

  expect(JSON.stringify(body)).toBe('{"__proto__":{"admin":true},"id":"1"}');
  expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  expect(body).not.toHaveProperty('admin');
});

test('GQL-08 gives back a failure whose body cannot be read with its status', async () => {
  const answer =
    'HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"ti';
  const service = await startSocketService((socket) => socket.once('data', () => socket.end(answer)));
  const upstream = openUpstream({ url: service.url });

  expect(await upstream.send(ordersRequest(), createScope())).toMatchObject({ status: 503, body: undefined });
});
