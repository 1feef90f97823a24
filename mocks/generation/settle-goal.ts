import type { Json } from '#contract';
import { createValue } from './create-value.ts';
import { asSchema, type Condition, type Goal } from './goal.ts';
import { negateSchema } from './negate-schema.ts';
import type { Place } from './place.ts';
import type { Schema } from './schema-scope.ts';
import type { Solver } from './solver.ts';

const MAX_ROUNDS = 5;

/**
 * A value for a goal without unions. `if` and `not` are looked at when there is a value: what it breaks becomes part
 * of the goal, and a value for that is made. Since members depend on their names alone, the others stay as they are.
 */
export function settleGoal(solver: Solver, goal: Goal, place: Place): Json | undefined {
  const { conditions, refused } = goal;
  if (conditions.length === 0 && refused.length === 0) return createValue(solver, goal, place);
  const bare = goal.clone();
  bare.conditions = [];
  bare.refused = refused.filter((schema) => isSimple(schema));
  const value = createValue(solver, bare, place);
  return (
    (value === undefined ? undefined : repair(solver, bare, { conditions, refused }, value, place)) ??
    force(solver, bare, { conditions, refused }, place)
  );
}

interface Demands {
  readonly conditions: readonly Condition[];
  readonly refused: readonly Schema[];
}

function repair(
  solver: Solver,
  bare: Goal,
  { conditions, refused }: Demands,
  first: Json,
  place: Place,
): Json | undefined {
  const avoided = new Set<Schema>();
  let value: Json | undefined = first;
  for (let round = 0; round < MAX_ROUNDS && value !== undefined; round += 1) {
    const made: Json = value;
    const wanted = conditions.flatMap((condition) => consequencesOf(solver, condition, made));
    const broken = refused.filter((schema) => solver.fits(schema, made));
    if (broken.length === 0 && wanted.every((schema) => solver.fits(schema, made))) return made;
    for (const schema of broken) avoided.add(schema);
    const goal = bare.clone();
    for (const schema of wanted) goal.add(schema);
    value = addWaysOut(solver, goal, avoided) ? solver.solve(goal, place) : undefined;
  }
  return undefined;
}

function consequencesOf(
  solver: Solver,
  { when, consequence, otherwise }: Condition,
  value: Json,
): readonly Json[] {
  const wanted = solver.fits(when, value) ? consequence : otherwise;
  return wanted === undefined ? [] : [wanted];
}

function addWaysOut(solver: Solver, goal: Goal, avoided: ReadonlySet<Schema>): boolean {
  for (const schema of avoided) {
    const ways = negateSchema(solver.scope, schema);
    if (ways.length === 0) return false;
    goal.unions.unshift({ branches: ways, isExclusive: false, discriminator: undefined });
  }
  return true;
}

/** Takes a side in each condition beforehand: first that none holds, then that all do. */
function force(solver: Solver, bare: Goal, { conditions, refused }: Demands, place: Place): Json | undefined {
  const involved = refused.filter((schema) => !isSimple(schema));
  if (conditions.length + involved.length === 0) return undefined;
  for (const isHeld of conditions.length === 0 ? [false] : [false, true]) {
    const goal = bare.clone();
    const avoided = new Set(involved);
    for (const { when, consequence, otherwise } of conditions) {
      const wanted = isHeld ? consequence : otherwise;
      if (wanted !== undefined) goal.add(wanted);
      if (isHeld) goal.add(when);
      else avoided.add(asSchema(when));
    }
    const value = addWaysOut(solver, goal, avoided) ? solver.solve(goal, place) : undefined;
    if (value !== undefined && meets(solver, { conditions, refused }, value)) return value;
  }
  return undefined;
}

function meets(solver: Solver, { conditions, refused }: Demands, value: Json): boolean {
  return (
    !refused.some((schema) => solver.fits(schema, value)) &&
    conditions.every((condition) =>
      consequencesOf(solver, condition, value).every((schema) => solver.fits(schema, value)),
    )
  );
}

/** What is refused by a single look at a scalar: makers of scalars go on until it does not fit. */
function isSimple(schema: Schema): boolean {
  if (typeof schema === 'boolean') return false;
  return Object.keys(schema).every((keyword) => SIMPLE.has(keyword));
}

const SIMPLE: ReadonlySet<string> = new Set(
  'type const enum pattern format minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'.split(
    ' ',
  ),
);
