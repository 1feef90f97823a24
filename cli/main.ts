import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from './run-command.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  surroundings: {
    clock: {
      now: () => Date.now(),
      wait: (delayMs, signal) => delay(delayMs, undefined, { signal }),
    },
    send: (...request) => fetch(...request),
    directory: process.cwd(),
    // Asked for by commands that run on: Ctrl-C ends all others as it always does.
    stopped: () => {
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
      return stop.signal;
    },
  },
});
