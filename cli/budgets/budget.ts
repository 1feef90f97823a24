import type { SourcePosition } from '#contract';

/** What one run of a document may need at most. */
export interface Budget {
  /** Upstream calls in all. */
  readonly calls: Limit;
  /** Upstream calls to any one service. */
  readonly perService: Limit;
  readonly cost: Limit;
  /** Calls in a chain; undefined where nothing is said about them. */
  readonly waves: Limit | undefined;
}

export interface Limit {
  readonly max: number;
  /** Where it is written. */
  readonly position: SourcePosition;
  /** True where it is written for this document, and not for all of them. */
  readonly isOwn: boolean;
}

/** The budgets of a client's documents. */
export interface Budgets {
  /** By the name of a document's operation. */
  of(document: string): Budget;
  /** Those with limits of their own, and where. */
  readonly documents: ReadonlyMap<string, SourcePosition>;
}
