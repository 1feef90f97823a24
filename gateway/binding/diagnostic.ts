import type { SourcePosition } from '../contract/index.ts';

/** One mistake or piece of advice, addressed to the author of a client schema. */
export interface Diagnostic {
  /** `GH` and three digits; stable, never reused. Listed in `docs/diagnostics.md`. */
  readonly code: string;
  readonly severity: 'error' | 'advice';
  /** What is wrong, with the contract's own words. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
  /** In the client schema. */
  readonly position: SourcePosition;
  /** The place in the contract that decides, where there is one. */
  readonly contractPosition: SourcePosition | undefined;
}
