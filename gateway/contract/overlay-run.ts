import type { JsonObject } from './contract.ts';
import type { ContractProblem } from './contract-error.ts';
import type { Origins } from './origins.ts';
import type { Overlay } from './parse-overlay.ts';

/** One overlay while it is applied to one contract. */
export interface OverlayRun {
  /** Of the contract. */
  readonly file: string;
  /** Changed in place. */
  readonly document: JsonObject;
  readonly overlay: Overlay;
  readonly origins: Origins;
  readonly problems: ContractProblem[];
}

export interface OverlayComplaint {
  readonly code: 'GH150' | 'GH152';
  /** In the overlay. */
  readonly at: string;
  readonly message: string;
  readonly fix: string;
}

export function complain({ overlay, problems }: OverlayRun, { at, ...problem }: OverlayComplaint): undefined {
  problems.push({ ...problem, position: overlay.source.locate(at) });
}
