import { setTimeout as realSetTimeout } from 'node:timers';

/** Ends what a test began: closes, kills, removes. */
export type Disposer = () => unknown;

/** Whatever can be ended: servers, processes, stacks. */
export type Started =
  | { stop(): unknown }
  | { close(): unknown }
  | { [Symbol.asyncDispose](): PromiseLike<void> }
  | { [Symbol.dispose](): void };

export interface Leftovers {
  add(dispose: Disposer): void;
  /** Runs every disposer, the last one added first. @throws AggregateError when any of them failed or hung. */
  disposeAll(): Promise<void>;
}

/** @param timeoutMs how long one disposer may take. */
export function createLeftovers({ timeoutMs }: { readonly timeoutMs: number }): Leftovers {
  const disposers: Disposer[] = [];
  return {
    add: (dispose) => void disposers.push(dispose),
    async disposeAll() {
      const failures: unknown[] = [];
      for (let dispose = disposers.pop(); dispose !== undefined; dispose = disposers.pop()) {
        try {
          await withinTime(dispose, timeoutMs);
        } catch (failure) {
          failures.push(failure);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, describeFailures(failures));
    },
  };
}

const timeoutMs = 10_000;
const ofTheFile = createLeftovers({ timeoutMs });
const ofTheTest = createLeftovers({ timeoutMs });
let insideTest = false;

/**
 * Runs `dispose` when this test is over; called outside of a test (at the top or in `beforeAll`), when the file is
 * over. Disposers run last in, first out; one that fails or takes longer than 10 seconds fails the test.
 */
export function leaveNothing(dispose: Disposer): void {
  (insideTest ? ofTheTest : ofTheFile).add(dispose);
}

/** Ends `thing` when this test (or file, see `leaveNothing`) is over, and hands it back. */
export function started<T extends Started>(thing: T): T {
  leaveNothing(() => end(thing));
  return thing;
}

/** For the test environment only. */
export function enterTest(): void {
  insideTest = true;
}

/** For the test environment only. */
export async function leaveTest(): Promise<void> {
  await ofTheTest.disposeAll();
  insideTest = false;
}

/** For the test environment only. */
export async function leaveFile(): Promise<void> {
  await ofTheFile.disposeAll();
}

function end(thing: Started): unknown {
  if ('stop' in thing) return thing.stop();
  if ('close' in thing) return thing.close();
  return Symbol.asyncDispose in thing ? thing[Symbol.asyncDispose]() : thing[Symbol.dispose]();
}

/** Imported from `node:timers`, so that a test's fake timers cannot hold the limit still. */
async function withinTime(dispose: Disposer, limitMs: number): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = realSetTimeout(
    () => late.reject(new Error(`a disposer took longer than ${limitMs} ms: ${dispose.toString()}`)),
    limitMs,
  );
  try {
    await Promise.race([Promise.resolve().then(dispose), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function describeFailures(failures: readonly unknown[]): string {
  const reasons = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
  return `could not clean up after the test: ${reasons.join('; ')}`;
}
