import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { ContractError } from '#contract';
import { HandlerError } from './behaviour/bind-handlers.ts';
import type { MockClock } from './mock-clock.ts';
import { readSettings, SettingsError } from './read-settings.ts';
import { type MockServices, StartError, startMockServices } from './start-mock-services.ts';

const CLOCK: MockClock = {
  now: () => Date.now(),
  wait: (delayMs, signal) => delay(delayMs, undefined, { signal }),
};

await main();

/** Starts the mocks of all contracts, says where they listen, and stops them on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  try {
    const settings = readSettings(process.env);
    const log = pino({ level: settings.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
    const mocks = await startMockServices(settings, { log, clock: CLOCK });
    for (const { service, url } of mocks.listening) announce({ msg: 'listening', service, url });
    announce({ msg: 'ready' });
    stopOnSignal(mocks);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
  }
}

/** Whoever starts the mocks waits for these lines, so that they do not depend on the log level. */
function announce(line: Readonly<Record<string, string>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function stopOnSignal(mocks: MockServices): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void mocks.stop());
}

/** The mistakes of whoever starts the mocks need no stack, which would only hide what they say. */
function describe(error: unknown): string {
  const isMistake = [SettingsError, StartError, ContractError, HandlerError].some(
    (kind) => error instanceof kind,
  );
  if (isMistake && error instanceof Error) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
