import { type BoundSchema, bindSchema } from '../binding/index.ts';
import { createValidators, type JsonObject } from '../contract/index.ts';
import type { Executor } from '../execution/executor.ts';
import { createReferenceExecutor } from '../execution/reference-executor.ts';
import type { Resolvers } from '../execution/resolvers.ts';
import type { ClientSchemas } from '../read-schemas.ts';
import type { Upstream } from '../upstream/upstream.ts';

/** A client's schemas, ready to be answered from. */
export interface BoundClient {
  readonly bound: BoundSchema;
  readonly executor: Executor;
  /** Registered documents: id → text. */
  readonly trusted: ReadonlyMap<string, string>;
  /** The names of their operations. */
  readonly names: readonly string[];
}

export interface BindParts {
  readonly upstream: Upstream;
  readonly config: JsonObject;
  readonly resolvers: Resolvers;
}

/** @throws BindingError with every mistake in the client's schema, missing and superfluous resolvers among them */
export function bindClient(
  schemas: ClientSchemas,
  { upstream, resolvers, ...parts }: BindParts,
): BoundClient {
  const { client, sdl, contracts, documents } = schemas;
  const config = { ...schemas.config, ...parts.config };
  const bound = bindSchema({ client, sdl, contracts, config, resolvers });
  const validators = new Map(contracts.map((contract) => [contract.service, createValidators(contract)]));
  return {
    bound,
    executor: createReferenceExecutor({ bound, upstream, validators, config, resolvers }),
    trusted: new Map([...documents].map(([id, { text }]) => [id, text])),
    names: [...documents.values()].map(({ name }) => name),
  };
}
