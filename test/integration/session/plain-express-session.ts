import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { RedisStore } from 'connect-redis';
import express from 'express';
import session, { MemoryStore, type Store } from 'express-session';
import { leaveNothing } from '../../support/leftovers.ts';
import { startRedis } from '../../support/start-redis.ts';
import { startTestRedis } from '../redis/create-test-redis.ts';

export const PLAIN_STORES: readonly (readonly [string, () => Promise<Store>])[] = [
  ['MemoryStore', async () => new MemoryStore()],
  ['connect-redis', createConnectRedis],
];

/** As its documentation shows it, but for the names of the commands, which are those of ioredis. */
async function createConnectRedis(): Promise<Store> {
  const { client } = await startTestRedis((await startRedis()).url);
  const adapted = {
    get: (key: string) => client.get(key),
    set: (key: string, value: string) => client.set(key, value),
    expire: (key: string, seconds: number) => client.expire(key, seconds),
    del: (keys: string[]) => client.del(...keys),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is used of the client it is made for
  return new RedisStore({ client: adapted as never });
}

/** A server that does what a deed says to the session of the cookie it is sent. */
export async function startPlainServer(store: Store): Promise<string> {
  const app = express();
  app.use(session({ store, secret: 'a secret of a test', resave: false, saveUninitialized: false }));
  app.get('/:act', async (request, response) => {
    const { act } = request.params;
    const held: Held = request.session;
    if (act === 'login') held.user = 'alice';
    const { user = 'nobody' } = held;
    await pause(Number(request.query['durationMs'] ?? 0));
    if (act === 'write' || act === 'refresh') held.changed = Math.random();
    if (act === 'touch') held.touch();
    if (act === 'logout') await new Promise((resolve) => held.destroy(resolve));
    response.send(user);
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  leaveNothing(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

interface Held extends session.Session {
  user?: string;
  changed?: number;
}
