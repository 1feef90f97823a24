import type { ContractValidators, Operation } from '#contract';

/** Every example of the operation that breaks its contract, one sentence each. */
export function findExampleProblems(operation: Operation, validators: ContractValidators): readonly string[] {
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
