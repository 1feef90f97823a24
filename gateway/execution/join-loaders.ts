import DataLoader from 'dataloader';
import type { JoinField, JoinKeys } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import { asGatewayError } from './as-gateway-error.ts';
import { type CallInput, withKeys } from './call-input.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import type { Level } from './level-scheduler.ts';
import { type PreparedCall, prepareCall } from './prepare-call.ts';
import type { Answer } from './row.ts';
import type { Run } from './run.ts';
import { wireText } from './wire-text.ts';

/** Keys in, the answer that holds their rows out. */
export type JoinLoader = DataLoader<Json, Answer, string>;

const loaders = new WeakMap<Level, Map<string, JoinLoader>>();

/**
 * The loader of one level for one operation and its other arguments. Levels never share a call; what they share are
 * the keys that were asked before. DataLoader's own schedule is enough: the fields of a level load one after the other in
 * one turn, and it waits for the end of that turn.
 */
export function joinLoader(
  field: JoinField,
  keys: JoinKeys,
  input: CallInput,
  level: Level,
  run: Run,
): JoinLoader {
  const { coordinate } = field.call.operation;
  const identity = JSON.stringify([coordinate, keys.into, keys.maxItems, input.parameters, input.body]);
  const ofLevel = loaders.get(level) ?? new Map<string, JoinLoader>();
  loaders.set(level, ofLevel);
  const known = ofLevel.get(identity);
  if (known !== undefined) return known;
  const loader: JoinLoader = new DataLoader((chunk) => loadChunk({ field, keys, input, level, run }, chunk), {
    maxBatchSize: keys.maxItems,
    cacheKeyFn: wireText,
    cacheMap: run.answersByKey(identity),
  });
  ofLevel.set(identity, loader);
  return loader;
}

interface Loading {
  readonly field: JoinField;
  readonly keys: JoinKeys;
  readonly input: CallInput;
  readonly level: Level;
  readonly run: Run;
}

/**
 * A failure belongs to each of its keys, so that it is remembered like an answer. A key that cannot be sent fails
 * alone: what the others ask for is not its fault.
 */
async function loadChunk(loading: Loading, chunk: readonly Json[]): Promise<(Answer | Error)[]> {
  const prepared = preparedOrError(loading, chunk);
  if (!(prepared instanceof GatewayError)) {
    const outcome = await answerOrError(() => loading.run.read(prepared));
    return chunk.map(() => outcome);
  }
  if (chunk.length === 1) return [prepared];
  const refused = new Map(chunk.map((key) => [key, preparedOrError(loading, [key])] as const));
  const sendable = chunk.filter((key) => !(refused.get(key) instanceof GatewayError));
  const outcome = sendable.length === chunk.length ? prepared : await loadRest(loading, sendable);
  return chunk.map((key) => {
    const refusal = refused.get(key);
    return refusal instanceof GatewayError ? refusal : outcome;
  });
}

/** Without keys there is no call: one that asks for none would get everything. */
async function loadRest(loading: Loading, sendable: readonly Json[]): Promise<Answer | Error> {
  const [outcome] = sendable.length === 0 ? [] : await loadChunk(loading, sendable);
  return outcome ?? new GatewayError('INTERNAL_SERVER_ERROR');
}

function preparedOrError(loading: Loading, chunk: readonly Json[]): PreparedCall | GatewayError {
  try {
    return prepareChunk(loading, chunk);
  } catch (error) {
    return asGatewayError(error);
  }
}

/** @throws GatewayError for keys that cannot be sent */
function prepareChunk({ field, keys, input, level, run }: Loading, chunk: readonly Json[]): PreparedCall {
  const { call } = field;
  const filled = withKeys(input, keys.into, chunk);
  const place = [level.path, JSON.stringify([filled.parameters, filled.body])];
  return prepareCall(call, withIdempotencyKey(filled, call.operation, run.idempotencyKey, place));
}

async function answerOrError(read: () => Promise<Answer>): Promise<Answer | Error> {
  try {
    return await read();
  } catch (error) {
    return asGatewayError(error);
  }
}
