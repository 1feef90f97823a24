import { z } from 'zod';
import type { Operation } from '#contract';

const MAX_WAIT_MS = 600_000;

const PROPERTIES = z.strictObject({
  /** `getProduct` or `catalog.getProduct`; every request of the service when left out. */
  operation: z.string().min(1).optional(),
  /** Milliseconds before anything else happens. */
  latencyMs: z.int().min(1).max(MAX_WAIT_MS).optional(),
  /** So many milliseconds more at the most, another number for each request. */
  jitterMs: z.int().min(1).max(MAX_WAIT_MS).optional(),
  /** Answered instead of what the contract says; with the contract's own body for that status, if it has one. */
  status: z.int().min(200).max(599).optional(),
  /** The right status and media type, and a body of arbitrary bytes. */
  garbage: z.boolean().optional(),
  /** The right answer, with one place of it changed so that it breaks the contract. */
  violation: z.boolean().optional(),
  /** The answer's body breaks off in the middle. */
  truncated: z.boolean().optional(),
  /** The answer's body takes so many milliseconds, in pieces. */
  slowBodyMs: z.int().min(1).max(MAX_WAIT_MS).optional(),
  /** The connection is reset without an answer. */
  reset: z.boolean().optional(),
  /** The service is gone: its connections are closed, and so is every one that asks for anything but a control path. */
  down: z.boolean().optional(),
  /** The share of the requests that meet it: more than 0, at most 1. All of them when left out. */
  rate: z.number().gt(0).max(1).optional(),
  /** How many requests it meets; all of them when left out. */
  times: z.int().min(1).max(1_000_000).optional(),
});

/** How a service misbehaves on demand. */
export type Fault = z.infer<typeof PROPERTIES>;

type Effect = Exclude<keyof Fault, 'operation' | 'rate' | 'times'>;

/** Of each row a fault may have one: a request gets one answer, and gets it in one way. */
const EXCLUSIVE: readonly (readonly Effect[])[] = [
  ['reset', 'status', 'garbage', 'violation'],
  ['reset', 'truncated', 'slowBodyMs'],
];
const EFFECTS: readonly Effect[] = ['latencyMs', 'jitterMs', ...new Set(EXCLUSIVE.flat()), 'down'];

const FAULT = PROPERTIES.superRefine((fault, checking) => {
  const mistake = (message: string, ...path: readonly Effect[]) =>
    checking.addIssue({ code: 'custom', message, path: [...path] });
  const has = (effect: Effect): boolean => fault[effect] !== undefined && fault[effect] !== false;
  const effects = EFFECTS.filter(has);
  if (effects.length === 0)
    mistake(`has no effect: give one of ${EFFECTS.join(', ')}; DELETE takes faults away`);
  if (has('down') && (effects.length > 1 || fault.operation !== undefined || fault.rate !== undefined))
    mistake('a service that is down has nothing else but times', 'down');
  for (const row of EXCLUSIVE) {
    const [first, second] = row.filter(has);
    if (first !== undefined && second !== undefined)
      mistake(`a fault has ${first} or ${second}, not both`, first);
  }
});

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

/** Whether an operation is meant, by its id or its coordinate. */
export function isNamed({ id, coordinate }: Operation, name: string): boolean {
  return name === id || name === coordinate;
}
