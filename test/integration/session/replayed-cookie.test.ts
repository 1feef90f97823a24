import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CookieBrowser } from '../../support/cookie-browser.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { type SessionShop, startSessionShop } from '../../support/start-session-shop.ts';
import { testSize } from '../../support/test-size.ts';

const INTERLEAVINGS = testSize.repetitions({ ci: 120, full: 10_000 });
/** Sessions at a time. */
const TOGETHER = 6;
const CSRF = { 'x-csrf': '1' };

let redis: RedisProcess;
let shop: SessionShop;

beforeAll(async () => {
  redis = await startRedis();
  shop = await startSessionShop({
    redisUrl: redis.url,
    processes: 2,
    remembers: false,
  });
  shop.provider.misbehave(OVER_AT_ONCE);
});

/** What comes with a sign-in is over at once, so that whoever uses the session first refreshes it. */
const OVER_AT_ONCE = {
  tokenSet: (good: Record<string, unknown>, form: URLSearchParams) =>
    form.get('grant_type') === 'authorization_code' ? { ...good, expires_in: 1 } : good,
};

type Deed = 'read' | 'own data' | 'touch' | 'logout';

/** Deterministic, so that a failure comes again: mulberry32. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

function send(deed: Deed, process: number, cookie: string): Promise<{ status: number; text: string }> {
  const url = shop.bffs[process]?.url ?? '';
  const headers = { ...CSRF, cookie };
  const asked = {
    read: () => fetch(`${url}/bff/user?slide=false`, { headers }),
    touch: () => fetch(`${url}/bff/user`, { headers }),
    logout: () => fetch(`${url}/bff/logout`, { method: 'POST', headers }),
    'own data': () =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: '{"query":"{ me { id } }"}',
      }),
  };
  return asked[deed]().then(async (answer) => ({ status: answer.status, text: await answer.text() }));
}

/** Several deeds at once, one of them a logout, on both processes; then the cookie is shown again to both. */
async function interleave(browser: CookieBrowser, seed: number, wasAlive: () => void): Promise<string[]> {
  const roll = createDice(seed);
  const cookie = browser.cookiesFor(shop.url);
  const deeds: Deed[] = Array.from(
    { length: 3 + roll(4) },
    () => (['read', 'own data', 'touch'] as const)[roll(3)] ?? 'read',
  );
  deeds.splice(roll(deeds.length + 1), 0, 'logout');
  const answers = await Promise.all(
    deeds.map(async (deed) => {
      for (let turns = roll(6); turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
      return { deed, ...(await send(deed, roll(2), cookie)) };
    }),
  );
  if (answers.some(({ deed, status }) => deed === 'read' && status === 200)) wasAlive();
  const wrong = answers.filter(
    ({ deed, status }) => !(deed === 'logout' ? [200] : [200, 401]).includes(status),
  );
  const replays = await Promise.all(
    [0, 1].flatMap((process) =>
      (['read', 'touch', 'own data'] as const).map((deed) =>
        send(deed, process, cookie).then((answer) => ({ deed, ...answer })),
      ),
    ),
  );
  const revived = replays.filter(({ deed, status, text }) =>
    deed === 'own data' ? !text.includes('UNAUTHENTICATED') || text.includes('acct_') : status !== 401,
  );
  return [...wrong, ...revived].map(
    ({ deed, status, text }) => `seed ${seed}: ${deed} ${status} ${text.slice(0, 150)}`,
  );
}

const keysLeft = async () =>
  (await redis.command('keys', '*')).split('\n').filter((key) => /session:|envelope:/.test(key));

describe('a logout', () => {
  it('SES-04 is final, whatever is under way on two processes', async () => {
    const problems: string[] = [];
    let [next, alive] = [0, 0];
    async function inTurn(): Promise<void> {
      for (let seed = next++; seed < INTERLEAVINGS && problems.length === 0; seed = next++)
        problems.push(...(await interleave(await shop.attempt(), seed, () => (alive += 1))));
    }
    await Promise.all(Array.from({ length: TOGETHER }, inTurn));
    expect(problems).toEqual([]);
    // Where nobody was signed in, there was nothing to revive.
    expect(alive).toBeGreaterThan(INTERLEAVINGS / 4);
    expect(await keysLeft()).toEqual([]);
  }, 1_800_000);
});
