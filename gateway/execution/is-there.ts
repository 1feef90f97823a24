import type { JoinField, MissingPolicy, Outcome, RestField } from '../binding/index.ts';
import type { JsonObject } from '../contract/index.ts';
import { errorForStatus } from './error-for-status.ts';
import type { Answer } from './row.ts';
import type { Run } from './run.ts';

/**
 * Whether an answer has something to read; false where the binding gives its absence a meaning.
 * @throws GatewayError for every other answer without success.
 */
export function isThere(
  answer: Answer,
  { call, missing }: Pick<RestField | JoinField, 'call' | 'missing'>,
  args: JsonObject,
  run: Run,
): boolean {
  if (answer.status >= 200 && answer.status < 300) return true;
  if (answer.status === 404 && missing !== 'ERROR') return false;
  throw errorForStatus(answer, { call, viewer: run.scope.viewer, clock: run.scope.clock, args });
}

/**
 * What the answer is where its status is a result of its own. One that lost its body on the way, such as a proxy's page,
 * is a failure like any other.
 */
export function outcomeOf({ status, body }: Answer, { outcomes }: RestField): Outcome | undefined {
  const outcome = outcomes.get(status);
  const isLost = outcome?.hasBody === true && (body ?? null) === null && status >= 300;
  return isLost ? undefined : outcome;
}

/** What stands in the place of something that is missing. */
export function missingValue(missing: MissingPolicy): false | null {
  return missing === 'FALSE' ? false : null;
}
