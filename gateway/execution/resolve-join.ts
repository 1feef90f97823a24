import type { BoundValue, JoinField } from '../binding/index.ts';
import { type CallInput, callInput } from './call-input.ts';
import { contractViolation } from './contract-violation.ts';
import { NO_CALL } from './fill-template.ts';
import { checkLength, graphqlValue, itemValue } from './graphql-value.ts';
import { isThere, missingValue } from './is-there.ts';
import { joinLoader } from './join-loaders.ts';
import { joinRows } from './join-rows.ts';
import { boundedValue, smallest } from './list-bound.ts';
import { prepareCall } from './prepare-call.ts';
import { promisedValue } from './promised-value.ts';
import type { FieldAsked } from './resolve-rest.ts';
import type { Answer, Place } from './row.ts';
import type { Run } from './run.ts';
import { type Wanted, wantedRows } from './wanted-rows.ts';

/** `@join`: one call, or one for each chunk of keys, for all parents of a level. Throws what `callInput` throws. */
export function resolveJoin(field: JoinField, asked: FieldAsked, run: Run): Promise<unknown> | null {
  const input = callInput(field.call, asked.sources);
  const wanted = wantedRows(field, asked.sources);
  if (input === NO_CALL || wanted === undefined) return null;
  if (field.rows === 'listed') checkKeyCount(wanted, field, asked);
  return run.levels.hold(asked.path, joinValue(field, input, wanted, asked, run));
}

/** Each key may cost a call, so that a list which is too long is refused before them. */
function checkKeyCount(wanted: readonly Wanted[], { maxRows }: JoinField, { bound, row }: FieldAsked): void {
  const { answer, pointer } = row;
  if (answer !== undefined) checkLength(wanted, smallest(maxRows, bound.max), pointer, answer);
}

async function joinValue(
  field: JoinField,
  input: CallInput,
  wanted: readonly Wanted[],
  asked: FieldAsked,
  run: Run,
): Promise<unknown> {
  const answers = await load(field, input, wanted, asked, run);
  const there = answers.map((answer) => isThere(answer, field, asked.sources.args, run));
  if (there.length > 0 && !there.includes(true)) return missingValue(field.missing);
  const found = wanted.flatMap((wish, at): Found[] => {
    const answer = answers[at];
    return answer === undefined || there[at] !== true ? [] : findRows(field, wish, answer);
  });
  return present(field, found, asked, run);
}

/** The answer that holds the rows of each wish. */
async function load(
  field: JoinField,
  input: CallInput,
  wanted: readonly Wanted[],
  asked: FieldAsked,
  run: Run,
): Promise<readonly Answer[]> {
  const { keys } = field;
  if (keys === undefined) {
    const whole = await run.read(prepareCall(field.call, input));
    return wanted.map(() => whole);
  }
  const level = await run.levels.turn(asked.path);
  const loader = joinLoader(field, keys, input, level, run);
  return Promise.all(wanted.map(({ key }) => loader.load(key)));
}

interface Found {
  readonly place: Place;
  readonly answer: Answer;
  /** To the list that it was found in. */
  readonly listPointer: string;
}

/** A single field takes the first of duplicate rows, and so does each key of a list of keys. */
function findRows(field: JoinField, { compared, match }: Wanted, answer: Answer): Found[] {
  const rows = joinRows(field, compared, answer);
  const matching = rows.matching(match);
  const taken = field.rows === 'many' ? matching : matching.slice(0, 1);
  return taken.map((place) => ({ place, answer, listPointer: rows.pointer }));
}

function present(field: JoinField, found: readonly Found[], { bound, type }: FieldAsked, run: Run): unknown {
  const { schema } = run.bound;
  const [first] = found;
  if (field.rows === 'one') {
    if (first === undefined) return isList(field.value) ? [] : null;
    const { place, answer } = first;
    const value = graphqlValue(boundedValue(field.value, bound), place, answer, schema);
    return promisedValue(value, type, (suffix) =>
      contractViolation(answer, `${place.pointer}${suffix}`, 'null'),
    );
  }
  if (first !== undefined)
    checkLength(found, smallest(field.maxRows, bound.max), first.listPointer, first.answer);
  return found.map(({ place, answer }) => itemValue(field.value, place, answer, schema));
}

/** Under a key of a map there may be a list of rows, or none. */
function isList({ kind }: BoundValue): boolean {
  return kind === 'list' || kind === 'map';
}
