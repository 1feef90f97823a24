import type { GraphQLOutputType } from 'graphql';
import type { RestField } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import { type CallInput, callInput } from './call-input.ts';
import { contractViolation } from './contract-violation.ts';
import { NO_CALL } from './fill-template.ts';
import { graphqlValue } from './graphql-value.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import { isThere, missingValue, outcomeOf } from './is-there.ts';
import { keysOf, type Level, type ResponsePath } from './level-scheduler.ts';
import { boundedValue, type ListBound } from './list-bound.ts';
import { type PreparedCall, prepareCall } from './prepare-call.ts';
import { promisedValue } from './promised-value.ts';
import type { Sources } from './read-source.ts';
import { readValue } from './read-value.ts';
import type { Answer, Place, Row } from './row.ts';
import type { Run } from './run.ts';

export interface FieldAsked {
  readonly path: ResponsePath;
  /** What the field belongs to. */
  readonly row: Row;
  /** What the client's schema promises. */
  readonly type: GraphQLOutputType;
  readonly sources: Sources;
  /** A field of the mutation type, or of a group in it. */
  readonly isWrite: boolean;
  readonly bound: ListBound;
}

/** `@rest`: one call for one parent. Throws what `callInput` throws; everything else rejects. */
export function resolveRest(field: RestField, asked: FieldAsked, run: Run): Promise<unknown> | null {
  const input = callInput(field.call, asked.sources);
  if (input === NO_CALL) return null;
  const place = asked.isWrite ? keysOf(asked.path) : sharedPlace(asked.path, input);
  const keyed = withIdempotencyKey(input, field.call.operation, run.idempotencyKey, place);
  const prepared = prepareCall(field.call, keyed);
  return run.levels.hold(asked.path, restValue(field, prepared, asked, run));
}

/** Equal reads of a level are one call, so that their keys must be equal too. */
function sharedPlace(path: ResponsePath, { parameters, body }: CallInput): readonly Json[] {
  const level = keysOf(path).filter((key) => typeof key === 'string');
  return [...level, JSON.stringify([parameters, body])];
}

async function restValue(
  field: RestField,
  prepared: PreparedCall,
  asked: FieldAsked,
  run: Run,
): Promise<unknown> {
  if (field.fanout !== undefined) {
    takePlace(field, await run.levels.turn(asked.path), prepared, field.fanout);
  }
  const answer = await (asked.isWrite ? run.write(prepared) : run.read(prepared));
  const outcome = outcomeOf(answer, field);
  if (outcome !== undefined) {
    const json = outcome.hasBody ? answer.body : {};
    return graphqlValue(outcome.value, { json, pointer: '', isText: false }, answer, run.bound.schema);
  }
  if (!isThere(answer, field, asked.sources.args, run)) return missingValue(field.missing);
  const value = boundedValue(field.value, asked.bound);
  const place = restPlace(field, answer);
  const given = graphqlValue(value, place, answer, run.bound.schema);
  return promisedValue(given, asked.type, (suffix) =>
    contractViolation(answer, `${place.pointer}${suffix}`, 'null'),
  );
}

/** An object over an answer without a body is an empty one, so that a mutation can read after it wrote. */
function restPlace(field: RestField, answer: Answer): Place {
  const whole: Place = { json: answer.body, pointer: '', isText: false };
  if (answer.body === undefined && (field.value.kind === 'object' || field.value.kind === 'variants'))
    return { ...whole, json: {} };
  return readValue(field.at, whole, answer);
}

/** The distinct calls that fields of a level have been admitted for. */
const admitted = new WeakMap<Level, Map<RestField, Set<string>>>();

/** Fields of a level come here in document order, so that the first distinct calls win. */
function takePlace(field: RestField, level: Level, { call, identity }: PreparedCall, max: number): void {
  const ofLevel = admitted.get(level) ?? new Map<RestField, Set<string>>();
  admitted.set(level, ofLevel);
  const calls = ofLevel.get(field) ?? new Set<string>();
  ofLevel.set(field, calls);
  if (calls.has(identity)) return;
  if (calls.size >= max) {
    throw new GatewayError('FANOUT_EXCEEDED', {
      service: call.operation.service,
      limit: { name: 'fanout', max },
    });
  }
  calls.add(identity);
}
