import type { Logger } from 'pino';
import type { MockClock } from '../mock-clock.ts';
import type { Agenda } from './agenda.ts';

export interface PaceParts {
  readonly clock: MockClock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Lets the next planned event of the world happen every so many seconds of real time, until the signal aborts. */
export async function keepPace(
  agenda: Agenda,
  paceSeconds: number,
  { clock, log, signal }: PaceParts,
): Promise<void> {
  try {
    for (;;) {
      await clock.wait(paceSeconds * 1_000, signal);
      for (const happened of agenda.advance()) log.info({ happened }, 'time passed');
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
