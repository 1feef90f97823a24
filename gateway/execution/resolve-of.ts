import { getNullableType } from 'graphql';
import type { OfField } from '../binding/index.ts';
import { GatewayError } from '../errors.ts';
import { contractViolation } from './contract-violation.ts';
import { graphqlValue } from './graphql-value.ts';
import { boundedValue, NO_BOUND } from './list-bound.ts';
import { promisedValue } from './promised-value.ts';
import { readValue } from './read-value.ts';
import { resolveJoin } from './resolve-join.ts';
import { type FieldAsked, resolveRest } from './resolve-rest.ts';
import { isRow, type Row } from './row.ts';
import type { Run } from './run.ts';

/** `@json(of:)`: reads what a call gives that several fields of the row share. */
export function resolveOf(field: OfField, asked: FieldAsked, run: Run): Promise<unknown> {
  // Levels below this field wait for it, whichever field of the row has made the call.
  return run.levels.hold(asked.path, ofValue(field, sharedValue(field.call, asked, run), asked, run));
}

async function ofValue(
  field: OfField,
  shared: Promise<unknown>,
  { bound, type }: FieldAsked,
  run: Run,
): Promise<unknown> {
  const row = await shared;
  if (!isRow(row) || row.answer === undefined) return null;
  const { answer } = row;
  const place = readValue(field.read, row, answer);
  const value = graphqlValue(boundedValue(field.value, bound), place, answer, run.bound.schema);
  return promisedValue(value, type, (suffix) =>
    contractViolation(answer, `${place.pointer}${suffix}`, 'null'),
  );
}

/** What the calls gave that fields of a row share, by name: made by the first of them. */
const given = new WeakMap<Row, Map<string, Promise<unknown>>>();

function sharedValue(name: string, asked: FieldAsked, run: Run): Promise<unknown> {
  const ofRow = given.get(asked.row) ?? new Map<string, Promise<unknown>>();
  given.set(asked.row, ofRow);
  const known = ofRow.get(name);
  if (known !== undefined) return known;
  const value = callShared(name, asked, run);
  ofRow.set(name, value);
  return value;
}

/** The call stands at a place of its own beside the fields, so that it is one call however many they are. */
async function callShared(name: string, asked: FieldAsked, run: Run): Promise<unknown> {
  const { shape } = asked.row;
  const call = shape.calls.get(name);
  if (call === undefined) {
    throw new GatewayError('INTERNAL_SERVER_ERROR', {}, new Error(`no call ${name} of ${shape.type}`));
  }
  const own: FieldAsked = {
    ...asked,
    path: { prev: asked.path.prev, key: `@${name}` },
    // What it lacks is said by the fields.
    type: getNullableType(asked.type),
    sources: { ...asked.sources, args: {} },
    isWrite: false,
    bound: NO_BOUND,
  };
  return call.kind === 'rest' ? resolveRest(call, own, run) : resolveJoin(call, own, run);
}
