import type { Clock } from './clock.ts';

/** Where a process stands. Each phase carries what is known in it and nothing else; it only moves forward. */
export type LifecycleState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'serving' }
  /** Requests in flight are finished, others are asked to go elsewhere. `since` is monotonic milliseconds. */
  | { readonly phase: 'draining'; readonly since: number }
  | { readonly phase: 'stopped'; readonly failures: readonly DisposalError[] };

/** Something that would not let go, or not in time. */
export class DisposalError extends Error {
  /** What was being closed: `http server`. */
  readonly resource: string;

  constructor(resource: string, cause: unknown) {
    super(`${resource} was not closed properly`, { cause });
    this.name = 'DisposalError';
    this.resource = resource;
  }
}

export interface Lifecycle {
  readonly state: LifecycleState;
  /** Called by `stop` after everything that was registered later is closed. A longer wait than `timeoutMs` is given up. */
  onStop(resource: string, dispose: () => Promise<void> | void, timeoutMs?: number): void;
  /** Everything listens. Does nothing once draining has begun. */
  markServing(): void;
  /** Readiness is withdrawn from here on; nothing is closed yet. */
  markDraining(): void;
  /** Closes everything, last in first out; the second caller gets the first one's promise. Never rejects. */
  stop(): Promise<readonly DisposalError[]>;
}

/** How long one resource may take to close unless it says otherwise. */
const DISPOSAL_TIMEOUT_MS = 5_000;

interface Disposer {
  readonly resource: string;
  readonly timeoutMs: number;
  dispose(): Promise<void> | void;
}

export function createLifecycle(
  clock: Clock,
  onPhase: (phase: LifecycleState['phase']) => void = () => {},
): Lifecycle {
  const disposers: Disposer[] = [];
  let state: LifecycleState = { phase: 'starting' };
  let stopping: Promise<readonly DisposalError[]> | undefined;

  function move(next: LifecycleState): void {
    state = next;
    onPhase(next.phase);
  }
  function markDraining(): void {
    if (state.phase === 'starting' || state.phase === 'serving') {
      move({ phase: 'draining', since: clock.monotonicMs() });
    }
  }
  async function stopOnce(): Promise<readonly DisposalError[]> {
    markDraining();
    const failures = await disposeAll(disposers, clock);
    move({ phase: 'stopped', failures });
    return failures;
  }

  return {
    get state() {
      return state;
    },
    onStop(resource, dispose, timeoutMs = DISPOSAL_TIMEOUT_MS) {
      disposers.push({ resource, dispose, timeoutMs });
    },
    markServing() {
      if (state.phase === 'starting') move({ phase: 'serving' });
    },
    markDraining,
    stop() {
      stopping ??= stopOnce();
      return stopping;
    },
  };
}

async function disposeAll(disposers: Disposer[], clock: Clock): Promise<readonly DisposalError[]> {
  const failures: DisposalError[] = [];
  for (let last = disposers.pop(); last !== undefined; last = disposers.pop()) {
    try {
      await withinLimit(last, clock);
    } catch (error) {
      failures.push(new DisposalError(last.resource, error));
    }
  }
  return failures;
}

function withinLimit(disposer: Disposer, clock: Clock): Promise<void> {
  const { timeoutMs } = disposer;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const cancel = clock.after(timeoutMs, () => reject(new Error(`took longer than ${timeoutMs} ms`)));
  Promise.resolve()
    .then(() => disposer.dispose())
    .then(resolve, reject);
  return promise.finally(cancel);
}
