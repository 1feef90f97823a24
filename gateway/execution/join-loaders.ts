import DataLoader from 'dataloader';
import type { JoinField, JoinKeys } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import { type CallInput, withKeys } from './call-input.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import type { Level } from './level-scheduler.ts';
import { prepareCall } from './prepare-call.ts';
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

/** A failure belongs to each of its keys, so that it is remembered like an answer. */
async function loadChunk(loading: Loading, chunk: readonly Json[]): Promise<(Answer | Error)[]> {
  const outcome = await answerOrError(() => readChunk(loading, chunk));
  return chunk.map(() => outcome);
}

function readChunk({ field, keys, input, level, run }: Loading, chunk: readonly Json[]): Promise<Answer> {
  const { call } = field;
  const place = [level.path, ...chunk];
  const filled = withIdempotencyKey(
    withKeys(input, keys.into, chunk),
    call.operation,
    run.idempotencyKey,
    place,
  );
  return run.read(prepareCall(call, filled));
}

async function answerOrError(read: () => Promise<Answer>): Promise<Answer | Error> {
  try {
    return await read();
  } catch (error) {
    return error instanceof GatewayError ? error : new GatewayError('INTERNAL_SERVER_ERROR', {}, error);
  }
}
