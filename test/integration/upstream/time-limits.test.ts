import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { createScope } from '../../unit/upstream/create-scope.ts';
import { createVirtualClock } from '../../unit/upstream/virtual-clock.ts';
import { failureOf, openUpstream, ordersRequest } from './open-upstream.ts';
import { startDeafHost } from './start-deaf-host.ts';
import { startService, startSocketService } from './start-service.ts';

test('REL-03 ends a call that gets no headers with UPSTREAM_TIMED_OUT at headersTimeoutMs', async () => {
  const clock = createVirtualClock();
  const received = Promise.withResolvers<void>();
  const service = await startService(() => received.resolve());
  const upstream = openUpstream({ url: service.url, headersTimeoutMs: 500 }, clock);

  const failure = failureOf(upstream.send(ordersRequest(), createScope({ clock })));
  await received.promise;
  clock.advance(499);
  expect(clock.pending).toBe(1);
  clock.advance(1);

  expect(await failure).toMatchObject({ code: 'UPSTREAM_TIMED_OUT', detail: { service: 'orders' } });
  expect(clock.pending).toBe(0);
});

test('REL-03 ends a body that falls silent with UPSTREAM_TIMED_OUT at bodyTimeoutMs', async () => {
  const clock = createVirtualClock();
  const service = await startService((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"half":');
  });
  const upstream = openUpstream({ url: service.url, bodyTimeoutMs: 300 }, clock);

  const failure = failureOf(upstream.send(ordersRequest(), createScope({ clock })));
  // Headers may take 2,000 ms; once the first piece is here, the next may take 300.
  await until(() => clock.dueInMs === 300);
  clock.advance(300);

  expect(await failure).toMatchObject({ code: 'UPSTREAM_TIMED_OUT', detail: { service: 'orders' } });
});

test('REL-03 ends a body that drips one byte at a time at timeoutMs', async () => {
  const clock = createVirtualClock();
  const response = Promise.withResolvers<ServerResponse>();
  const service = await startService((_request, it) => response.resolve(it));
  const upstream = openUpstream({ url: service.url, timeoutMs: 2_000, bodyTimeoutMs: 1_900 }, clock);

  const failure = failureOf(upstream.send(ordersRequest(), createScope({ clock })));
  const drip = await response.promise;
  drip.writeHead(200, { 'content-type': 'application/json' }).write(' ');
  await until(() => clock.dueInMs === 1_900);
  for (let ms = 0; ms < 1_800; ms += 100) {
    drip.write(' ');
    clock.advance(100);
    await turn();
  }
  clock.advance(199);
  expect(clock.pending).toBe(1);
  clock.advance(1);

  expect((await failure).code).toBe('UPSTREAM_TIMED_OUT');
});

test('REL-03 gives up on a host that does not complete the connection at connectTimeoutMs', async () => {
  const upstream = openUpstream({ url: await startDeafHost(), timeoutMs: 60_000, connectTimeoutMs: 50 });

  const failure = await failureOf(upstream.send(ordersRequest(), createScope()));

  expect(failure).toMatchObject({ code: 'UPSTREAM_TIMED_OUT', cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } });
});

test('REL-01 ends a call with DEADLINE_EXCEEDED when the deadline comes before the limits', async () => {
  const clock = createVirtualClock();
  const received = Promise.withResolvers<void>();
  const service = await startService(() => received.resolve());
  const upstream = openUpstream({ url: service.url }, clock);

  const failure = failureOf(upstream.send(ordersRequest(), createScope({ clock, deadlineMs: 700 })));
  await received.promise;
  clock.advance(700);

  expect(await failure).toMatchObject({ code: 'DEADLINE_EXCEEDED', detail: { service: 'orders' } });
});

test('REL-01 starts nothing with less than 20 ms left, and tells services how much is left', async () => {
  const clock = createVirtualClock();
  const service = await startService((_request, response) => response.end());
  const upstream = openUpstream({ url: service.url }, clock);

  await upstream.send(ordersRequest(), createScope({ clock, deadlineMs: 20 }));
  const late = await failureOf(upstream.send(ordersRequest(), createScope({ clock, deadlineMs: 19 })));

  expect(late.code).toBe('DEADLINE_EXCEEDED');
  expect(service.requests.map(({ headers }) => headers['x-deadline-ms'])).toEqual(['20']);
});

test('REL-02 closes the connection when the client goes away', async () => {
  const sockets = Promise.withResolvers<Socket>();
  const service = await startSocketService((socket) => sockets.resolve(socket));
  const upstream = openUpstream({ url: service.url });
  const scope = createScope();

  const failure = failureOf(upstream.send(ordersRequest(), scope));
  const socket = await sockets.promise;
  const closed = once(socket.resume(), 'close');
  scope.leave();

  expect(await failure).toMatchObject({ code: 'REQUEST_ABORTED', detail: { service: 'orders' } });
  await closed;
  expect(await failureOf(upstream.send(ordersRequest(), scope))).toMatchObject({ code: 'REQUEST_ABORTED' });
  expect(service.connections).toBe(1);
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}
