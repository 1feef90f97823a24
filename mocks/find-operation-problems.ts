import type { ContractValidators, Operation } from '#contract';
import { type Answers, CannotAnswer } from './answer.ts';

/** What is wrong with the answers of an operation, in one sentence with its place. */
export interface OperationProblem {
  /** An example that breaks its schema, for which data are generated; or nothing fits, and 501 is answered. */
  readonly kind: 'example' | 'unanswerable';
  readonly sentence: string;
}

/** Every example that breaks its contract, and whether there is any answer at all. */
export function findOperationProblems(
  operation: Operation,
  validators: ContractValidators,
  answers: Answers,
): readonly OperationProblem[] {
  return [
    ...findExampleProblems(operation, validators).map((sentence) => ({ kind: 'example' as const, sentence })),
    ...findFailure(operation, answers),
  ];
}

function findFailure(operation: Operation, answers: Answers): readonly OperationProblem[] {
  try {
    answers.answer(operation, { parameters: '', query: new URLSearchParams(), accept: null });
    return [];
  } catch (error) {
    if (!(error instanceof CannotAnswer)) throw error;
    const { file, line, column } = operation.contract.locate(operation.pointer);
    return [{ kind: 'unanswerable', sentence: `${file}:${line}:${column} ${error.message}` }];
  }
}

function findExampleProblems(operation: Operation, validators: ContractValidators): readonly string[] {
  return [...operation.responses].flatMap(([written, { content }]) =>
    [...content].flatMap(([name, { examples, pointer }]) =>
      examples.flatMap((example, index) => {
        const violation = validators.response(operation, exampleStatus(written), name, example);
        if (violation === undefined) return [];
        const { file, line, column } = operation.contract.locate(pointer);
        const place = `${file}:${line}:${column} ${operation.coordinate} ${written} ${name}`;
        return [
          `${place}: example ${index + 1} breaks the contract at ${violation.pointer || 'its root'}: ${violation.message}`,
        ];
      }),
    ),
  );
}

/** A status that a key of `responses` covers. */
function exampleStatus(written: string): number {
  if (written === 'default') return 500;
  return Number(written.replace(/XX$/i, '00'));
}
