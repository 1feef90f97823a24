import type { Operation } from '#contract';
import { type Fault, isNamed } from './fault.ts';
import { createRandom, type Random } from './random.ts';

/** A fault that a request has met. */
export interface MetFault {
  readonly fault: Fault;
  /** `latencyMs` and this request's share of `jitterMs`. */
  readonly waitMs: number;
  /** For whatever else is left to chance. */
  readonly random: Random;
}

export interface Faults {
  /** Newest first. */
  list(): readonly Fault[];
  add(fault: Fault): void;
  /** The fault becomes the only one. */
  replace(fault: Fault): void;
  /** Chance starts over as well: equal faults meet equal requests again. */
  clear(): void;
  isDown(): boolean;
  /** The fault that this request meets. Counts it: a fault with `times` is used up by that many requests. */
  take(operation: Operation | undefined): MetFault | undefined;
}

interface Kept {
  readonly fault: Fault;
  readonly random: Random;
}

/** The faults of one service. A request meets the newest that fits it and that chance lets it meet; down comes first. */
export function createFaults(seed: string): Faults {
  let kept: readonly Kept[] = [];
  let added = 0;

  function keep(fault: Fault): Kept {
    added += 1;
    return { fault, random: createRandom(`${seed} fault ${added}`) };
  }

  function countDown(met: Kept): void {
    const { times } = met.fault;
    if (times === undefined) return;
    const left = { ...met, fault: { ...met.fault, times: times - 1 } };
    kept = kept.flatMap((one) => (one === met ? (times === 1 ? [] : [left]) : [one]));
  }

  return {
    list: () => kept.map(({ fault }) => fault),
    add(fault) {
      kept = [keep(fault), ...kept];
    },
    replace(fault) {
      kept = [keep(fault)];
    },
    clear() {
      kept = [];
      added = 0;
    },
    isDown: () => kept.some(({ fault }) => fault.down === true),
    take(operation) {
      const met =
        kept.find(({ fault }) => fault.down === true) ??
        kept.find(({ fault, random }) => fits(fault, operation) && random.next() < (fault.rate ?? 1));
      if (met === undefined) return undefined;
      countDown(met);
      const { fault, random } = met;
      const jitterMs = Math.round(random.next() * (fault.jitterMs ?? 0));
      return { fault, waitMs: (fault.latencyMs ?? 0) + jitterMs, random };
    },
  };
}

function fits({ operation: name }: Fault, operation: Operation | undefined): boolean {
  return name === undefined || (operation !== undefined && isNamed(operation, name));
}
