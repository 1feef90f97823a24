import { GatewayError } from '../errors.ts';
import type { Answer } from './row.ts';

/**
 * An answer that is not what its contract says, or a value of a resolver that is not what the schema says.
 * `rule` is for the log; values are never repeated.
 */
export function contractViolation(
  answer: Pick<Answer, 'service' | 'resolver'>,
  pointer: string,
  rule: string,
): GatewayError {
  if (answer.resolver !== undefined) {
    const cause = new Error(`the resolver of ${answer.resolver} gave ${rule} at ${pointer || 'the top'}`);
    return new GatewayError('INTERNAL_SERVER_ERROR', {}, cause);
  }
  return new GatewayError(
    'CONTRACT_VIOLATED',
    { service: answer.service, pointer },
    new Error(`${rule} at ${pointer}`),
  );
}
