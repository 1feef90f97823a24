import type { SourcePosition } from './contract.ts';

/** One mistake in a published file: what it is and what repairs it, and where it stands. */
export interface ContractProblem {
  readonly message: string;
  readonly position: SourcePosition;
}

/** Everything that is wrong with the contracts that were read; nothing is usable until all of it is mended. */
export class ContractError extends Error {
  readonly problems: readonly ContractProblem[];

  /** @param problems at least one, in the order in which a person should read them. */
  constructor(problems: readonly ContractProblem[]) {
    super(problems.map(presentProblem).join('\n'));
    this.name = 'ContractError';
    this.problems = problems;
  }
}

function presentProblem({ message, position }: ContractProblem): string {
  return `${position.file}:${position.line}:${position.column} ${message}`;
}
