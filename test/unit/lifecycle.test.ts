import { describe, expect, it } from '@jest/globals';
import { type Clock, systemClock } from '../../gateway/clock.ts';
import { createLifecycle } from '../../gateway/lifecycle.ts';

/** Lets every time limit pass at once. */
const hastyClock: Clock = {
  ...systemClock,
  after(_, callback) {
    setImmediate(callback);
    return () => {};
  },
};

describe('the lifecycle', () => {
  it('moves forward only, and tells each phase', async () => {
    const phases: string[] = [];
    const lifecycle = createLifecycle(systemClock, (phase) => phases.push(phase));
    expect(lifecycle.state).toEqual({ phase: 'starting' });
    lifecycle.markServing();
    lifecycle.markDraining();
    lifecycle.markServing();
    expect(lifecycle.state.phase).toBe('draining');
    await lifecycle.stop();
    lifecycle.markDraining();
    expect(lifecycle.state).toEqual({ phase: 'stopped', failures: [] });
    expect(phases).toEqual(['serving', 'draining', 'stopped']);
  });

  it('closes what was opened last first, one after the other', async () => {
    const lifecycle = createLifecycle(systemClock);
    const closed: string[] = [];
    for (const name of ['upstream', 'apollo', 'http']) {
      lifecycle.onStop(name, async () => {
        await Promise.resolve();
        closed.push(name);
      });
    }
    await lifecycle.stop();
    expect(closed).toEqual(['http', 'apollo', 'upstream']);
  });

  it('closes the others when one fails or never ends, and says which', async () => {
    const lifecycle = createLifecycle(hastyClock);
    const closed: string[] = [];
    lifecycle.onStop('upstream', () => void closed.push('upstream'));
    lifecycle.onStop('broken', () => {
      throw new Error('no');
    });
    lifecycle.onStop('endless', () => new Promise(() => {}));
    const failures = await lifecycle.stop();
    expect(failures.map(({ resource }) => resource)).toEqual(['endless', 'broken']);
    expect(closed).toEqual(['upstream']);
  });

  it('closes once, however often it is asked', async () => {
    const lifecycle = createLifecycle(systemClock);
    let times = 0;
    lifecycle.onStop('http', () => {
      times += 1;
    });
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    await lifecycle.stop();
    expect(times).toBe(1);
  });
});
