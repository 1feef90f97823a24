import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createScript } from '../../../gateway/redis/create-script.ts';
import { leaveNothing } from '../../support/leftovers.ts';
import { startRedis } from '../../support/start-redis.ts';
import { testSize } from '../../support/test-size.ts';
import { startTestRedis } from './create-test-redis.ts';

/** Between a client and Redis: what Redis says can be changed, held back or cut off. */
async function startMiddleman(target: number) {
  const faults: { onReply: (bytes: Buffer, socket: Socket) => void; holds: boolean } = {
    onReply: (bytes, socket) => void socket.write(bytes),
    holds: false,
  };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const redis = connect(target, '127.0.0.1');
    sockets.add(client).add(redis);
    client.on('data', (bytes) => faults.holds || redis.write(bytes));
    redis.on('data', (bytes: Buffer) => faults.holds || faults.onReply(bytes, client));
    client.on('error', () => redis.destroy()).on('close', () => redis.destroy());
    redis.on('error', () => client.destroy()).on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  leaveNothing(() => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    faults,
    reset: () => sockets.forEach((socket) => socket.resetAndDestroy()),
  };
}

const pass = (bytes: Buffer, socket: Socket) => void socket.write(bytes);
const GARBAGE = [
  '_\r\n',
  '$-1\r\n',
  '\0\x01nonsense\r\n',
  '+OK\r\n_\r\n_\r\n',
  '-ERR no\r\n',
  '*3\r\n$1\r\n',
  'HTTP/1.1 400\r\n\r\n',
];

