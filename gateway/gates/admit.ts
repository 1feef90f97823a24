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
 * What these variables make of the operation.
 * @returns its cost
 * @throws GatewayError BAD_USER_INPUT, COST_LIMIT_EXCEEDED
 */
export function admitOperation(
  { document, slicingArguments }: PreparedDocument,
  operation: OperationDefinitionNode,
  { variables, extensions }: Pick<ResolvedOperation, 'variables' | 'extensions'>,
  { bound, limits }: AdmitSettings,
): number {
  checkInput('variables', variables, limits.maxInputDepth);
  checkInput('extensions', extensions, limits.maxInputDepth);
  checkSlices(operation, slicingArguments.get(operation) ?? [], { variables, maxSlice: limits.maxSlice });
  return checkCost(bound, { document, operation, variables }, limits.maxCost);
}

interface CostedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

function checkCost(bound: BoundSchema, operation: CostedOperation, maxCost: number): number {
  const cost = costOf(bound, { ...operation, limit: maxCost });
  if (cost <= maxCost) return cost;
  throw new GatewayError('COST_LIMIT_EXCEEDED', { limit: { name: 'maxCost', max: maxCost } });
}
