import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { type BoundSchema, costOf } from '../binding/index.ts';
import { GatewayError } from '../errors.ts';
import type { DocumentLimits } from '../options.ts';
import { checkInput } from './check-input.ts';
import type { PreparedDocument } from './prepared-document.ts';
import type { ResolvedOperation } from './resolve-document.ts';
import { checkSlices } from './slicing-arguments.ts';

export interface AdmitSettings {
  readonly bound: BoundSchema;
  readonly limits: DocumentLimits;
}

/**
 * The last step before execution: what these variables make of the operation.
 * @throws GatewayError BAD_USER_INPUT, COST_LIMIT_EXCEEDED
 */
export function admitOperation(
  { document, slicingArguments }: PreparedDocument,
  operation: OperationDefinitionNode,
  { variables, extensions }: Pick<ResolvedOperation, 'variables' | 'extensions'>,
  { bound, limits }: AdmitSettings,
): void {
  checkInput('variables', variables, limits.maxInputDepth);
  checkInput('extensions', extensions, limits.maxInputDepth);
  checkSlices(operation, slicingArguments.get(operation) ?? [], { variables, maxSlice: limits.maxSlice });
  checkCost(bound, { document, operation, variables }, limits.maxCost);
}

interface CostedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

function checkCost(bound: BoundSchema, operation: CostedOperation, maxCost: number): void {
  if (costOf(bound, { ...operation, limit: maxCost }) <= maxCost) return;
  throw new GatewayError('COST_LIMIT_EXCEEDED', { limit: { name: 'maxCost', max: maxCost } });
}
