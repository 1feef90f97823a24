import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { RequestScope } from '../request-scope.ts';
import { answeredAt } from './unread-body.ts';

/**
 * The signal of one request: it aborts with DEADLINE_EXCEEDED when the time is up, and with REQUEST_ABORTED when
 * the client goes away. A client may ask for less time than `deadlineMs` with `x-deadline-ms`, never for more.
 */
export function startRequestSignal(
  request: IncomingMessage,
  response: ServerResponse,
  { clock, deadlineMs }: { readonly clock: Clock; readonly deadlineMs: number },
): Pick<RequestScope, 'signal' | 'deadlineAt'> {
  const controller = new AbortController();
  const timeMs = Math.min(deadlineMs, wantedMs(request) ?? deadlineMs);
  const cancel = clock.after(timeMs, () => controller.abort(new GatewayError('DEADLINE_EXCEEDED')));
  response.once('close', () => {
    cancel();
    if (answeredAt(response, clock) === undefined) controller.abort(new GatewayError('REQUEST_ABORTED'));
  });
  return { signal: controller.signal, deadlineAt: clock.monotonicMs() + timeMs };
}

function wantedMs(request: IncomingMessage): number | undefined {
  const sent = request.headers['x-deadline-ms'];
  return typeof sent === 'string' && /^\d{1,9}$/.test(sent) ? Number(sent) : undefined;
}
