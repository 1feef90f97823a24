import { format } from 'node:util';

const METHODS = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const;

type Watched = Pick<Console, (typeof METHODS)[number]>;

export interface ConsoleWatch {
  /** @throws Error naming everything that was written since the last check. */
  check(): void;
}

/**
 * Silence is part of the contract: whatever has something to say gets a logger. Calls are recorded rather than
 * thrown at, because the code under test may well catch what is thrown.
 */
export function failOnConsole(target: Watched): ConsoleWatch {
  const written: string[] = [];
  for (const method of METHODS) {
    target[method] = (...values) => {
      const origin = new Error('written here').stack?.split('\n').slice(2, 4).join('\n') ?? '';
      written.push(`console.${method}: ${format(...values)}\n${origin}`);
    };
  }
  return {
    check() {
      const lines = written.splice(0);
      if (lines.length > 0) throw new Error(`nothing may be written to the console:\n${lines.join('\n')}`);
    },
  };
}
