import { setImmediate as takeTurn } from 'node:timers/promises';
import type { OperationProblem } from './find-operation-problems.ts';
import type { MockService } from './mock-service.ts';

/**
 * Tells what is wrong with the answers of a service, operation by operation, until the signal aborts. Requests are
 * served between any two operations: a contract with a thousand of them takes seconds.
 */
export async function reportProblems(
  service: Pick<MockService, 'problems'>,
  stopped: AbortSignal,
  tell: (problem: OperationProblem) => void,
): Promise<'complete' | 'stopped'> {
  for (const problems of service.problems()) {
    if (stopped.aborted) return 'stopped';
    for (const problem of problems) tell(problem);
    await takeTurn();
  }
  return 'complete';
}
