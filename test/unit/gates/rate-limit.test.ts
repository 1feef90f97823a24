import { expect, it } from '@jest/globals';
import { type Clock, systemClock } from '../../../gateway/clock.ts';
import { createRateLimit } from '../../../gateway/gates/rate-limit.ts';

const create = (clock: Clock, points = 10) =>
  createRateLimit({ name: 'addressRequests', points, processes: 2, clock, store: undefined });
/** As the hashes are that limits are asked for. */
const keyOf = (index: number) => Buffer.from(String(index).padStart(9, '0')).toString('base64url');

it('GQL-09 senders without number take no more memory than 50,000, and are still counted', async () => {
  let nowMs = 1_000_000;
  const limit = create({ ...systemClock, monotonicMs: () => nowMs });
  let waitedMs = 0;
  for (let index = 0; index < 50_000; index += 1) waitedMs += await limit.take(keyOf(index), 1);
  expect(waitedMs).toBe(0);
  // All of these have the same first two characters: they share one count, and have ten points together.
  const waits = [];
  for (let index = 50_000; index < 50_020; index += 1) waits.push(await limit.take(keyOf(index), 1));
  expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(10);
  // Those who came before them notice nothing, though their names begin in the same way.
  expect([await limit.take(keyOf(7), 9), (await limit.take(keyOf(7), 1)) > 0]).toEqual([0, true]);
  nowMs += 60_000;
  expect(await limit.take(keyOf(50_000), 1)).toBe(0);
});

it('GQL-09 a limit knows whom it has refused without counting again, until the window ends', async () => {
  let nowMs = 0;
  const limit = create({ ...systemClock, monotonicMs: () => nowMs }, 2);
  expect([await limit.take('a', 2), limit.blockedForMs('a')]).toEqual([0, 0]);
  const waitMs = await limit.take('a', 1);
  expect([waitMs > 59_000, limit.blockedForMs('a'), limit.blockedForMs('b')]).toEqual([true, waitMs, 0]);
  nowMs += waitMs;
  expect(limit.blockedForMs('a')).toBe(0);
});
