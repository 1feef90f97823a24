import { type Clock, systemClock, systemRandomness } from '../../../gateway/clock.ts';
import type { Logger } from '../../../gateway/observability/logger.ts';
import { createRedis } from '../../../gateway/redis/create-redis.ts';
import type { Redis } from '../../../gateway/redis/redis.ts';
import { started } from '../../support/leftovers.ts';

export const silentLog: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
};

/** Connected, and stopped when the test is over. */
export async function startTestRedis(url: string, clock: Clock = systemClock): Promise<Redis> {
  const redis = started(createRedis({ url, clock, randomness: systemRandomness, log: silentLog }));
  await redis.start();
  return redis;
}
