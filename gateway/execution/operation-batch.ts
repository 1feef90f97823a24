import DataLoader from 'dataloader';
import type { Json, Operation } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import { asGatewayError } from './as-gateway-error.ts';
import { type BatchPlan, readBatchPlan } from './batch-plan.ts';
import { withKeys } from './call-input.ts';
import { handled } from './handled.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import type { PreparedCall } from './prepare-call.ts';
import { type Answer, asJson } from './row.ts';
import { prepareTypedCall, sendTypedCall, splitInput, type TypedCalls } from './typed-call.ts';
import { wireText } from './wire-text.ts';

/** Rows by their key, asked for one key at a time; what is asked at one moment goes out together. */
export interface OperationBatch {
  /** The first row of a key; undefined where there is none, and for no key. */
  one(key: unknown): Promise<Json | undefined>;
  /** All rows of a key, in the order of the service. */
  many(key: unknown): Promise<readonly Json[]>;
}

type KeyLoader = DataLoader<Json, Answer, string>;

interface Loading {
  readonly operation: Operation;
  readonly plan: BatchPlan;
  readonly calls: TypedCalls;
}

/** Makes batches of one operation. Those with equal places and equal input share their calls. */
export function createOperationBatches(
  operation: Operation,
  calls: TypedCalls,
): (plan: unknown) => OperationBatch {
  const loaders = new Map<string, KeyLoader>();
  return (given) => {
    const plan = readBatchPlan(operation, given);
    const { parameters, body } = splitInput(operation, plan.input);
    const identity = JSON.stringify([plan.into, parameters, body]);
    const loader = loaders.get(identity) ?? createLoader({ operation, plan, calls });
    loaders.set(identity, loader);
    return createBatch(plan, loader);
  };
}

function createBatch(plan: BatchPlan, loader: KeyLoader): OperationBatch {
  const indices = new WeakMap<Answer, ReadonlyMap<string, readonly Json[]>>();
  const indexOf = (answer: Answer) => {
    const index = indices.get(answer) ?? indexRows(plan, answer);
    indices.set(answer, index);
    return index;
  };
  const many = async (key: unknown): Promise<readonly Json[]> => {
    const json = asJson(key) ?? null;
    if (json === null) return [];
    return indexOf(await loader.load(json)).get(wireText(json)) ?? [];
  };
  const one = async (key: unknown) => (await many(key))[0];
  return { many: (key) => handled(many(key)), one: (key) => handled(one(key)) };
}

/** A row without a key belongs to nobody. */
function indexRows({ rowsOf, keyOf }: BatchPlan, { body }: Answer): ReadonlyMap<string, readonly Json[]> {
  const keyed = rowsOf(body).map((row) => ({ row, key: keyOf(row) ?? null }));
  const groups = Map.groupBy(
    keyed.filter(({ key }) => key !== null),
    ({ key }) => wireText(key),
  );
  return new Map([...groups].map(([key, members]) => [key, members.map(({ row }) => row)]));
}

function createLoader(loading: Loading): KeyLoader {
  return new DataLoader((chunk) => loadChunk(loading, chunk), {
    maxBatchSize: loading.plan.maxItems,
    cacheKeyFn: wireText,
  });
}

/** A key that the contract does not take fails alone: what the others ask for is not its fault. */
async function loadChunk(loading: Loading, chunk: readonly Json[]): Promise<(Answer | Error)[]> {
  const whole = preparedOrError(loading, chunk);
  if (!(whole instanceof GatewayError) || chunk.length === 1) {
    const outcome = await sentOrError(loading, whole);
    return chunk.map(() => outcome);
  }
  const refusals = chunk.map((key) => preparedOrError(loading, [key]));
  const sendable = chunk.filter((_, index) => !(refusals[index] instanceof GatewayError));
  const rest =
    sendable.length === 0 || sendable.length === chunk.length ? whole : preparedOrError(loading, sendable);
  const outcome = await sentOrError(loading, rest);
  return refusals.map((refusal) => (refusal instanceof GatewayError ? refusal : outcome));
}

function preparedOrError(
  { operation, plan, calls }: Loading,
  keys: readonly Json[],
): PreparedCall | GatewayError {
  try {
    const input = withKeys(splitInput(operation, plan.input), plan.into, keys);
    const content = JSON.stringify([input.parameters, input.body]);
    const place = [calls.level.path, calls.field.coordinate, content];
    return prepareTypedCall(
      operation,
      withIdempotencyKey(input, operation, calls.run.idempotencyKey, place),
      calls,
    );
  } catch (error) {
    return asGatewayError(error);
  }
}

async function sentOrError(
  { calls }: Loading,
  prepared: PreparedCall | GatewayError,
): Promise<Answer | GatewayError> {
  if (prepared instanceof GatewayError) return prepared;
  try {
    return await sendTypedCall(prepared, calls, false);
  } catch (error) {
    return asGatewayError(error);
  }
}
