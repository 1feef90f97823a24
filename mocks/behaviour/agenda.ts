/** What is going to happen, in the time of the mocks' world. */
export interface Agenda {
  /** Milliseconds since the epoch, as the world has them. */
  now(): number;
  /** Time passes that nothing waits for. */
  tick(durationMs: number): void;
  /**
   * @param label what will have happened: `ord_7kq2m9 is paid`
   * @returns takes the plan back
   */
  later(delayMs: number, label: string, run: () => void): () => void;
  isEmpty(): boolean;
  /**
   * Goes on to the next moment for which something is planned; or for so many milliseconds, and whatever is planned for
   * them happens in order. Returns the labels of what happened.
   */
  advance(durationMs?: number): readonly string[];
  /** Back to the beginning, with nothing planned. */
  clear(): void;
}

interface Plan {
  readonly atMs: number;
  readonly label: string;
  readonly run: () => void;
}

/** Time stands still unless it is moved, so that equal requests meet equal times. */
export function createAgenda(startMs: number): Agenda {
  let nowMs = startMs;
  let plans: readonly Plan[] = [];

  function next(): Plan | undefined {
    const [first, ...others] = plans;
    return others.reduce((soonest, plan) => (soonest && soonest.atMs <= plan.atMs ? soonest : plan), first);
  }

  function happen(plan: Plan): string {
    plans = plans.filter((one) => one !== plan);
    nowMs = Math.max(nowMs, plan.atMs);
    plan.run();
    return plan.label;
  }

  function happenUntil(endMs: number): readonly string[] {
    const happened: string[] = [];
    for (let plan = next(); plan !== undefined && plan.atMs <= endMs; plan = next())
      happened.push(happen(plan));
    nowMs = Math.max(nowMs, endMs);
    return happened;
  }

  return {
    now: () => nowMs,
    tick(durationMs) {
      nowMs += durationMs;
    },
    later(delayMs, label, run) {
      const plan = { atMs: nowMs + delayMs, label, run };
      plans = [...plans, plan];
      return () => {
        plans = plans.filter((one) => one !== plan);
      };
    },
    isEmpty: () => plans.length === 0,
    advance(durationMs) {
      if (durationMs !== undefined) return happenUntil(nowMs + durationMs);
      const soonest = next();
      return soonest === undefined ? [] : happenUntil(Math.max(nowMs, soonest.atMs));
    },
    clear() {
      nowMs = startMs;
      plans = [];
    },
  };
}
