import { GatewayError } from '../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from './upstream.ts';

/**
 * Holds an answer that somebody reads against its contract.
 * @throws GatewayError CONTRACT_VIOLATED with the place; the value itself is never repeated.
 */
export function checkAnswer(request: UpstreamRequest, answer: UpstreamAnswer): void {
  if (!isRead(request, answer)) return;
  const violation = request.check(answer);
  if (violation === undefined) return;
  throw new GatewayError(
    'CONTRACT_VIOLATED',
    { service: request.service, pointer: violation.pointer },
    new Error(`${request.operation}: ${violation.rule} at ${violation.pointer}`),
  );
}

/** A failure is told by its status, whatever it carries; so is a result whose body was lost on the way. */
function isRead({ results }: UpstreamRequest, { status, body }: UpstreamAnswer): boolean {
  if (status >= 200 && status <= 299) return true;
  return body !== undefined && results?.has(status) === true;
}
