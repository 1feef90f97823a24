import type { Json } from '#contract';
import type { Goal } from './goal.ts';
import { KIND } from './kind-bits.ts';
import type { Solver } from './solver.ts';

/** How far inside it is looked whether something required can be. */
const LEVELS = 3;

/** Whether a short look tells that no value can meet the goal. */
export function isHopeless(goal: Goal, solver: Solver, levels: number = LEVELS): boolean {
  if (goal.isImpossible) return true;
  if (goal.values !== undefined) return !goal.values.some((value) => meets(goal, solver, value));
  if (levels === 0) return false;
  if (goal.kinds === KIND.object) return hasHopelessMember(goal, solver, levels);
  return goal.kinds === KIND.array && hasHopelessItem(goal, solver, levels);
}

function meets({ sources, refused }: Goal, solver: Solver, value: Json): boolean {
  const isFit = (schema: Json): boolean => solver.fits(schema, value);
  return sources.every(isFit) && !refused.some(isFit);
}

function hasHopelessMember({ object, scope }: Goal, solver: Solver, levels: number): boolean {
  if (object.min > object.max || object.required.size > object.max + object.hidden.size) return true;
  return [...object.required].some((name) => {
    if (object.forbidden.has(name)) return true;
    if (object.hidden.has(name)) return false;
    const schemas = object.schemasOf(name, scope);
    return schemas.length > 0 && isHopeless(solver.goalOf(schemas), solver, levels - 1);
  });
}

function hasHopelessItem({ list }: Goal, solver: Solver, levels: number): boolean {
  const contained = list.contained.flatMap(({ schema, min }) => (min > 0 ? [schema] : []));
  if (Math.max(list.min, contained.length) > list.max) return true;
  const wanted = contained.length === 0 && list.min > 0 ? [true] : contained;
  return wanted.some((schema, index) =>
    isHopeless(solver.goalOf([...list.schemasAt(index), schema]), solver, levels - 1),
  );
}
