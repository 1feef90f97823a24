import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { RequestScope } from '../request-scope.ts';
import type { UpstreamAnswer, UpstreamRequest } from './upstream.ts';
import { codeOf } from './upstream-failure.ts';

/**
 * Measures a call, and writes one line when it failed: which operation, how, how long. Never a URL, a body, a header
 * or a token.
 */
export async function recordCall(
  parts: { readonly clock: Clock; readonly metrics: Pick<Metrics, 'upstreamCallEnded'> },
  request: UpstreamRequest,
  scope: RequestScope,
  call: () => Promise<UpstreamAnswer>,
): Promise<UpstreamAnswer> {
  const { service, operation } = request;
  const started = parts.clock.monotonicMs();
  const finish = (outcome: string): number => {
    const durationMs = parts.clock.monotonicMs() - started;
    parts.metrics.upstreamCallEnded({ service, operation, outcome, durationMs });
    return Math.round(durationMs);
  };
  try {
    const answer = await call();
    const durationMs = finish(statusClass(answer.status));
    if (answer.status >= 500) {
      scope.log.warn({ service, operation, status: answer.status, durationMs }, 'upstream call failed');
    }
    return answer;
  } catch (error) {
    const failure =
      error instanceof GatewayError ? error : new GatewayError('INTERNAL_SERVER_ERROR', { service }, error);
    const durationMs = finish(failure.code);
    const line = { service, operation, durationMs, code: failure.code, reason: reasonOf(failure) };
    // A client that leaves is no failure of the service.
    if (failure.code === 'REQUEST_ABORTED') scope.log.debug(line, 'upstream call aborted');
    else scope.log.warn(line, 'upstream call failed');
    throw failure;
  }
}

function statusClass(status: number): string {
  return `${Math.floor(status / 100)}xx`;
}

/** `ECONNREFUSED`, or our own words for it; other people's messages may hold addresses and values. */
function reasonOf(failure: GatewayError): string | undefined {
  return (
    codeOf(failure.cause) ??
    (failure.detail.pointer === undefined ? undefined : `at ${failure.detail.pointer}`)
  );
}
