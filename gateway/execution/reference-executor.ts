import { execute, OperationTypeNode } from 'graphql';
import type { BoundSchema } from '../binding/index.ts';
import { type Randomness, systemRandomness } from '../clock.ts';
import type { ContractValidators, Json } from '../contract/index.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { createFieldResolver } from './create-field-resolver.ts';
import type { ExecuteArgs, Executor } from './executor.ts';
import type { Resolvers } from './resolvers.ts';
import { resultStatuses } from './result-statuses.ts';
import { type Row, rootRow } from './row.ts';
import { createRun, type Run } from './run.ts';

export interface ReferenceExecutorParts {
  readonly bound: BoundSchema;
  readonly upstream: Upstream;
  /** By service: what `upstream` checks answers with, as often as its settings say. Others are not checked. */
  readonly validators: ReadonlyMap<string, ContractValidators>;
  /** What `$config.<name>` reads. */
  readonly config?: Readonly<Record<string, Json>>;
  /** What answers the fields marked `@resolver`. */
  readonly resolvers?: Resolvers;
  /** Makes idempotency keys for requests that bring none. */
  readonly randomness?: Randomness;
}

/**
 * graphql-js over the bindings, DataLoader for the joins: slow, and obviously right. Other executors are compared
 * with it.
 */
export function createReferenceExecutor(parts: ReferenceExecutorParts): Executor {
  const { bound, upstream, validators, config = {}, resolvers = {}, randomness = systemRandomness } = parts;
  const results = resultStatuses(bound);
  return {
    async execute(args) {
      const idempotencyKey = args.idempotencyKey ?? randomness.id();
      const run = createRun({
        bound,
        upstream,
        validators,
        config,
        resolvers,
        results,
        scope: args.scope,
        idempotencyKey,
      });
      try {
        return await executeRun(args, run);
      } finally {
        run.stop();
      }
    },
  };
}

async function executeRun(args: ExecuteArgs, run: Run) {
  const { query, mutation } = run.bound.roots;
  const root = args.operation.operation === OperationTypeNode.MUTATION ? mutation : query;
  return execute({
    schema: run.bound.schema,
    document: args.document,
    operationName: args.operationName ?? null,
    variableValues: args.variables,
    contextValue: args.contextValue,
    rootValue: rootRow(root ?? query),
    fieldResolver: createFieldResolver(run),
    typeResolver: (row: Row) => row.shape.type,
    // Suggestions would tell names that the client may not know.
    hideSuggestions: true,
  });
}
