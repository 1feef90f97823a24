import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import { personKeyOf, providerSessionKeyOf } from '../../../gateway/session/person-key-of.ts';
import { createMemorySessionStore } from '../../../gateway/session/store/create-memory-session-store.ts';
import { createHeldClock, createStart, startRedisPair } from './both-stores.ts';

const IDLE_MS = 1_000;
const ada = personKeyOf('https://issuer', 'ada');

async function thousandTimes(act: (index: number) => Promise<void>): Promise<void> {
  for (let done = 0; done < 1_000; done += 50)
    await Promise.all(Array.from({ length: 50 }, (_, index) => act(done + index)));
}

describe('SES-08 the index of sessions', () => {
  it('has no orphan after 1,000 sessions of a person and of 1,000 persons have expired', async () => {
    const { store, other, keysOf } = await startRedisPair(systemClock);
    await thousandTimes(async (index) => {
      const of = { idleMs: IDLE_MS, providerSession: providerSessionKeyOf('https://issuer', `${index}`) };
      await store.create(createStart(systemClock.now(), of));
      const person = personKeyOf('https://issuer', `person ${index}`);
      await other.create(createStart(systemClock.now(), { ...of, person }));
    });
    expect((await store.listOf(ada, 0)).length).toBeGreaterThan(1);
    await pause(IDLE_MS + 100);
    expect(await keysOf()).toEqual([]);
  });

  it('keeps who lives, and forgets 1,000 who died beside them with the next sign-in or use', async () => {
    const { store, server } = await startRedisPair(systemClock);
    const lives = createStart(systemClock.now());
    await store.create(lives);
    const expire = async () => {
      await Promise.all(
        Array.from({ length: 1_000 }, () =>
          store.create(createStart(systemClock.now(), { idleMs: IDLE_MS })),
        ),
      );
      await pause(IDLE_MS + 100);
    };
    const indexed = async () => Number(await server.command('zcard', `gatehouse:test:person:{${ada}}`));

    await expire();
    expect(await indexed()).toBeGreaterThan(1);
    await store.create(createStart(systemClock.now()));
    expect(await indexed()).toBe(2);

    await expire();
    await store.read(lives.key, { now: systemClock.now() + lives.idleMs / 2, slide: true });
    expect(await indexed()).toBe(2);

    await expire();
    expect(await store.listOf(ada, systemClock.now())).toHaveLength(2);
    expect(await indexed()).toBe(2);
  });
});

describe('sessions in the process', () => {
  it('are as many as it was told, and the one that was not used for the longest time ends first', async () => {
    const clock = createHeldClock();
    const store = createMemorySessionStore({ clock, maxSessions: 3 });
    const [first, second, ...others] = Array.from({ length: 4 }, () => createStart(clock.now()));
    if (first === undefined || second === undefined) throw new Error('too few');
    await store.create(first);
    await store.create(second);
    clock.at += 60_000;
    await store.read(first.key, { now: clock.now(), slide: true });
    for (const start of others) await store.create(start);
    const read = (start: typeof first) => store.read(start.key, { now: clock.now(), slide: false });
    expect(await read(second)).toBeUndefined();
    expect(await read(first)).toBeDefined();
    expect(await store.listOf(ada, clock.now())).toHaveLength(3);
  });

  it('make room when they have expired, without being read', async () => {
    const clock = createHeldClock();
    const store = createMemorySessionStore({ clock });
    for (let count = 0; count < 100; count++) await store.create(createStart(clock.now()));
    const { idleMs } = createStart(clock.now());
    clock.at += idleMs;
    await store.create(createStart(clock.now()));
    expect(await store.listOf(ada, clock.now() - idleMs)).toHaveLength(1);
  });
});
