import type { Clock } from '../../../gateway/clock.ts';

export interface VirtualClock extends Clock {
  /** Moves time on, and calls back whatever becomes due on the way, in order. */
  advance(ms: number): void;
  /** How many callbacks are waiting. */
  readonly pending: number;
  /** Milliseconds until the next one. */
  readonly dueInMs: number | undefined;
}

/** Time that moves only when a test says so. */
export function createVirtualClock(): VirtualClock {
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  let elapsed = 1_000;
  const next = (until: number) =>
    [...timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
  return {
    now: () => Date.UTC(2026, 10, 22) + elapsed,
    monotonicMs: () => elapsed,
    after(delayMs, callback) {
      const timer = { at: elapsed + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = elapsed + ms;
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        timers.delete(timer);
        elapsed = Math.max(elapsed, timer.at);
        timer.callback();
      }
      elapsed = until;
    },
    get pending() {
      return timers.size;
    },
    get dueInMs() {
      const first = next(Number.POSITIVE_INFINITY);
      return first === undefined ? undefined : first.at - elapsed;
    },
  };
}
