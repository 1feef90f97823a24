import { z } from 'zod';
import type { Operation } from '#contract';

const FAULT = z
  .strictObject({
    /** `getProduct` or `catalog.getProduct`; every request of the service when left out. */
    operation: z.string().min(1).optional(),
    /** Milliseconds before anything else happens. */
    latencyMs: z.int().min(1).max(600_000).optional(),
    /** Answered instead of what the contract says; with the contract's own body for that status, if it has one. */
    status: z.int().min(200).max(599).optional(),
    /** The connection is reset without an answer. */
    reset: z.boolean().optional(),
    /** The service is gone: its connections are closed, and so is every one that asks for anything but a control path. */
    down: z.boolean().optional(),
    /** How many requests it meets; all of them when left out. */
    times: z.int().min(1).max(1_000_000).optional(),
  })
  .refine(
    ({ latencyMs, status, reset, down }) =>
      latencyMs !== undefined || status !== undefined || reset === true || down === true,
    {
      error: 'has no effect: give latencyMs, status, reset or down; DELETE takes faults away',
    },
  )
  .refine(({ status, reset }) => !(status !== undefined && reset === true), {
    error: 'a reset has no status',
    path: ['reset'],
  })
  .refine(
    ({ down, operation, latencyMs, status, reset }) =>
      down !== true || [operation, latencyMs, status, reset].every((value) => value === undefined),
    { error: 'a service that is down has nothing else but times', path: ['down'] },
  );

/** How a service misbehaves on demand. */
export type Fault = z.infer<typeof FAULT>;

/** Everything that is wrong with a fault, by pointer. */
export interface FaultMistake {
  readonly pointer: string;
  readonly message: string;
}

/** The fault that was sent, or what is wrong with it. */
export function checkFault(
  sent: unknown,
  operations: readonly Operation[],
): { readonly fault: Fault } | { readonly mistakes: readonly FaultMistake[] } {
  const result = FAULT.safeParse(sent);
  if (!result.success) {
    const { issues } = result.error;
    return { mistakes: issues.map(({ path, message }) => ({ pointer: ['#', ...path].join('/'), message })) };
  }
  const { operation } = result.data;
  if (operation === undefined || operations.some((known) => isNamed(known, operation)))
    return { fault: result.data };
  const names = operations.map(({ id }) => id).join(', ');
  return {
    mistakes: [{ pointer: '#/operation', message: `names no operation of this service; there are ${names}` }],
  };
}

export interface Faults {
  /** Newest first. */
  list(): readonly Fault[];
  add(fault: Fault): void;
  /** The fault becomes the only one. */
  replace(fault: Fault): void;
  clear(): void;
  isDown(): boolean;
  /** The fault that this request meets. Counts it: a fault with `times` is used up by that many requests. */
  take(operation: Operation | undefined): Fault | undefined;
}

/** The faults of one service. A request meets the newest that fits it, but down comes first. */
export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    list: () => faults,
    add(fault) {
      faults = [fault, ...faults];
    },
    replace(fault) {
      faults = [fault];
    },
    clear() {
      faults = [];
    },
    isDown: () => faults.some(({ down }) => down === true),
    take(operation) {
      const fault =
        faults.find(({ down }) => down === true) ?? faults.find((candidate) => fits(candidate, operation));
      if (fault?.times === undefined) return fault;
      const left = fault.times - 1;
      faults = faults.flatMap((one) =>
        one === fault ? (left === 0 ? [] : [{ ...one, times: left }]) : [one],
      );
      return fault;
    },
  };
}

function fits({ operation: name }: Fault, operation: Operation | undefined): boolean {
  return name === undefined || (operation !== undefined && isNamed(operation, name));
}

function isNamed({ id, coordinate }: Operation, name: string): boolean {
  return name === id || name === coordinate;
}
