import type { Json } from '#contract';
import { createChance, mixSeed } from './chance.ts';
import { areDistinct } from './fits-items.ts';
import type { ListGoal } from './inside-goals.ts';
import { isTight, type Place, placeWithin } from './place.ts';
import type { Solver } from './solver.ts';

const MAX_ITEMS = 20_000;
const RETRIES = 24;

/** A list that keeps lengths, places and what it must contain; undefined where none was found. */
export function createList(solver: Solver, goal: ListGoal, place: Place): readonly Json[] | undefined {
  const wanted = goal.contained.flatMap(({ schema, min }) => Array.from({ length: min }, () => schema));
  const least = Math.max(goal.min, wanted.length);
  if (least > goal.max || least > MAX_ITEMS) return undefined;
  const most = lengthFor(solver, goal, place, least);
  const items: Json[] = [];
  for (let index = 0; index < most; index += 1) {
    const extra = wanted[index];
    const schemas = [...goal.schemasAt(index), ...(extra === undefined ? [] : [extra])];
    const item = createItem(solver, goal, schemas, items, placeOf(place, index, most));
    if (item === undefined) return items.length >= least ? items : undefined;
    items.push(item);
  }
  return items;
}

/** One to three items, where neither the schema nor the room says otherwise. */
function lengthFor(solver: Solver, goal: ListGoal, place: Place, least: number): number {
  if (isTight(place) || place.allowance < 2) return least;
  const first = goal.schemasAt(0);
  if (first.some((schema) => solver.finishLevels(schema) + place.depth > MAX_LEVELS)) return least;
  const tuple = Math.max(0, ...goal.tuples.map((one) => one.first.length));
  const natural = Math.max(tuple, createChance(mixSeed(place.seed, 'length')).int(2, 3));
  return Math.max(least, Math.min(goal.max, natural));
}

const MAX_LEVELS = 16;

function placeOf(place: Place, index: number, count: number): Place {
  const inside = placeWithin(place, index, (place.allowance - count) / count);
  // Each item with the same example would be the same item.
  return index === 0 ? inside : { ...inside, usesExamples: false };
}

function createItem(
  solver: Solver,
  { isUnique, contained }: ListGoal,
  schemas: readonly Json[],
  before: readonly Json[],
  place: Place,
): Json | undefined {
  for (let attempt = 0; attempt < RETRIES; attempt += 1) {
    const retried: Place =
      attempt === 0 ? place : { ...place, seed: mixSeed(place.seed, attempt), usesExamples: false };
    const item = solver.solveAll(schemas, retried);
    if (item === undefined) return undefined;
    const isNew = !isUnique || areDistinct([...before, item]);
    const tooMany = contained.some(
      ({ schema, max }) => max !== Infinity && countFitting(solver, schema, [...before, item]) > max,
    );
    if (isNew && !tooMany) return item;
  }
  return undefined;
}

function countFitting(solver: Solver, schema: Json, items: readonly Json[]): number {
  return items.filter((item) => solver.fits(schema, item)).length;
}
