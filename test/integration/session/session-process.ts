/** A process that does to sessions what it is told by its parent, each deed at its time. */
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock, systemRandomness } from '../../../gateway/clock.ts';
import { createRedis } from '../../../gateway/redis/create-redis.ts';
import { createRedisSessionStore } from '../../../gateway/session/store/create-redis-session-store.ts';
import type { SessionKey, SessionStore } from '../../../gateway/session/store/session-store.ts';
import type { Deed } from './interleaving.ts';
import type { Outcomes, Work } from './start-session-process.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const redis = createRedis({
  url: process.argv[2] ?? '',
  clock: systemClock,
  randomness: systemRandomness,
  log: silent,
});
await redis.start();
const store = createRedisSessionStore({ redis, prefix: 'gatehouse:test:', clock: systemClock });

process.on('message', (work: readonly Work[]) => {
  void Promise.all(work.map(doInTime)).then((outcomes) => process.send?.(countOutcomes(outcomes)));
});
process.send?.('ready');

async function doInTime({ key, deed }: Work): Promise<keyof Outcomes> {
  await pause(deed.startMs);
  try {
    return (await doOne(key, deed, store)) ? 'done' : 'refused';
  } catch (error) {
    if (deed.act === 'logout') return doInTime({ key, deed });
    if (Error.isError(error) && 'code' in error && error.code === 'SESSIONS_UNAVAILABLE') return 'failed';
    throw error;
  }
}

async function doOne(key: SessionKey, { act, durationMs }: Deed, to: SessionStore): Promise<boolean> {
  const now = systemClock.now();
  switch (act) {
    case 'read':
      return (await to.read(key, { now, slide: true })) !== undefined;
    case 'write':
      await to.readValues(key);
      await pause(durationMs);
      return to.writeValue(key, `name ${durationMs}`, 'value');
    case 'touch':
      await to.envelopes.get(key);
      await pause(durationMs);
      return to.envelopes.set(key, 'envelope');
    case 'refresh':
      return refresh(key, durationMs, to);
    case 'logout':
      await to.end(key);
      return true;
  }
}

async function refresh(key: SessionKey, durationMs: number, to: SessionStore): Promise<boolean> {
  const now = systemClock.now();
  const version = (await to.read(key, { now, slide: false }))?.version ?? 1;
  const attempt = { owner: systemRandomness.id(), version, now, leaseMs: 5_000, takeOver: true };
  const { turn } = await to.beginRefresh(key, attempt);
  await pause(durationMs);
  return turn === 'yours' && to.commitRefresh(key, attempt, 'tokens');
}

function countOutcomes(outcomes: readonly (keyof Outcomes)[]): Outcomes {
  const count = (outcome: keyof Outcomes) => outcomes.filter((one) => one === outcome).length;
  return { done: count('done'), refused: count('refused'), failed: count('failed') };
}
