import type { BoundSchema } from '../binding/index.ts';
import type { ContractValidators, Json } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Upstream, UpstreamAnswer } from '../upstream/upstream.ts';
import { createLevelScheduler, type LevelScheduler } from './level-scheduler.ts';
import type { PreparedCall } from './prepare-call.ts';
import { createRequestMemory } from './request-memory.ts';
import type { Resolvers } from './resolvers.ts';
import { type Answer, asJson } from './row.ts';
import { tokenDemandOf } from './token-demand-of.ts';

/** One execution of one operation: what it may use, and what it remembers. */
export interface Run {
  readonly bound: BoundSchema;
  readonly scope: RequestScope;
  readonly config: Readonly<Record<string, Json>>;
  readonly idempotencyKey: string;
  /** By service. */
  readonly validators: ReadonlyMap<string, ContractValidators>;
  readonly resolvers: Resolvers;
  readonly levels: LevelScheduler;
  /** A read: equal ones are one call. Gives back the answer whatever its status. */
  read(prepared: PreparedCall): Promise<Answer>;
  /** A write: never merged, and never before the one in front of it has been answered. */
  write(prepared: PreparedCall): Promise<Answer>;
  /** How often a write has made everything forgotten that was read. */
  changes(): number;
  /** The answers that hold the rows of keys, by wire text; see `RequestMemory.keysOf`. */
  answersByKey(identity: string): Map<string, Promise<Answer>>;
  /** Starts nothing from now on. */
  stop(): void;
}

export interface RunParts {
  readonly bound: BoundSchema;
  readonly upstream: Upstream;
  readonly validators: ReadonlyMap<string, ContractValidators>;
  readonly config: Readonly<Record<string, Json>>;
  /** By operation, the statuses besides successes whose answers are results; see `@status`. */
  readonly results: ReadonlyMap<string, ReadonlySet<number>>;
  readonly scope: RequestScope;
  readonly idempotencyKey: string;
  readonly resolvers: Resolvers;
}

export function createRun(parts: RunParts): Run {
  const levels = createLevelScheduler();
  const memory = createRequestMemory();
  let lastWrite: Promise<unknown> = Promise.resolve();
  let isOver = false;
  let changes = 0;

  const send = async (prepared: PreparedCall): Promise<Answer> => {
    parts.scope.signal.throwIfAborted();
    if (isOver) throw new GatewayError('REQUEST_ABORTED', { service: prepared.call.operation.service });
    return callOperation(parts, prepared);
  };
  const forget = () => {
    memory.forget();
    changes += 1;
  };
  const writeNow = async (prepared: PreparedCall): Promise<Answer> => {
    forget();
    try {
      return await send(prepared);
    } finally {
      forget();
    }
  };
  return {
    bound: parts.bound,
    scope: parts.scope,
    config: parts.config,
    idempotencyKey: parts.idempotencyKey,
    validators: parts.validators,
    resolvers: parts.resolvers,
    levels,
    read: (prepared) => memory.once(prepared.identity, () => send(prepared)),
    write(prepared) {
      const answer = lastWrite.then(() => writeNow(prepared));
      lastWrite = answer.catch(() => undefined);
      return answer;
    },
    changes: () => changes,
    answersByKey: (identity) => memory.keysOf(identity),
    stop() {
      isOver = true;
      levels.stop();
    },
  };
}

async function callOperation(parts: RunParts, { call, encoded, parameters }: PreparedCall): Promise<Answer> {
  const { operation } = call;
  const { service, coordinate } = operation;
  const validators = parts.validators.get(service);
  const check = ({ status, mediaType, body }: UpstreamAnswer) =>
    validators?.response(operation, status, mediaType, body);
  const answer = await parts.upstream.send(
    { ...tokenDemandOf(operation), ...encoded, check, results: parts.results.get(coordinate) },
    parts.scope,
  );
  const { status, headers, body } = answer;
  return { service, status, headers, body: asJson(body), parameters };
}
