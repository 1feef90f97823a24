import { createHash } from 'node:crypto';
import type { Json, SchemaNode, Violation } from '#contract';
import { createSolver } from './generation/create-solver.ts';
import type { Place } from './generation/place.ts';
import { createSchemaScope, type Direction } from './generation/schema-scope.ts';
import type { Solver } from './generation/solver.ts';

/** A value that the contract allows, or why none was found. */
export type Generated = { readonly value: Json } | { readonly reason: string };

export interface GenerateValueOptions {
  /** Equal seeds and schemas make equal values. */
  readonly seed: string;
  readonly direction: 'request' | 'response';
  /** The judge: a value it objects to is thrown away. */
  readonly check: (value: Json) => Violation | undefined;
}

interface Attempt extends Omit<Place, 'seed' | 'depth'> {
  readonly isHiding: boolean;
  /** The last resort does not depend on the seed: whoever tries it once knows for all. */
  readonly isSeeded: boolean;
}

/** Each asks for less than the one before: rich values first, in the end only what is required. */
const ATTEMPTS: readonly Attempt[] = [
  { allowance: 400, usesExamples: true, isHiding: true, isSeeded: true },
  { allowance: 400, usesExamples: false, isHiding: true, isSeeded: true },
  { allowance: 100, usesExamples: true, isHiding: false, isSeeded: true },
  { allowance: 0, usesExamples: true, isHiding: true, isSeeded: true },
  { allowance: 0, usesExamples: false, isHiding: false, isSeeded: true },
  { allowance: 0, usesExamples: false, isHiding: true, isSeeded: false },
  { allowance: 400, usesExamples: false, isHiding: true, isSeeded: false },
  { allowance: 0, usesExamples: true, isHiding: false, isSeeded: false },
];

/** Makes a value that fits the schema, the same one for the same seed. */
export function generateValue(node: SchemaNode, { seed, direction, check }: GenerateValueOptions): Generated {
  let reason = 'the schema allows no value';
  for (const { isHiding, isSeeded, ...room } of ATTEMPTS) {
    const solver = solverOf(node, isHiding ? direction : 'either');
    solver.restart();
    const place = { ...room, seed: isSeeded ? seedNumber(seed) : 1, depth: 0 };
    try {
      const value = solver.solveAll([node.json], place);
      if (value === undefined) continue;
      const violation = check(value);
      if (violation === undefined) return { value };
      reason = `${violation.pointer || 'the value'} ${violation.message}`;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      reason = error.message;
    }
  }
  return { reason };
}

/** A number that stands for a text, evenly spread over 32 bits. */
export function seedNumber(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

type RestartingSolver = Solver & { restart(): void };
const solvers = new WeakMap<object, Map<Direction, RestartingSolver>>();

/** What is known about the schemas of a document serves all of its values. */
function solverOf({ contract: { document } }: SchemaNode, direction: Direction): RestartingSolver {
  let own = solvers.get(document);
  if (own === undefined) solvers.set(document, (own = new Map<Direction, RestartingSolver>()));
  let solver = own.get(direction);
  if (solver === undefined)
    own.set(direction, (solver = createSolver(createSchemaScope(document, direction))));
  return solver;
}
