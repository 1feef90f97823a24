import { setImmediate } from 'node:timers';
import { GatewayError } from '../errors.ts';

/** Where in the answer a field stands; graphql-js's `info.path`, which reads from the inside out. */
export interface ResponsePath {
  readonly prev: ResponsePath | undefined;
  readonly key: string | number;
}

/** All fields of one response path without its list indices, while they start together. */
export interface Level {
  readonly path: string;
}

export interface LevelScheduler {
  /** Makes levels below `path` wait until `work` is settled, however it ends. */
  hold<T>(path: ResponsePath, work: Promise<T>): Promise<T>;
  /**
   * Waits until all parents of this path's level are known: until nothing is held at any path above it. All fields of
   * the level go on in one turn, in the order in which they stand in the answer. Levels elsewhere are not waited for.
   */
  turn(path: ResponsePath): Promise<Level>;
  /** The answer is complete: whatever still waits is refused with REQUEST_ABORTED. */
  stop(): void;
}

interface Waiting {
  readonly indices: readonly number[];
  readonly go: (level: Level) => void;
  readonly refuse: (reason: GatewayError) => void;
}

/**
 * @param afterMicrotasks calls back once all promises that are settled by now have had their effect: graphql-js needs
 *   several turns of the microtask queue from a value to the resolvers below it, all of them before the next macrotask.
 */
export function createLevelScheduler(
  afterMicrotasks: (callback: () => void) => void = setImmediate,
): LevelScheduler {
  /** By level, how many fields are held. */
  const held = new Map<string, number>();
  const waiting = new Map<string, Waiting[]>();
  let isCheckDue = false;

  const checkSoon = () => {
    if (isCheckDue || waiting.size === 0) return;
    isCheckDue = true;
    afterMicrotasks(check);
  };
  const check = () => {
    isCheckDue = false;
    const ready = [...waiting.keys()].filter((path) => !pathsAbove(path).some((above) => held.has(above)));
    for (const path of ready) start(path);
  };
  const start = (path: string) => {
    const fields = waiting.get(path) ?? [];
    waiting.delete(path);
    const level: Level = { path };
    for (const { go } of fields.toSorted((a, b) => compareIndices(a.indices, b.indices))) go(level);
  };
  const release = (path: string) => {
    const left = (held.get(path) ?? 0) - 1;
    if (left > 0) held.set(path, left);
    else held.delete(path);
    checkSoon();
  };

  return {
    async hold(path, work) {
      const level = levelOf(path);
      held.set(level, (held.get(level) ?? 0) + 1);
      try {
        return await work;
      } finally {
        release(level);
      }
    },
    turn(path) {
      const { promise, resolve, reject } = Promise.withResolvers<Level>();
      const level = levelOf(path);
      const fields = waiting.get(level) ?? [];
      waiting.set(level, fields);
      fields.push({ indices: indicesOf(path), go: resolve, refuse: reject });
      checkSoon();
      return promise;
    },
    stop() {
      const fields = [...waiting.values()].flat();
      waiting.clear();
      for (const { refuse } of fields) refuse(new GatewayError('REQUEST_ABORTED'));
    },
  };
}

/** From the outside in: `['products', 3, 'reviews']`. */
export function keysOf(path: ResponsePath): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: ResponsePath | undefined = path; at !== undefined; at = at.prev) keys.unshift(at.key);
  return keys;
}

/** `products.3.reviews` → `products.reviews`. Response names hold no dots. */
function levelOf(path: ResponsePath): string {
  return keysOf(path)
    .filter((key) => typeof key === 'string')
    .join('.');
}

function indicesOf(path: ResponsePath): number[] {
  return keysOf(path).filter((key) => typeof key === 'number');
}

/** `a.b.c` → `a`, `a.b` */
function pathsAbove(path: string): string[] {
  const names = path.split('.');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('.'));
}

/** The order of the answer: the first index that differs decides. */
function compareIndices(a: readonly number[], b: readonly number[]): number {
  for (const [at, index] of a.entries()) {
    const difference = index - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
