import type { SourcePosition } from './contract.ts';

/** One mistake in a published file: what it is and what repairs it, and where it stands. */
export interface ContractProblem {
  /** Where it is one that `docs/diagnostics.md` lists. */
  readonly code?: string;
  readonly message: string;
  readonly position: SourcePosition;
  /** What to write instead; comes with a code. */
  readonly fix?: string;
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

/** By their places in the file. */
export function inOrder(problems: readonly ContractProblem[]): readonly ContractProblem[] {
  return problems.toSorted(
    (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
  );
}

function presentProblem({ code, message, position, fix }: ContractProblem): string {
  const place = `${position.file}:${position.line}:${position.column}`;
  return code === undefined ? `${place} ${message}` : `${place}  error ${code}  ${message}\n  fix: ${fix}`;
}
