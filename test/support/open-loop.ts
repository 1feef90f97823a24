import { setTimeout as wait } from 'node:timers/promises';

/** One request of a run. */
export interface Sample<T> {
  /** When it should have been sent, in milliseconds since the run began: waiting in a queue counts as waiting. */
  readonly dueMs: number;
  readonly tookMs: number;
  /** Undefined when it failed. */
  readonly value: T | undefined;
  readonly error: unknown;
}

/**
 * Sends at a fixed rate, whether or not answers come, as many clients together do: what is slow does not make the next
 * one wait. Resolves when all have ended.
 */
export async function runOpenLoop<T>(
  { perSecond, forMs }: { readonly perSecond: number; readonly forMs: number },
  send: (index: number) => Promise<T>,
): Promise<readonly Sample<T>[]> {
  const from = performance.now();
  const running: Promise<Sample<T>>[] = [];
  const count = Math.round((perSecond * forMs) / 1000);
  for (let index = 0; index < count; index += 1) {
    const dueMs = (index * 1000) / perSecond;
    const earlyMs = from + dueMs - performance.now();
    if (earlyMs > 0) await wait(earlyMs);
    running.push(sample(index, dueMs, from, send));
  }
  return Promise.all(running);
}

async function sample<T>(
  index: number,
  dueMs: number,
  from: number,
  send: (index: number) => Promise<T>,
): Promise<Sample<T>> {
  const tookMs = () => performance.now() - from - dueMs;
  try {
    const value = await send(index);
    return { dueMs, tookMs: tookMs(), value, error: undefined };
  } catch (error) {
    return { dueMs, tookMs: tookMs(), value: undefined, error };
  }
}

/** @param share 0.5 for the median, 1 for the slowest */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
