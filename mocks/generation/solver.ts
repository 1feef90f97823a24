import type { Json } from '#contract';
import type { FinishLevels } from './finish-levels.ts';
import type { Goal } from './goal.ts';
import type { Place } from './place.ts';
import type { SchemaScope } from './schema-scope.ts';

/** What makers of lists and objects ask of the whole: a value for a part. */
export interface Solver {
  readonly scope: SchemaScope;
  readonly finishLevels: FinishLevels;
  /** Undefined when no value was found. */
  solve(goal: Goal, place: Place): Json | undefined;
  /** One value for several schemas at once. */
  solveAll(schemas: readonly Json[], place: Place): Json | undefined;
  /** The goal of several schemas at once; not to be changed. */
  goalOf(schemas: readonly Json[]): Goal;
  fits(schema: Json, value: Json): boolean;
}
