import { describe, expect, it } from '@jest/globals';
import { personKeyOf } from '../../../gateway/session/person-key-of.ts';
import { MAX_SESSIONS_OF_PERSON } from '../../../gateway/session/store/session-store.ts';
import { createHeldClock, createStart, STORES } from './both-stores.ts';

describe.each(STORES)('sessions %s', (_name, startPair) => {
  it('are 1,000 of a person and no more: with the next one that ends which would end first', async () => {
    const clock = createHeldClock();
    const { store } = await startPair(clock);
    const first = createStart(clock.now());
    const grace = createStart(clock.now(), { person: personKeyOf('https://issuer', 'grace') });
    await store.create(first);
    await store.create(grace);
    const lives = async ({ key }: typeof first) =>
      (await store.read(key, { now: clock.now(), slide: false })) !== undefined;

    clock.at += 1_000;
    for (let count = 1; count < MAX_SESSIONS_OF_PERSON; count++) await store.create(createStart(clock.now()));
    expect(await lives(first)).toBe(true);
    await store.create(createStart(clock.now()));
    expect(await lives(first)).toBe(false);
    expect(await store.listOf(first.person, clock.now())).toHaveLength(MAX_SESSIONS_OF_PERSON);
    expect(await lives(grace)).toBe(true);
  });
});
