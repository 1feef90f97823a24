import type { Json } from '#contract';
import { createChance, mixSeed } from './chance.ts';
import { discriminatorOf } from './discriminator.ts';
import type { Goal, Union } from './goal.ts';
import { isHopeless } from './is-hopeless.ts';
import { KIND } from './kind-bits.ts';
import { negateSchema } from './negate-schema.ts';
import { isTight, type Place } from './place.ts';
import type { Schema } from './schema-scope.ts';
import type { Solver } from './solver.ts';

export interface OpenUnion {
  /** With the union in it. */
  readonly goal: Goal;
  readonly union: Union;
  readonly others: readonly Union[];
}

const MAX_BRANCHES = 60;

/** Tries one branch after the other. */
export function solveUnion(
  solver: Solver,
  { goal, union, others }: OpenUnion,
  place: Place,
): Json | undefined {
  const rest = goal.clone();
  rest.unions = [...others];
  for (const branch of ordered(solver, goal, union, place).slice(0, MAX_BRANCHES)) {
    const chosen = choose(rest, union, branch);
    if (isHopeless(chosen, solver)) continue;
    const value = union.isExclusive
      ? solveAlone(solver, chosen, union, branch, place)
      : solver.solve(chosen, place);
    if (value !== undefined) return value;
  }
  return undefined;
}

function choose(rest: Goal, { discriminator }: Union, branch: Schema): Goal {
  const chosen = rest.clone().add(branch);
  const name = discriminator && discriminatorOf(discriminator, branch);
  const property = discriminator?.['propertyName'];
  if (typeof property === 'string' && name !== undefined) chosen.preferred.set(property, name);
  return chosen;
}

/** A value that no other branch takes: what another one takes as well is made once more, with a reason not to. */
function solveAlone(
  solver: Solver,
  chosen: Goal,
  { branches }: Union,
  branch: Schema,
  place: Place,
): Json | undefined {
  const others = branches.filter((other) => other !== branch);
  const attempt = (goal: Goal, room: Place): Separation | undefined => {
    const value = solver.solve(goal, room);
    if (value === undefined) return undefined;
    return { goal, value, rivals: others.filter((other) => solver.fits(other, value)) };
  };
  const first = attempt(chosen, place);
  if (first === undefined || first.rivals.length === 0) return first?.value;
  const small = { ...place, allowance: Math.min(place.allowance, PROBE_ALLOWANCE) };
  let found: Separation | undefined = first;
  while (found !== undefined && found.rivals.length > 0) {
    found = separate(solver, found, (goal) => attempt(goal, small));
  }
  const rich = found && attempt(found.goal, place);
  return rich?.rivals.length === 0 ? rich.value : found?.value;
}

interface Separation {
  readonly goal: Goal;
  readonly value: Json;
  /** Branches that take the value as well. */
  readonly rivals: readonly Schema[];
}

/** Values that are only looked at need not be rich. */
const PROBE_ALLOWANCE = 20;
const MAX_PROBES = 24;

/** One step towards a value of its own: with fewer rivals, the first of them gone. */
function separate(
  solver: Solver,
  { goal, rivals }: Separation,
  attempt: (goal: Goal) => Separation | undefined,
): Separation | undefined {
  const [rival] = rivals;
  let probes = 0;
  for (const way of rival === undefined ? [] : negateSchema(solver.scope, rival)) {
    const next = goal.clone().add(way);
    if (isHopeless(next, solver)) continue;
    probes += 1;
    if (probes > MAX_PROBES) return undefined;
    const found = attempt(next);
    if (found !== undefined && found.rivals.length < rivals.length) return found;
  }
  return undefined;
}

/**
 * By chance, but null last, and where room is short the branch that ends soonest first. Ways out of a `not` keep
 * their order.
 */
function ordered(solver: Solver, goal: Goal, union: Union, place: Place): readonly Schema[] {
  const { branches } = union;
  const chance = createChance(mixSeed(place.seed, `branch ${branches.length}`));
  const start = branches.length === 0 || isWayOut(union) ? 0 : chance.int(0, branches.length - 1);
  const rotated = [...branches.slice(start), ...branches.slice(0, start)];
  const likely = rotated.filter((branch) => !isNull(solver, branch));
  const last = rotated.filter((branch) => isNull(solver, branch));
  const levels = (branch: Schema): number => solver.finishLevels(branch);
  if (isTight(place)) return [...likely, ...last].toSorted((a, b) => compare(levels(a), levels(b)));
  const possible = (goal.kinds & KIND.null) === 0 ? likely : [...likely, ...last];
  // What never ends is tried last, however much room there is.
  return possible.toSorted((a, b) => Number(levels(a) > MAX_LEVELS) - Number(levels(b) > MAX_LEVELS));
}

const MAX_LEVELS = 12;

function compare(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

function isWayOut({ discriminator, branches }: Union): boolean {
  return (
    discriminator === undefined &&
    branches.every((branch) => typeof branch === 'object' && branch['not'] !== undefined)
  );
}

function isNull(solver: Solver, branch: Schema): boolean {
  const target = solver.scope.resolve(branch);
  return typeof target === 'object' && target['type'] === 'null';
}
