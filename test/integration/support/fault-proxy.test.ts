import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { listenOn } from '../../support/listen-on.ts';

let proxy: FaultProxy;
/** The far ends of connections, the newest last. */
let taken: Socket[];

/** Behind the proxy: says back whatever it hears. */
beforeEach(async () => {
  taken = [];
  const echo = createServer((socket) => {
    taken.push(socket);
    socket.on('error', () => {}).pipe(socket);
  });
  leaveNothing(() => {
    taken.forEach((socket) => socket.destroy());
    echo.close();
  });
  proxy = started(await startFaultProxy({ port: await listenOn(echo) }));
});

interface Line {
  readonly socket: Socket;
  /** What has come back so far. */
  heard(): string;
  pieces(): number;
  /** `end`, `close`, or the code of an error; the first of them. */
  readonly ended: Promise<string>;
}

async function open(): Promise<Line> {
  const socket = connect(proxy.port, proxy.host);
  leaveNothing(() => socket.destroy());
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<string>((resolve) => {
    socket.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    socket.on('end', () => resolve('end'));
    socket.on('close', () => resolve('close'));
  });
  await Promise.race([once(socket, 'connect'), ended]);
  return {
    socket,
    ended,
    heard: () => Buffer.concat(chunks).toString('latin1'),
    pieces: () => chunks.length,
  };
}

async function hears(line: Line, text: string): Promise<number> {
  const from = performance.now();
  while (line.heard() !== text) await once(line.socket, 'data');
  return performance.now() - from;
}

describe('the fault proxy', () => {
  it('is not noticed while nothing is wrong', async () => {
    const line = await open();
    line.socket.write('hello');
    await hears(line, 'hello');
    line.socket.end(' and good-bye');
    expect(await line.ended).toBe('end');
    expect(line.heard()).toBe('hello and good-bye');
    expect(proxy.counters).toMatchObject({ accepted: 1, reset: 0, requestBytes: 18, replyBytes: 18 });
  });

  it('carries much, in order, and waits for a reader who is slow', async () => {
    const line = await open();
    const much = Buffer.alloc(9_000_000, 'abcdefg');
    line.socket.pause();
    line.socket.end(much);
    await wait(50);
    expect(proxy.counters.replyBytes).toBeLessThan(much.length);
    line.socket.resume();
    expect(await line.ended).toBe('end');
    expect(line.heard() === much.toString('latin1')).toBe(true);
  });

  it('refuses while it is down, cuts off who was there, and comes back on the same port', async () => {
    const before = await open();
    await proxy.set({ down: true });
    expect(await before.ended).toBe('ECONNRESET');
    expect(await (await open()).ended).toBe('ECONNREFUSED');
    await proxy.clear();
    const after = await open();
    after.socket.write('back');
    await hears(after, 'back');
  });

  it('swallows everything as a black hole, and cuts off afterwards whose bytes are lost', async () => {
    const [old, idle] = [await open(), await open()];
    await proxy.set({ blackHole: true });
    const late = await open();
    old.socket.write('lost');
    late.socket.write('lost');
    await wait(40);
    expect([old.heard(), late.heard(), old.socket.closed]).toEqual(['', '', false]);
    await proxy.clear();
    expect(await Promise.all([old.ended, late.ended])).toEqual(['ECONNRESET', 'ECONNRESET']);
    idle.socket.write('well');
    await hears(idle, 'well');
  });

  it('holds bytes while it stalls, and brings them afterwards', async () => {
    const line = await open();
    await proxy.set({ stall: true });
    line.socket.write('late');
    await wait(40);
    expect(line.heard()).toBe('');
    await proxy.clear();
    await hears(line, 'late');
  });

  it('forgets connections that are half open for good, and no others', async () => {
    const old = await open();
    await proxy.set({ halfOpen: true });
    const other = await open();
    other.socket.write('well');
    await hears(other, 'well');
    await proxy.clear();
    old.socket.write('lost');
    taken[0]?.destroy();
    await wait(40);
    expect([old.heard(), old.socket.closed]).toEqual(['', false]);
  });

  it('resets at once, or in the middle of a reply', async () => {
    const old = await open();
    await proxy.set({ resetAfterBytes: 0 });
    expect(await old.ended).toBe('ECONNRESET');
    expect(await (await open()).ended).toBe('ECONNRESET');
    await proxy.clear();
    const line = await open();
    line.socket.write('12');
    await hears(line, '12');
    await proxy.set({ resetAfterBytes: 3 });
    line.socket.write('345678');
    expect(await line.ended).toBe('ECONNRESET');
    expect('12345'.startsWith(line.heard())).toBe(true);
    expect(proxy.counters.reset).toBe(3);
  });

  it('ends replies in the middle', async () => {
    await proxy.set({ limitBytes: 3 });
    const line = await open();
    line.socket.write('123456');
    expect(await line.ended).toBe('end');
    expect(line.heard()).toBe('123');
  });

  it('makes replies late, but not each later than the one before', async () => {
    await proxy.set({ latencyMs: 60, jitterMs: 10 });
    const line = await open();
    for (const piece of ['a', 'b', 'c', 'd']) {
      line.socket.write(piece);
      await wait(5);
    }
    const tookMs = await hears(line, 'abcd');
    expect(tookMs).toBeGreaterThan(30);
    expect(tookMs).toBeLessThan(200);
  });

  it('is as narrow as it is told, and cuts replies in pieces', async () => {
    const line = await open();
    await proxy.set({ sliceBytes: 1, bytesPerSecond: 500 });
    line.socket.write('12345678');
    expect(await hears(line, '12345678')).toBeGreaterThan(7);
    expect(line.pieces()).toBeGreaterThan(4);
  });

  it('tells the end late', async () => {
    await proxy.set({ slowCloseMs: 60 });
    const line = await open();
    const from = performance.now();
    line.socket.end('bye');
    await line.ended;
    expect(performance.now() - from).toBeGreaterThan(100);
  });

  it('answers with random bytes of the same number', async () => {
    const line = await open();
    await proxy.set({ garbage: true });
    line.socket.end('a sentence that nobody writes by chance');
    await line.ended;
    expect(line.heard()).toHaveLength(39);
    expect(line.heard()).not.toBe('a sentence that nobody writes by chance');
  });

  it('cuts off whom a server behind it leaves', async () => {
    const line = await open();
    line.socket.write('a');
    await hears(line, 'a');
    taken[0]?.resetAndDestroy();
    expect(await line.ended).toBe('ECONNRESET');
  });
});
