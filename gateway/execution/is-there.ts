import type { BoundCall, MissingPolicy } from '../binding/index.ts';
import { errorForStatus } from './error-for-status.ts';
import type { Answer } from './row.ts';
import type { Run } from './run.ts';

/**
 * Whether an answer has something to read; false where the binding gives its absence a meaning.
 * @throws GatewayError for every other answer without success.
 */
export function isThere(answer: Answer, call: BoundCall, missing: MissingPolicy, run: Run): boolean {
  if (answer.status >= 200 && answer.status < 300) return true;
  if (answer.status === 404 && missing !== 'ERROR') return false;
  throw errorForStatus(answer, { call, viewer: run.scope.viewer, clock: run.scope.clock });
}

/** What stands in the place of something that is missing. */
export function missingValue(missing: MissingPolicy): false | null {
  return missing === 'FALSE' ? false : null;
}
