import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import { personKeyOf } from '../../../gateway/session/person-key-of.ts';
import { testSize } from '../../support/test-size.ts';
import { createStart, startRedisPair } from './both-stores.ts';
import { createInterleaving } from './interleaving.ts';
import { PLAIN_STORES, startPlainServer } from './plain-express-session.ts';
import { startSessionProcess } from './start-session-process.ts';

const AT_ONCE = 50;

describe('SES-04 a logout', () => {
  it('is final whatever else two processes do to the session at the same time', async () => {
    const { server, store, keysOf } = await startRedisPair(systemClock);
    const processes = [await startSessionProcess(server.url), await startSessionProcess(server.url)];
    const outcomes = { done: 0, refused: 0, failed: 0 };

    const interleavings = testSize.repetitions({ ci: 500, full: 10_000 });
    for (let seed = 0; seed < interleavings; seed += AT_ONCE) {
      const starts = Array.from({ length: AT_ONCE }, () => createStart(systemClock.now()));
      await Promise.all(starts.map((start) => store.create(start)));
      const work = starts.flatMap(({ key }, index) =>
        createInterleaving(seed + index).map((deed) => ({ key, deed })),
      );
      const counted = await Promise.all(
        processes.map((each, place) => each.work(work.filter(({ deed }) => deed.process === place))),
      );
      for (const { done, refused, failed } of counted) {
        outcomes.done += done;
        outcomes.refused += refused;
        outcomes.failed += failed;
      }
      const now = systemClock.now();
      const replayed = await Promise.all(starts.map(({ key }) => store.read(key, { now, slide: true })));
      expect(replayed.filter((session) => session !== undefined)).toEqual([]);
      expect(await store.listOf(personKeyOf('https://issuer', 'ada'), now)).toEqual([]);
      expect(await keysOf()).toEqual([]);
    }
    expect(outcomes.done).toBeGreaterThan(interleavings);
    expect(outcomes.refused).toBeGreaterThan(interleavings);
    expect(outcomes.failed).toBeLessThan(interleavings / 100);
  });

  it.each(PLAIN_STORES)(
    'is undone by plain express-session with %s in some of them',
    async (_name, createStore) => {
      const store = await createStore();
      const urls = [await startPlainServer(store), await startPlainServer(store)];
      let revived = 0;
      for (let seed = 0; seed < 60; seed++) {
        const login = await fetch(`${urls[0]}/login`);
        const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
        const ask = async (path: string, process = 0) =>
          (await fetch(`${urls[process]}/${path}`, { headers: { cookie } })).text();
        expect(await ask('read')).toBe('alice');
        await Promise.all(
          createInterleaving(seed).map(async ({ act, process, startMs, durationMs }) => {
            await pause(startMs);
            await ask(`${act}?durationMs=${durationMs}`, process);
          }),
        );
        if ((await ask('read')) === 'alice') revived += 1;
      }
      expect(revived).toBeGreaterThan(0);
    },
  );
});
