import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import type { RequestScope } from '../request-scope.ts';

/** One operation of a document that is already parsed and validated. */
export interface ExecuteArgs {
  readonly document: DocumentNode;
  /** The operation of `document` that is meant; queries and mutations. */
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null | undefined;
  /** As the client sent them: coercing them to the schema's types is the executor's business. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly scope: RequestScope;
  /** Handed to resolvers untouched. */
  readonly contextValue: unknown;
  /** The client's own idempotency key; without one, each execution makes a key for its writes. */
  readonly idempotencyKey?: string | undefined;
}

/**
 * Answers operations. Never throws for what a client or a service did: that stands in `errors`, each with the code
 * of a `GatewayError` in its `extensions`.
 */
export interface Executor {
  execute(args: ExecuteArgs): Promise<ExecutionResult>;
}
