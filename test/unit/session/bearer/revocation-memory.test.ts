import { describe, expect, it } from '@jest/globals';
import { createRevocationMemory } from '../../../../gateway/session/bearer/revocation-memory.ts';

describe('the memory of revocations', () => {
  it('keeps the latest time of each target, in whatever order they come', () => {
    const memory = createRevocationMemory({ ttlMs: 1_000 });
    memory.add({ target: 'person:a', at: 50 });
    memory.add({ target: 'person:a', at: 40 });
    expect([memory.covers(['person:a'], 50), memory.covers(['person:a'], 51)]).toEqual([true, false]);
    expect(memory.covers(['person:b', 'session:c'], 1)).toBe(false);
  });

  it('lets go of what is older than a token can be', () => {
    const memory = createRevocationMemory({ ttlMs: 1_000 });
    memory.add({ target: 'person:a', at: 50 });
    memory.add({ target: 'person:b', at: 900 });
    memory.forget(1_051);
    expect([memory.size, memory.covers(['person:a'], 50), memory.covers(['person:b'], 900)]).toEqual([
      1,
      false,
      true,
    ]);
  });

  it('refuses all tokens older than what it had to let go of when there are too many', () => {
    const memory = createRevocationMemory({ ttlMs: 1_000, maxTargets: 10 });
    for (let at = 1; at <= 30; at++) memory.add({ target: `person:${at}`, at });
    expect(memory.size).toBe(10);
    expect([memory.covers(['person:x'], 20), memory.covers(['person:x'], 21)]).toEqual([true, false]);
    expect(memory.covers(['person:30'], 30)).toBe(true);
  });
});
