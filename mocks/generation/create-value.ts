import type { Json } from '#contract';
import { createChance, mixSeed } from './chance.ts';
import { createList } from './create-list.ts';
import { createNumber } from './create-number.ts';
import { createObject } from './create-object.ts';
import { createText } from './create-text.ts';
import type { Goal } from './goal.ts';
import { ALL_KINDS, bitOfValue, KIND, NUMBERS } from './kind-bits.ts';
import type { Place } from './place.ts';
import type { Solver } from './solver.ts';

/** A value for a goal in which everything is decided; undefined where none was found. */
export function createValue(solver: Solver, goal: Goal, place: Place): Json | undefined {
  if (goal.isImpossible) return undefined;
  if (goal.values !== undefined) return chooseGiven(solver, goal, goal.values, place);
  if (place.usesExamples) {
    const example = chooseGiven(solver, goal, goal.examples.slice(0, 4), place);
    if (example !== undefined) return example;
  }
  for (const kind of kindsInOrder(goal, place)) {
    const value = createOf(solver, goal, kind, place);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** One of the values that the contract lists, if one of them fits everything. */
function chooseGiven(solver: Solver, goal: Goal, values: readonly Json[], place: Place): Json | undefined {
  const fitting = values.filter(
    (value) =>
      (goal.kinds & bitOfValue(value)) !== 0 &&
      !goal.refused.some((schema) => solver.fits(schema, value)) &&
      goal.sources.every((schema) => solver.fits(schema, value)),
  );
  const telling = fitting.filter((value) => value !== null);
  const usable = telling.length > 0 ? telling : fitting;
  return usable.length === 0 ? undefined : createChance(place.seed).pick(usable);
}

/** Where everything is allowed, what the keywords speak of comes first; null comes last. */
function kindsInOrder(goal: Goal, place: Place): readonly number[] {
  const { kinds } = goal;
  const described = describedKinds(goal);
  const open = kinds === ALL_KINDS || kinds === (ALL_KINDS & ~KIND.null);
  const plain = [KIND.string, KIND.integer | KIND.fraction, KIND.boolean, KIND.object, KIND.array];
  const start = open ? 0 : createChance(mixSeed(place.seed, 'kind')).int(0, plain.length - 1);
  const rotated = [...plain.slice(start), ...plain.slice(0, start)];
  const free = open && place.depth === 0 ? [KIND.object, ...rotated] : rotated;
  const order = [...described, ...free, KIND.null];
  return [...new Set(order)].map((kind) => kind & kinds).filter((kind) => kind !== 0);
}

function describedKinds({ object, list, text, number }: Goal): readonly number[] {
  const found: number[] = [];
  if (object.isDescribed || object.min > 0) found.push(KIND.object);
  if (list.tuples.length + list.contained.length > 0 || list.min > 0) found.push(KIND.array);
  if (text.patterns.length + text.formats.length > 0 || text.min > 0 || text.max < Infinity)
    found.push(KIND.string);
  if (number.steps.length > 0 || number.min > -Infinity || number.max < Infinity) found.push(NUMBERS);
  return found;
}

function createOf(solver: Solver, goal: Goal, kind: number, place: Place): Json | undefined {
  const accept = (value: Json): boolean => !goal.refused.some((schema) => solver.fits(schema, value));
  switch (kind) {
    case KIND.object:
      return createObject(solver, goal, place);
    case KIND.array:
      return createList(solver, goal.list, place);
    case KIND.string:
      return createText(solver.scope, goal.text, place.seed, accept);
    case KIND.boolean: {
      const value = createChance(place.seed).real() < 0.5;
      return [value, !value].find(accept);
    }
    case KIND.null:
      return accept(null) ? null : undefined;
    default:
      return createNumber(
        goal.number,
        {
          mayBeInteger: (kind & KIND.integer) !== 0,
          mayBeFraction: (kind & KIND.fraction) !== 0,
          formats: goal.text.formats,
        },
        place.seed,
        accept,
      );
  }
}
