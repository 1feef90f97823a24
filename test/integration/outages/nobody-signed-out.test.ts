import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CookieBrowser } from '../../support/cookie-browser.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { findFreePort } from '../../support/find-free-port.ts';
import { started } from '../../support/leftovers.ts';
import { runOpenLoop } from '../../support/open-loop.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { type SessionShop, startSessionShop } from '../../support/start-session-shop.ts';
import { testSize } from '../../support/test-size.ts';

const SESSIONS = testSize.repetitions({ ci: 10, full: 1_000 });
const OUTAGE_MS = testSize.repetitions({ ci: 1_000, full: 60_000 });
const PER_SECOND = testSize.repetitions({ ci: 40, full: 100 });
/** What there is to sign in before the tokens run out. */
const SIGN_IN_MS = SESSIONS * 50 + 1_000;
const GRACE_MS = testSize.allowed(15_000);
const TIME_LIMIT_MS = SIGN_IN_MS + OUTAGE_MS + GRACE_MS + 60_000;

interface Answer {
  readonly status: number;
  readonly text: string;
}

let redis: RedisProcess;
let toRedis: FaultProxy;
let toProvider: FaultProxy;
let shop: SessionShop;

beforeAll(async () => {
  const port = await findFreePort();
  redis = await startRedis({ args: ['--appendonly', 'yes'] });
  [toRedis, toProvider] = [started(await startFaultProxy(redis)), started(await startFaultProxy({ port }))];
  shop = await startSessionShop({
    port,
    processes: 2,
    redisUrl: `redis://127.0.0.1:${toRedis.port}`,
    remembers: false,
    env: { OIDC_CONNECT_TO: `127.0.0.1:${toProvider.port}` },
  });
});

/** All tokens run out at one time, and each refresh token is good once: whoever shows an old one has lost their session. */
function beStrict(expiresAt: number): void {
  const spent = new Set<string>();
  shop.provider.misbehave({
    token(form) {
      const shown = form.get('refresh_token');
      if (shown === null) return undefined;
      if (spent.has(shown)) return { status: 400, headers: JSON_TYPE, body: '{"error":"invalid_grant"}' };
      spent.add(shown);
      return undefined;
    },
    tokenSet: (good, form) =>
      form.get('grant_type') === 'authorization_code'
        ? { ...good, expires_in: Math.max(1, Math.round((expiresAt - Date.now()) / 1_000)) }
        : good,
  });
}

/** On a machine that is busy with other things Redis may be late; whoever signs in tries again then. */
async function signIn(sub: string): Promise<CookieBrowser> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await shop.signIn({ sub });
    } catch (error) {
      if (tries === 10) throw error;
      await wait(100);
    }
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

async function askOwn({ cookiesFor }: CookieBrowser, process: number): Promise<Answer> {
  const answer = await fetch(`${shop.bffs[process]?.url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_TYPE, 'x-csrf': '1', cookie: cookiesFor(shop.url) },
    body: '{"query":"{ me { id } }"}',
  });
  return { status: answer.status, text: await answer.text() };
}

const isOwn = ({ status, text }: Answer, person: number) =>
  status === 200 && text.includes(`"acct_p${person}"`);

/** Whoever is not served as themself within that time, and what they are told instead. */
async function lostAfter(people: readonly CookieBrowser[], withinMs: number): Promise<readonly string[]> {
  const until = performance.now() + withinMs;
  const lost: string[] = [];
  let next = 0;
  const askInTurn = async () => {
    for (let person = next++; person < people.length; person = next++) {
      const problem = await problemOf(people[person], person, until);
      if (problem !== undefined) lost.push(problem);
    }
  };
  await Promise.all(Array.from({ length: 8 }, askInTurn));
  return lost;
}

/** Once more in any case, however late the turn of this one came. */
async function problemOf(
  browser: CookieBrowser | undefined,
  person: number,
  until: number,
): Promise<string | undefined> {
  if (browser === undefined) return 'nobody';
  for (let tries = 1; ; tries += 1) {
    const answer = await askOwn(browser, person % 2);
    if (isOwn(answer, person)) return undefined;
    const isOver = performance.now() > until && tries > 20;
    if (isOver || answer.status === 401) return `${person}: ${answer.status} ${answer.text.slice(0, 200)}`;
    await wait(100);
  }
}

interface Outage {
  /**
   * True: nobody is being refreshed when it begins. A provider whose refresh tokens are good once has spent one of them
   * when its answer is lost, and no client of it can do anything about that.
   */
  readonly waitsForAnswers?: true;
  readonly begin: () => unknown;
  readonly end: () => unknown;
}

const OUTAGES: Readonly<Record<string, () => Outage>> = {
  'the provider is down': () => ({
    waitsForAnswers: true,
    begin: () => toProvider.set({ down: true }),
    end: toProvider.clear,
  }),
  'the provider answers no more': () => ({
    waitsForAnswers: true,
    begin: () => toProvider.set({ blackHole: true }),
    end: toProvider.clear,
  }),
  'Redis is halted': () => ({ begin: () => redis.pause(), end: () => redis.resume() }),
  'Redis is killed': () => ({ begin: () => redis.stop(), end: () => redis.start() }),
  'the line to Redis is cut in the middle of replies': () => ({
    begin: () => toRedis.set({ resetAfterBytes: 60 }),
    end: toRedis.clear,
  }),
  'Redis and the provider are away': () => ({
    waitsForAnswers: true,
    begin: () => Promise.all([toRedis.set({ blackHole: true }), toProvider.set({ stall: true })]),
    end: () => Promise.all([toRedis.clear(), toProvider.clear()]),
  }),
};

describe('REL-23 nobody is signed out', () => {
  it.each(Object.keys(OUTAGES))(
    'when %s while the tokens of all run out',
    async (name) => {
      const expiresAt = Date.now() + SIGN_IN_MS;
      beStrict(expiresAt);
      const people: CookieBrowser[] = [];
      for (let person = 0; person < SESSIONS; person += 1) people.push(await signIn(`acct_p${person}`));
      const askOneOf = (count: number) => (index: number) => {
        const browser = people[index % count];
        if (browser === undefined) throw new Error('nobody');
        return askOwn(browser, Math.floor(index / count) % 2);
      };

      // Half of them have new tokens when it begins, or are being refreshed; the others find out while it lasts.
      await wait(Math.max(0, expiresAt - Date.now()));
      const outage = OUTAGES[name]?.();
      const before = runOpenLoop({ perSecond: PER_SECOND, forMs: 500 }, askOneOf(SESSIONS / 2));
      await (outage?.waitsForAnswers === true ? before : wait(300));
      await outage?.begin();
      const during = await runOpenLoop({ perSecond: PER_SECOND, forMs: OUTAGE_MS }, askOneOf(SESSIONS));
      await outage?.end();

      const answers = [...(await before), ...during].map(
        ({ value, error }) => value ?? { status: 0, text: String(error) },
      );
      expect(
        answers.filter(({ status, text }) => status === 401 || /UNAUTHENTICATED|FORBIDDEN/.test(text)),
      ).toEqual([]);
      expect(answers.filter(({ status }) => status !== 200 && status !== 503 && status !== 504)).toEqual([]);
      expect(answers.filter(({ status }) => status === 503)).not.toEqual([]);
      expect(await lostAfter(people, GRACE_MS)).toEqual([]);
    },
    TIME_LIMIT_MS,
  );
});
