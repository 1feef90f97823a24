import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import { drain } from '../../../gateway/http/drain.ts';
import { leaveNothing } from '../../support/leftovers.ts';
import { type OpenHttp, openHttp, routeAt } from './open-http.ts';

/** A route that answers when it is told to, after somebody arrived there. */
function createSlowRoute() {
  const arrived = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const route = routeAt('/slow', async ({ response }) => {
    arrived.resolve();
    await go.promise;
    response.end('done');
  });
  return { route, arrived: arrived.promise, go: () => go.resolve() };
}

const pong = routeAt('/ping', async ({ response }) => void response.end('pong'));

function open({ port }: OpenHttp): Socket {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  leaveNothing(() => socket.destroy());
  return socket;
}

const begin = ({ server, active }: OpenHttp, { delayMs = 0, drainMs = 10_000 } = {}) =>
  drain({ server, active, clock: systemClock, delayMs, drainMs });

describe('a draining server', () => {
  it('finishes the request in flight, asks its client to leave, and takes no other', async () => {
    const { route, arrived, go } = createSlowRoute();
    const http = await openHttp({ routes: [route] });
    const answer = fetch(`${http.url}/slow`);
    await arrived;
    const drained = begin(http);
    while (http.server.listening) await nextTurn();
    await expect(fetch(`${http.url}/slow`)).rejects.toThrow('fetch failed');
    go();
    const { status, headers } = await answer;
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    expect(await drained).toEqual({ cutOff: false });
  });

  it('goes on taking requests for the delay, each asked to leave', async () => {
    const http = await openHttp({ routes: [pong] });
    const drained = begin(http, { delayMs: 300 });
    const answer = await fetch(`${http.url}/ping`);
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    await drained;
    await expect(fetch(`${http.url}/ping`)).rejects.toThrow('fetch failed');
  });

  it('ends at once when nothing is in flight, idle connections included', async () => {
    const http = await openHttp({ routes: [pong] });
    const idle = open(http);
    idle.write('GET /ping HTTP/1.1\r\nhost: a\r\n\r\n');
    await once(idle, 'data');
    const closed = once(idle, 'close');
    const before = performance.now();
    expect(await begin(http)).toEqual({ cutOff: false });
    expect(performance.now() - before).toBeLessThan(900);
    await closed;
  });

  it('still answers a request that was on its way', async () => {
    const http = await openHttp({ routes: [pong] });
    const socket = open(http);
    const accepted = once(http.server, 'connection');
    socket.write('GET /ping HTTP/1.1\r\n');
    await accepted;
    const drained = begin(http);
    socket.write('host: a\r\n\r\n');
    const [text] = await once(socket, 'data');
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await drained).toEqual({ cutOff: false });
  });

  it('still answers clients that the kernel has connected and nobody has accepted yet', async () => {
    const http = await openHttp({ routes: [pong] });
    const sockets = Array.from({ length: 50 }, () => open(http));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const answers = sockets.map(async (socket) => {
      socket.write('GET /ping HTTP/1.1\r\nhost: a\r\n\r\n');
      const [text] = await once(socket, 'data');
      return String(text).split('\r\n')[0];
    });
    const drained = begin(http);
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['HTTP/1.1 200 OK']));
    expect(await drained).toEqual({ cutOff: false });
  });

  it('does not wait for connections that never ask anything', async () => {
    const http = await openHttp({ routes: [pong] });
    const accepted = once(http.server, 'connection');
    const closed = once(open(http), 'close');
    await accepted;
    expect(await begin(http)).toEqual({ cutOff: false });
    await closed;
  });

  it('cuts off what does not finish in time', async () => {
    const { route, arrived } = createSlowRoute();
    const http = await openHttp({ routes: [route] });
    const answer = fetch(`${http.url}/slow`);
    await arrived;
    const [result] = await Promise.all([
      begin(http, { drainMs: 50 }),
      expect(answer).rejects.toThrow('fetch failed'),
    ]);
    expect(result).toEqual({ cutOff: true });
  });
});
