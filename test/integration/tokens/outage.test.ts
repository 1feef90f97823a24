import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { CookieJar } from '../../support/cookie-jar.ts';
import { createCookieJar } from '../../support/cookie-jar.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { testSize } from '../../support/test-size.ts';
import { ask, KNOWN, outcomeOf, type Shop, type ShopAnswer, startShop } from './start-shop.ts';

const SHORT = { accessTokenSeconds: 2 };
const GOOD = { accessTokenSeconds: 300 };
const SESSIONS = testSize.repetitions({ ci: 20, full: 1_000 });
const OUTAGE_MS = testSize.repetitions({ ci: 1_500, full: 60_000 });

/** What comes of requests of somebody who is signed in while Redis and the provider are away: never 401, never nobody. */
const AWAY = [
  { status: 503, code: 'SESSIONS_UNAVAILABLE' },
  { status: 503, code: 'SIGN_IN_UNAVAILABLE' },
];

interface Outage {
  readonly begin: (redis: RedisProcess) => unknown;
  readonly end: (redis: RedisProcess) => unknown;
}

const OUTAGES: Readonly<Record<string, Outage>> = {
  'stands still': { begin: (redis) => redis.pause(), end: (redis) => redis.resume() },
  'is gone': { begin: (redis) => redis.stop(), end: (redis) => redis.start() },
};

describe('an outage of Redis and of the provider, when tokens run out', () => {
  it.each(Object.entries(OUTAGES))(
    'REL-23 signs nobody out when Redis %s',
    async (_, outage) => {
      const redis = await startRedis({ args: ['--appendonly', 'yes'] });
      const shop = await startShop({ redis, processes: 2, env: { WEB_DEADLINE_MS: '3000' } });
      const people = await signInAll(shop);
      shop.idp.forget();
      await setTimeout(2_000);

      // The outage begins in the midst of refreshing: some are answered, and cannot write down what they got.
      // Not so many that the provider is late for some: an answer that is lost costs a session, wherever tokens rotate.
      const caught = people.slice(0, Math.min(40, people.length / 4));
      shop.idp.fail('token', { delayMs: 150 });
      const midst = Promise.all(caught.map((jar) => ask(shop.processes[0], jar)));
      await shop.idp.asked('token', Math.min(8, caught.length));
      await outage.begin(redis);
      for (const { status } of await midst) expect([200, 503]).toContain(status);
      shop.idp.heal();
      await allAnswered(shop);
      await shop.idp.stop();

      const seen = await askDuring(shop, people, OUTAGE_MS);
      expect(seen.length).toBeGreaterThan(10);
      for (const answer of seen) expect(AWAY).toContainEqual(answer);

      shop.idp.setLifetimes(SHORT);
      await Promise.all([outage.end(redis), shop.idp.start()]);
      const outcomes = await inBatches(people, (jar, index) => untilKnown(shop, jar, index));
      expect(countOutcomes(outcomes)).toEqual({ [`200 ${KNOWN.code}`]: SESSIONS });
      // And each of them still has a refresh token that is good: those of now run out, too.
      await setTimeout(2_000);
      shop.idp.setLifetimes(GOOD);
      const again = await inBatches(people, async (jar, index) =>
        outcomeOf(await ask(shop.processes[index % 2], jar)),
      );
      expect(countOutcomes(again)).toEqual({ [`200 ${KNOWN.code}`]: SESSIONS });
      const used = shop.idp.requests.filter(({ params }) => params.get('grant_type') === 'refresh_token');
      const good = used
        .filter(({ status }) => status === 200)
        .map(({ params }) => params.get('refresh_token'));
      expect(new Set(good).size).toBe(good.length);
      expect(used.filter(({ status }) => status === 400)).toEqual([]);
    },
    600_000,
  );
});

/** What the provider was asked has been answered, or nobody waits for it any more. */
async function allAnswered({ idp }: Shop): Promise<void> {
  const until = performance.now() + 5_000;
  while (idp.requests.some(({ status }) => status === undefined) && performance.now() < until)
    await setTimeout(50);
}

function countOutcomes(outcomes: readonly Pick<ShopAnswer, 'status' | 'code'>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of outcomes)
    counts[`${status} ${code}`] = (counts[`${status} ${code}`] ?? 0) + 1;
  return counts;
}

/** Tokens that run out at once; everybody is at a browser of their own. */
async function signInAll(shop: Shop): Promise<readonly CookieJar[]> {
  shop.idp.setLifetimes(SHORT);
  const people = Array.from({ length: SESSIONS }, () => createCookieJar());
  await inBatches(people, (jar) => signInSometime(shop, jar));
  shop.idp.setLifetimes(GOOD);
  return people;
}

/** A machine that is busy with hundreds of others may be late for one; they begin again, as people do. */
async function signInSometime(shop: Shop, jar: CookieJar, attempts = 5): Promise<void> {
  await shop.signIn(jar).catch((error: unknown) => {
    if (attempts === 0) throw error;
    return signInSometime(shop, jar, attempts - 1);
  });
}

/** Four requests at a time, of one after the other. */
async function askDuring(shop: Shop, people: readonly CookieJar[], forMs: number) {
  const seen: Pick<ShopAnswer, 'status' | 'code'>[] = [];
  const until = performance.now() + forMs;
  for (let next = 0; performance.now() < until; next += 4) {
    const some = [0, 1, 2, 3].map((one) => people[(next + one) % people.length]);
    const answers = await Promise.all(some.map((jar, index) => ask(shop.processes[index % 2], jar)));
    seen.push(...answers.map(outcomeOf));
    await setTimeout(50);
  }
  return seen;
}

/** Whoever hears that something is away asks again, as the code says. */
async function untilKnown(shop: Shop, jar: CookieJar, index: number) {
  const until = performance.now() + 30_000;
  for (;;) {
    const outcome = outcomeOf(await ask(shop.processes[index % 2], jar));
    if (outcome.status !== 503 || performance.now() > until) return outcome;
    await setTimeout(200);
  }
}

async function inBatches<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += 20) {
    const batch = items.slice(start, start + 20);
    results.push(...(await Promise.all(batch.map((item, index) => work(item, start + index)))));
  }
  return results;
}
