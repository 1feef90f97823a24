import { createChance } from './chance.ts';
import type { ObjectGoal } from './inside-goals.ts';
import type { Solver } from './solver.ts';
import { textFromPattern } from './text-from-pattern.ts';
import { WORDS } from './words.ts';

/** A name for a member that no contract names. Whether it may be used is for the object to say. */
export function createName(
  solver: Solver,
  { names, patterned }: ObjectGoal,
  seed: number,
  attempt: number,
): string | undefined {
  const chance = createChance(seed);
  const candidates = [
    () => patternedName(patterned, seed, attempt),
    () => (names.length === 0 ? undefined : solver.solveAll([{ type: 'string' }, ...names], namePlace(seed))),
    () => `${chance.pick(WORDS)}${attempt > 8 ? chance.int(1, 9_999) : ''}`,
  ];
  for (const candidate of candidates) {
    const name = candidate();
    if (typeof name === 'string' && names.every((schema) => solver.fits(schema, name))) return name;
  }
  return undefined;
}

function namePlace(seed: number): Parameters<Solver['solveAll']>[1] {
  return { seed, depth: 0, allowance: 1, usesExamples: false };
}

function patternedName(
  patterned: ObjectGoal['patterned'],
  seed: number,
  attempt: number,
): string | undefined {
  const usable = patterned.filter(({ schema }) => schema !== false);
  const chosen = usable[attempt % Math.max(1, usable.length)];
  const text = chosen && textFromPattern(chosen.pattern);
  if (text === undefined) return undefined;
  const chance = createChance(seed);
  return text.write(chance.int(text.min, Math.min(text.max, text.min + 8)), chance);
}
