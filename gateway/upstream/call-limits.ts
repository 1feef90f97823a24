import type { Clock } from '../clock.ts';
import { type ErrorCode, GatewayError } from '../errors.ts';
import { type RequestScope, remainingMs } from '../request-scope.ts';
import type { ServiceSettings } from './service-settings.ts';
import { abortReason } from './upstream-failure.ts';

/** Nothing is started with less time left, in milliseconds: its answer could not be used any more. */
export const MIN_START_MS = 20;

/** The clock of one call. `signal` aborts for whatever ends it first, with a `GatewayError` as its reason. */
export interface CallLimits {
  readonly signal: AbortSignal;
  /** A piece of the answer has arrived (its headers, or some of its body): the next may take `bodyTimeoutMs`. */
  progressed(): void;
  /** Stops the clock; to be called once, whatever happened. */
  release(): void;
}

/**
 * Starts the clock of one call: the client's deadline, the client going away, and the service's own limits.
 * @throws GatewayError DEADLINE_EXCEEDED when too little time is left, or why the request is over already.
 */
export function startCallLimits(
  clock: Clock,
  scope: RequestScope,
  service: string,
  settings: ServiceSettings,
): CallLimits {
  if (scope.signal.aborted) throw abortReason(scope.signal, service);
  const remaining = remainingMs(scope);
  if (remaining < MIN_START_MS) throw new GatewayError('DEADLINE_EXCEEDED', { service });

  const controller = new AbortController();
  const started = clock.monotonicMs();
  const end: Due =
    remaining <= settings.timeoutMs
      ? { at: started + remaining, code: 'DEADLINE_EXCEEDED' }
      : { at: started + settings.timeoutMs, code: 'UPSTREAM_TIMED_OUT' };
  const timer = createDueTimer(clock, (code) => controller.abort(new GatewayError(code, { service })));
  const waitAtMost = (ms: number) => {
    const at = clock.monotonicMs() + ms;
    timer.expect(at < end.at ? { at, code: 'UPSTREAM_TIMED_OUT' } : end);
  };

  const onScopeAbort = () => controller.abort(abortReason(scope.signal, service));
  scope.signal.addEventListener('abort', onScopeAbort, { once: true });
  waitAtMost(settings.headersTimeoutMs);
  return {
    signal: controller.signal,
    progressed: () => waitAtMost(settings.bodyTimeoutMs),
    release() {
      timer.cancel();
      scope.signal.removeEventListener('abort', onScopeAbort);
    },
  };
}

interface Due {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly code: ErrorCode;
}

interface DueTimer {
  expect(next: Due): void;
  cancel(): void;
}

/** One timer for a due time that keeps moving: moving it later costs nothing, so each piece of a body may do it. */
function createDueTimer(clock: Clock, onDue: (code: ErrorCode) => void): DueTimer {
  let due: Due | undefined;
  let armedAt = Number.POSITIVE_INFINITY;
  let disarm: (() => void) | undefined;

  const arm = (at: number) => {
    disarm?.();
    armedAt = at;
    disarm = clock.after(Math.max(0, at - clock.monotonicMs()), onTimer);
  };
  const onTimer = () => {
    armedAt = Number.POSITIVE_INFINITY;
    if (due === undefined) return;
    // Timers may fire a fraction of a millisecond early.
    if (clock.monotonicMs() + 1 >= due.at) onDue(due.code);
    else arm(due.at);
  };
  return {
    expect(next) {
      due = next;
      if (next.at < armedAt) arm(next.at);
    },
    cancel() {
      due = undefined;
      disarm?.();
    },
  };
}
