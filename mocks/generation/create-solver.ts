import type { Json } from '#contract';
import { createFinishLevels } from './finish-levels.ts';
import { fitsSchema } from './fits-schema.ts';
import { Goal } from './goal.ts';
import type { Place } from './place.ts';
import type { SchemaScope } from './schema-scope.ts';
import { settleGoal } from './settle-goal.ts';
import { solveUnion } from './solve-union.ts';
import type { Solver } from './solver.ts';

/** A goal that takes more steps is given up: branches within branches could be tried for ever. */
const MAX_STEPS = 60_000;

/** Finds values for the schemas of one document. Equal goals and places get equal values. */
export function createSolver(scope: SchemaScope): Solver & { restart(): void } {
  let steps = 0;
  const goals = new WeakMap<object, Goal>();

  /** Goals of single schemas are asked for again and again. */
  function goalOf(schemas: readonly Json[]): Goal {
    const [only] = schemas;
    if (schemas.length !== 1 || typeof only !== 'object' || only === null) return joined(schemas);
    let goal = goals.get(only);
    if (goal === undefined) goals.set(only, (goal = joined(schemas)));
    return goal;
  }

  function joined(schemas: readonly Json[]): Goal {
    const goal = new Goal(scope);
    for (const schema of schemas) goal.add(schema);
    return goal;
  }

  function solve(goal: Goal, place: Place): Json | undefined {
    steps += 1;
    if (steps > MAX_STEPS) throw new RangeError('the schema takes too many steps');
    if (goal.isImpossible) return undefined;
    const [union, ...others] = goal.unions;
    return union === undefined
      ? settleGoal(solver, goal, place)
      : solveUnion(solver, { goal, union, others }, place);
  }

  const solver = {
    scope,
    finishLevels: createFinishLevels(scope),
    solve,
    goalOf,
    solveAll: (schemas: readonly Json[], place: Place) => solve(goalOf(schemas), place),
    fits: (schema: Json, value: Json) => fitsSchema(scope, schema, value),
    restart() {
      steps = 0;
    },
  };
  return solver;
}
