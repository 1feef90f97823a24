import { type DocumentNode, GraphQLError, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { OperationRefused } from './operation-refused.ts';

/** The operation that is meant, or undefined: the name is unknown, or several operations stand to choose from. */
export function selectOperation(
  document: DocumentNode,
  name: string | undefined,
): OperationDefinitionNode | undefined {
  return getOperationAST(document, name) ?? undefined;
}

/** In graphql-js's words. */
export function operationNotFound(name: string | undefined): OperationRefused {
  const message =
    name === undefined
      ? 'Must provide operation name if query contains multiple operations.'
      : `Unknown operation named "${name}".`;
  return new OperationRefused('OPERATION_RESOLUTION_FAILURE', [new GraphQLError(message)]);
}
