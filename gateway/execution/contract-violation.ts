import { GatewayError } from '../errors.ts';
import type { Answer } from './row.ts';

/** An answer that is not what its contract says. `rule` is for the log; values are never repeated. */
export function contractViolation(
  answer: Pick<Answer, 'service'>,
  pointer: string,
  rule: string,
): GatewayError {
  return new GatewayError(
    'CONTRACT_VIOLATED',
    { service: answer.service, pointer },
    new Error(`${rule} at ${pointer}`),
  );
}
