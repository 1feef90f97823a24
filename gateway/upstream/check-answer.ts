import { GatewayError } from '../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from './upstream.ts';

/**
 * Holds a successful answer against its contract.
 * @throws GatewayError CONTRACT_VIOLATED with the place; the value itself is never repeated.
 */
export function checkAnswer(request: UpstreamRequest, answer: UpstreamAnswer): void {
  if (answer.status < 200 || answer.status > 299) return;
  const violation = request.check(answer);
  if (violation === undefined) return;
  throw new GatewayError(
    'CONTRACT_VIOLATED',
    { service: request.service, pointer: violation.pointer },
    new Error(`${request.operation}: ${violation.rule} at ${violation.pointer}`),
  );
}
