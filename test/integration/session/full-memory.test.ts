import { beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '../../support/start-redis.ts';
import { createHeldClock, createStart, HOUR_MS, startRedisPair } from './both-stores.ts';

const away = { code: 'SESSIONS_UNAVAILABLE' };

describe('REL-22 sessions in a Redis that takes no more writes', () => {
  const clock = createHeldClock();
  let pair: Awaited<ReturnType<typeof startRedisPair>>;
  let start: ReturnType<typeof createStart>;
  const attempt = () => ({ owner: 'one', version: 1, now: clock.now(), leaseMs: 5_000, takeOver: true });

  beforeEach(async () => {
    pair = await startRedisPair(clock);
    start = createStart(clock.now());
    await pair.store.create(start);
  });

  it('are read without sliding, can end, and keep the tokens of a refresh that has begun', async () => {
    await pair.store.beginRefresh(start.key, attempt());
    const keys = await pair.keysOf();
    await pair.server.command('config', 'set', 'maxmemory', '1');
    clock.at += HOUR_MS / 2;
    const read = { now: clock.now(), slide: true };
    expect(await pair.store.read(start.key, read)).toMatchObject({ idleAt: start.now + HOUR_MS });
    await expect(pair.store.writeValue(start.key, 'name', 'value')).rejects.toMatchObject(away);
    await expect(pair.store.envelopes.set(start.key, 'envelope')).rejects.toMatchObject(away);
    await expect(pair.store.create(createStart(clock.now()))).rejects.toMatchObject(away);
    expect((await pair.keysOf()).toSorted()).toEqual(keys.toSorted());

    expect(await pair.store.commitRefresh(start.key, attempt(), 'tokens 2')).toBe(true);
    expect(await pair.store.read(start.key, read)).toMatchObject({ sealedTokens: 'tokens 2', version: 2 });
    await expect(pair.store.beginRefresh(start.key, { ...attempt(), version: 2 })).rejects.toMatchObject(
      away,
    );
    expect(await pair.store.end(start.key)).toBe(true);
    expect(await pair.keysOf()).toEqual([]);
  });

  it('are not slid by a replica, which may know of sessions that have ended', async () => {
    const primary = await startRedis();
    await pair.server.command('replicaof', '127.0.0.1', String(primary.port));
    clock.at += HOUR_MS / 2;
    await expect(pair.store.end(start.key)).rejects.toMatchObject(away);
  });
});
