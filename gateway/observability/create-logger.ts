import { type DestinationStream, type Logger as Pino, pino } from 'pino';
import type { Clock } from '../clock.ts';
import type { Logger } from './logger.ts';
import { redactFields } from './redact-fields.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  /** Lines below it are not written. `silent` writes none at all. */
  readonly level: LogLevel;
  /** On every line: `{ client: 'web' }`. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly clock: Clock;
  /**
   * Where lines go, each with its line feed.
   * @default standard output, buffered for at most 50 ms: a process that is killed loses no more than that
   */
  readonly destination?: { write(line: string): void };
}

/** A logger that owns its destination. */
export interface ProcessLogger extends Logger {
  /** The process is about to end for this reason. */
  fatal(fields: object, message: string): void;
  /** Writes what is still buffered, now. */
  flush(): void;
}

/** One JSON object a line: time, level, the fields without secrets, and `msg`. */
export function createLogger({ level, fields, clock, destination }: LoggerOptions): ProcessLogger {
  const output = destination === undefined ? standardOutput() : undefined;
  const lines = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      serializers: { err: (serialized) => serialized }, // pino's own would take a plain object apart again
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? output,
  );
  return {
    ...createChild(lines, fields),
    fatal: (more, message) => lines.fatal(redactFields({ ...fields, ...more }), message),
    flush: () => output?.flushSync(),
  };
}

/** Not pino's child: that one encodes its fields at once, and most requests write a single line. */
function createChild(lines: Pino, bound: Readonly<Record<string, unknown>>): Logger {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    if (lines.isLevelEnabled(level)) lines[level](redactFields({ ...bound, ...fields }), message);
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => createChild(lines, { ...bound, ...fields }),
  };
}

function standardOutput(): DestinationStream & { flushSync(): void } {
  return pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 50 });
}
