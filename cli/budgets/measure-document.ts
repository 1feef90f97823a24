import { ANY_VARIABLES, type BoundSchema, type CallBounds, callBoundsOf, costOf } from '#binding';
import type { ClientDocument } from '../read-documents.ts';

/** The most that one run of a document needs, whatever its variables are. */
export interface Measure extends CallBounds {
  readonly cost: number;
}

export function measureDocument(bound: BoundSchema, { document, operation }: ClientDocument): Measure {
  const input = { document, operation, ...ANY_VARIABLES };
  return { ...callBoundsOf(bound, input), cost: costOf(bound, input) };
}
