import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { leaveNothing } from '../../support/leftovers.ts';
import { listenOn } from '../../support/listen-on.ts';
import { startRedis } from '../../support/start-redis.ts';
import { startTestRedis } from './create-test-redis.ts';

describe('the address of Redis', () => {
  it('says who we are and which database is ours, in a new connection as well', async () => {
    const server = await startRedis({ args: ['--requirepass', 'p@ss:/word'] });
    const password = encodeURIComponent('p@ss:/word');
    const redis = await startTestRedis(`redis://default:${password}@127.0.0.1:${server.port}/3`);
    await redis.run((client) => client.set('key', 'of database 3'));
    const back = Promise.withResolvers<void>();
    redis.onAvailable(back.resolve);
    redis.client.disconnect(true);
    await back.promise;
    await expect(redis.run((client) => client.get('key'))).resolves.toBe('of database 3');
    const found = await server.command('-a', 'p@ss:/word', '--no-auth-warning', '-n', '3', 'get', 'key');
    expect(found).toBe('of database 3');
  });

  it('with a wrong password is one of a Redis that is away, and no word is written about it', async () => {
    const server = await startRedis({ args: ['--requirepass', 'right'] });
    const redis = await startTestRedis(`redis://:wrong@127.0.0.1:${server.port}`);
    const failure: unknown = await redis.run((client) => client.get('key')).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SESSIONS_UNAVAILABLE' });
    expect(redis.isAvailable).toBe(false);
  });

  it('decides nothing but the place: what stands behind a question mark is not read', async () => {
    const redis = await startTestRedis('redis://127.0.0.1:1/?enableOfflineQueue=true&commandTimeout=60000');
    expect(redis.client.options).toMatchObject({ enableOfflineQueue: false, commandTimeout: 100 });
    await expect(redis.run((client) => client.get('key'))).rejects.toMatchObject({
      code: 'SESSIONS_UNAVAILABLE',
    });
  });

  it.each(['rediss', 'REDISS'])('that begins with %s is spoken to by TLS alone', async (scheme) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket.on('error', () => {})));
    const port = await listenOn(server);
    leaveNothing(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const connection = once(server, 'connection');
    const redis = startTestRedis(`${scheme}://127.0.0.1:${port}`);
    await connection;
    const [bytes]: readonly Buffer[] = await once(sockets[0] ?? server, 'data');
    expect(bytes?.[0]).toBe(0x16); // a TLS handshake
    expect((await redis).isAvailable).toBe(false);
  });
});