describe('REL-22 when Redis', () => {
  let redis: Awaited<ReturnType<typeof startTestRedis>>;
  let server: Awaited<ReturnType<typeof startRedis>>;
  let middle: Awaited<ReturnType<typeof startMiddleman>>;
  let echo: (value: string) => Promise<unknown>;

  beforeEach(async () => {
    server = await startRedis();
    middle = await startMiddleman(server.port);
    redis = await startTestRedis(middle.url);
    const script = createScript(
      redis,
      `redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])`,
    );
    echo = (value) => script(['k'], [value]);
    await echo('before');
  });

  /** Asks every 5 ms for a while: what failed, and how long the slowest took. */
  async function askFor(durationMs: number) {
    const codes = new Set<unknown>();
    let slowestMs = 0;
    const ask = async (value: string) => {
      const from = performance.now();
      const answer = await echo(value).then(
        (given) => (given === value ? 'right' : 'wrong'),
        (error: unknown) => (Error.isError(error) && 'code' in error ? error.code : error),
      );
      slowestMs = Math.max(slowestMs, performance.now() - from);
      codes.add(answer);
    };
    const until = performance.now() + durationMs;
    const asked: Promise<void>[] = [];
    for (let count = 0; performance.now() < until; count++) {
      asked.push(ask(String(count)));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all(asked);
    return { codes: [...codes], slowestMs };
  }
  async function backAfterMs(): Promise<number> {
    const from = performance.now();
    while (performance.now() - from < 10_000) {
      if (
        await echo('after').then(
          () => true,
          () => false,
        )
      )
        return performance.now() - from;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return Infinity;
  }

  const faults: readonly [string, () => unknown, () => unknown][] = [
    ['is stopped', () => server.stop(), () => server.start()],
    ['is silent (SIGSTOP)', () => server.pause(), () => server.resume()],
    ['is a black hole', () => (middle.faults.holds = true), () => (middle.faults.holds = false)],
    [
      'answers after 200 ms',
      () => (middle.faults.onReply = (bytes, socket) => void setTimeout(() => socket.write(bytes), 200)),
      () => (middle.faults.onReply = pass),
    ],
    [
      'refuses writes (OOM)',
      () => server.command('config', 'set', 'maxmemory', '1'),
      () => server.command('config', 'set', 'maxmemory', '0'),
    ],
    [
      'talks garbage',
      () => {
        let count = 0;
        middle.faults.onReply = (_bytes, socket) =>
          void socket.write(GARBAGE[count++ % GARBAGE.length] ?? '');
      },
      () => (middle.faults.onReply = pass),
    ],
  ];
  it.each(faults)('%s, commands fail within 150 ms, and work 1 s after', async (_name, begin, end) => {
    await begin();
    const { codes, slowestMs } = await askFor(testSize.repetitions({ ci: 700, full: 5_000 }));
    expect(codes).not.toContain('wrong');
    expect(codes).toContain('SESSIONS_UNAVAILABLE');
    expect(codes.filter((code) => code !== 'SESSIONS_UNAVAILABLE' && code !== 'right')).toEqual([]);
    expect(slowestMs).toBeLessThan(testSize.allowed(150));
    await end();
    expect(await backAfterMs()).toBeLessThan(testSize.allowed(1_000));
  });

  it('resets connections, commands fail within 150 ms, and work 1 s after', async () => {
    const resetting = setInterval(middle.reset, 20);
    const { codes, slowestMs } = await askFor(testSize.repetitions({ ci: 700, full: 5_000 }));
    clearInterval(resetting);
    expect(codes).toContain('SESSIONS_UNAVAILABLE');
    expect(codes).not.toContain('wrong');
    expect(slowestMs).toBeLessThan(testSize.allowed(150));
    expect(await backAfterMs()).toBeLessThan(testSize.allowed(1_000));
  });

  it.each(GARBAGE)('adds %j to an answer, the process and the next answers stay whole', async (garbage) => {
    middle.faults.onReply = (bytes, socket) =>
      void socket.write(Buffer.concat([bytes, Buffer.from(garbage)]));
    await askFor(200);
    middle.faults.onReply = pass;
    expect(await backAfterMs()).toBeLessThan(testSize.allowed(1_000));
    const { codes } = await askFor(100);
    expect(codes).toEqual(['right']);
  });

  it('says things unasked, the connection is replaced', async () => {
    middle.faults.onReply = (bytes, socket) => {
      socket.write(bytes);
      setTimeout(() => socket.write('_\r\n'), 10);
    };
    const { promise, resolve } = Promise.withResolvers<void>();
    redis.client.once('close', resolve);
    await echo('x');
    middle.faults.onReply = pass;
    await promise;
    expect(await backAfterMs()).toBeLessThan(testSize.allowed(1_000));
  });

  it('is known to be away, commands fail at once', async () => {
    await server.stop();
    await askFor(300);
    expect(redis.isAvailable).toBe(false);
    expect(redis.availableForMs()).toBe(0);
    const { slowestMs } = await askFor(100);
    expect(slowestMs).toBeLessThan(testSize.allowed(20));
  });

  it('comes back, whoever waits for it is told', async () => {
    const back = Promise.withResolvers<void>();
    const cancel = redis.onAvailable(back.resolve);
    await server.stop();
    await once(redis.client, 'close');
    await server.start();
    await back.promise;
    cancel();
    expect(redis.isAvailable).toBe(true);
  });
});

describe('a process that is held up', () => {
  it('does not take its own slowness for an outage', async () => {
    const redis = await startTestRedis((await startRedis()).url);
    const script = createScript(redis, `return ARGV[1]`);
    await script([], ['first']);
    const asked = Array.from({ length: 20 }, (_, index) => script([], [index]));
    const until = performance.now() + 250;
    while (performance.now() < until);
    await expect(Promise.all(asked)).resolves.toHaveLength(20);
    expect(redis.isAvailable).toBe(true);
  });
});

describe('a failure of Redis', () => {
  it('says nothing of addresses, commands or keys', async () => {
    const server = await startRedis();
    const redis = await startTestRedis(server.url);
    const script = createScript(redis, `return redis.call('INCR', KEYS[1])`);
    await redis.run((client) => client.set('canary-key', 'canary-value'));
    const failure: unknown = await script(['canary-key'], []).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'SESSIONS_UNAVAILABLE',
      extensions: { code: 'SESSIONS_UNAVAILABLE' },
    });
    const shown = JSON.stringify([
      failure,
      Error.isError(failure) && [failure.message, failure.cause, String(failure.cause)],
    ]);
    expect(shown).not.toMatch(/canary|127\.0\.0\.1/);
  });
});
