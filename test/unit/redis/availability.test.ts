import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import type { Logger } from '../../../gateway/observability/logger.ts';
import { createAvailability } from '../../../gateway/redis/availability.ts';

function createWatched() {
  const said: string[] = [];
  const log: Logger = {
    debug() {},
    info: (_, message) => said.push(message),
    warn: (fields, message) => said.push(`${message}: ${JSON.stringify(fields)}`),
    error() {},
    child: () => log,
  };
  let at = 1_000;
  const availability = createAvailability({ ...systemClock, monotonicMs: () => at }, log);
  return { said, availability, passMs: (ms: number) => void (at += ms) };
}

describe('what is known of Redis', () => {
  it('is told once each time that it comes and goes, also when it was never there', () => {
    const { said, availability } = createWatched();
    availability.markAway('refused');
    availability.markAway('refused again');
    availability.markAvailable();
    availability.markAvailable();
    availability.markAway('closed');
    availability.markAvailable();
    expect(said).toEqual([
      'Redis is away: {"reason":"refused"}',
      'Redis is available',
      'Redis is away: {"reason":"closed"}',
      'Redis is available',
    ]);
  });

  it('is for how long it has been there without a break', () => {
    const { availability, passMs } = createWatched();
    expect([availability.isAvailable, availability.availableForMs()]).toEqual([false, 0]);
    availability.markAvailable();
    passMs(50);
    expect(availability.availableForMs()).toBe(50);
    availability.markAway('closed');
    availability.markAvailable();
    passMs(5);
    expect(availability.availableForMs()).toBe(5);
  });

  it('reaches whoever waits each time it is back, until they leave', () => {
    const { availability } = createWatched();
    let calls = 0;
    const leave = availability.onAvailable(() => (calls += 1));
    availability.markAvailable();
    availability.markAvailable();
    availability.markAway('closed');
    availability.markAvailable();
    leave();
    availability.markAway('closed');
    availability.markAvailable();
    expect(calls).toBe(2);
  });

  it('is no trouble once we left', () => {
    const { said, availability } = createWatched();
    availability.markAvailable();
    availability.leave();
    availability.markAway('closed');
    expect([said, availability.isAvailable]).toEqual([['Redis is available'], false]);
  });
});
