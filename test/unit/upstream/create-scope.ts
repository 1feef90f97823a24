import { type Clock, systemClock } from '../../../gateway/clock.ts';
import { GatewayError } from '../../../gateway/errors.ts';
import type { Logger } from '../../../gateway/observability/logger.ts';
import type { RequestScope, Viewer } from '../../../gateway/request-scope.ts';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface TestScope extends RequestScope {
  readonly lines: readonly LogLine[];
  /** The client goes away. */
  leave(): void;
}

export interface ScopeChoices {
  readonly clock?: Clock;
  /** Milliseconds from now. */
  readonly deadlineMs?: number;
  readonly viewer?: Viewer | null;
}

export function createScope({
  clock = systemClock,
  deadlineMs = 60_000,
  viewer = null,
}: ScopeChoices = {}): TestScope {
  const controller = new AbortController();
  const lines: LogLine[] = [];
  return {
    id: 'request-1',
    clock,
    address: '127.0.0.1',
    signal: controller.signal,
    deadlineAt: clock.monotonicMs() + deadlineMs,
    log: recordingLogger(lines),
    viewer,
    lines,
    leave: () => controller.abort(new GatewayError('REQUEST_ABORTED')),
  };
}

export function createViewer(choices: Partial<Viewer> = {}): Viewer {
  return {
    sub: 'ann',
    key: 'ann',
    scopes: new Set(),
    claims: { sub: 'ann' },
    accessToken: async () => 'ann',
    ...choices,
  };
}

function recordingLogger(lines: LogLine[]): Logger {
  const at = (level: LogLine['level']) => (fields: object, message: string) =>
    void lines.push({ level, fields: { ...fields }, message });
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger,
  };
  return logger;
}
