import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import { createMemoryLedger } from '../../../gateway/session/store/create-memory-ledger.ts';
import { createRedisLedger } from '../../../gateway/session/store/create-redis-ledger.ts';
import type { Ledger } from '../../../gateway/session/store/ledger.ts';
import { startRedis } from '../../support/start-redis.ts';
import { startTestRedis } from '../redis/create-test-redis.ts';

const LEDGERS: readonly (readonly [string, () => Promise<Ledger>])[] = [
  ['in the process', async () => createMemoryLedger({ clock: systemClock })],
  [
    'in Redis',
    async () =>
      createRedisLedger({ redis: await startTestRedis((await startRedis()).url), prefix: 'gatehouse:test:' }),
  ],
];

describe.each(LEDGERS)('a ledger %s', (_name, create) => {
  let ledger: Ledger;
  beforeEach(async () => {
    ledger = await create();
  });

  it('lets one of many claim a name, until its time is over', async () => {
    const claims = await Promise.all(Array.from({ length: 50 }, () => ledger.claimOnce('jti', 100)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect([await ledger.isClaimed('jti'), await ledger.isClaimed('another')]).toEqual([true, false]);
    expect(await ledger.claimOnce('another', 100)).toBe(true);
    await pause(110);
    expect(await ledger.isClaimed('jti')).toBe(false);
    expect(await ledger.claimOnce('jti', 100)).toBe(true);
  });

  it('tells each revocation once to whoever goes on where they were', async () => {
    const empty = await ledger.revokedSince('');
    expect(empty.revocations).toEqual([]);
    const all = Array.from({ length: 5 }, (_, at) => ({ target: `person:${at}`, at }));
    for (const one of all.slice(0, 3)) await ledger.revoke(one, 60_000);
    const first = await ledger.revokedSince(empty.cursor);
    expect(first.revocations).toEqual(all.slice(0, 3));
    expect((await ledger.revokedSince(first.cursor)).revocations).toEqual([]);
    for (const one of all.slice(3)) await ledger.revoke(one, 60_000);
    const second = await ledger.revokedSince(first.cursor);
    expect(second.revocations).toEqual(all.slice(3));
    expect((await ledger.revokedSince('')).revocations).toEqual(all);
    expect((await ledger.revokedSince(second.cursor)).cursor).toBe(second.cursor);
  });

  it('forgets revocations when no token can be as old anymore', async () => {
    await ledger.revoke({ target: 'person:old', at: 1 }, 30);
    const { cursor } = await ledger.revokedSince('');
    await pause(50);
    await ledger.revoke({ target: 'person:young', at: 2 }, 60_000);
    expect((await ledger.revokedSince('')).revocations).toEqual([{ target: 'person:young', at: 2 }]);
    expect((await ledger.revokedSince(cursor)).revocations).toEqual([{ target: 'person:young', at: 2 }]);
  });

  it('gives work to one at a time, when it is due, again until it is done', async () => {
    const { pendingRevocations: pending } = ledger;
    await pending.add('soon', 'sealed soon', 1_000);
    await pending.add('late', 'sealed late', 2_000);
    expect(await pending.take(999, 500, 10)).toEqual([]);
    const takers = await Promise.all([pending.take(1_000, 500, 10), pending.take(1_000, 500, 10)]);
    expect(takers.flat()).toEqual([{ id: 'soon', sealed: 'sealed soon' }]);
    expect(await pending.take(1_499, 500, 10)).toEqual([]);
    expect(await pending.take(2_000, 500, 1)).toHaveLength(1);
    expect(await pending.take(2_000, 500, 10)).toHaveLength(1);
    await pending.remove('soon');
    await pending.remove('soon');
    expect(await pending.take(9_000, 500, 10)).toEqual([{ id: 'late', sealed: 'sealed late' }]);
  });
});
