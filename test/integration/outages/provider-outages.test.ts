import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CookieBrowser } from '../../support/cookie-browser.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import type { Faults } from '../../support/faults.ts';
import { findFreePort } from '../../support/find-free-port.ts';
import { started } from '../../support/leftovers.ts';
import { runOpenLoop } from '../../support/open-loop.ts';
import { startRedis } from '../../support/start-redis.ts';
import { type SessionShop, startSessionShop } from '../../support/start-session-shop.ts';
import { testSize } from '../../support/test-size.ts';

const PER_SECOND = testSize.repetitions({ ci: 30, full: 50 });
/** Ten minutes for all faults together. */
const FAULT_MS = testSize.repetitions({ ci: 600, full: 75_000 });
const CSRF = { 'x-csrf': '1' };
const JSON_TYPE = { 'content-type': 'application/json', ...CSRF };

let proxy: FaultProxy;
let shop: SessionShop;
let ada: CookieBrowser;

beforeAll(async () => {
  // Sessions in the process: an outage of Redis, or a slow one, is another row.
  ({ proxy, shop } = await startBehindProxy());
  ada = await shop.signIn({ sub: 'acct_ada', name: 'Ada' });
  await askOwn(); // from here on there is a token for that service
});

async function startBehindProxy(redisUrl?: string): Promise<{ proxy: FaultProxy; shop: SessionShop }> {
  const port = await findFreePort();
  const before = started(await startFaultProxy({ port }));
  const behind = await startSessionShop({
    port,
    accessTokenSeconds: 3_600,
    env: { OIDC_CONNECT_TO: `127.0.0.1:${before.port}` },
    ...(redisUrl !== undefined && { redisUrl }),
  });
  return { proxy: before, shop: behind };
}

async function askOwn(): Promise<string> {
  const { status, text } = await ada.visit(`${shop.url}/graphql`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: '{"query":"{ me { id } }"}',
  });
  return `${status} ${text}`;
}

async function askUser(): Promise<string> {
  const { status, text } = await ada.visit(`${shop.url}/bff/user`, { headers: CSRF });
  return `${status} ${text}`;
}

const FAULTS: readonly (readonly [string, Faults])[] = [
  ['is down', { down: true }],
  ['is behind a black hole', { blackHole: true }],
  ['stalls', { stall: true }],
  ['resets every connection', { resetAfterBytes: 0 }],
  ['resets in the middle of answers', { resetAfterBytes: 40 }],
  ['ends in the middle of answers', { limitBytes: 40 }],
  ['answers garbage', { garbage: true }],
  ['answers a byte at a time', { sliceBytes: 1, bytesPerSecond: 20 }],
];

describe('REL-28: while the provider', () => {
  it.each(FAULTS)(
    '%s, whoever is signed in notices nothing, and nobody else is let wait',
    async (_, faults) => {
      await proxy.set(faults);
      const stranger = attemptOf();
      const samples = await runOpenLoop({ perSecond: PER_SECOND, forMs: FAULT_MS }, (index) =>
        index % 2 === 0 ? askOwn() : askUser(),
      );
      const wrong = samples
        .map(({ value, error }) => value ?? String(error))
        .filter((answer) => !answer.startsWith('200 ') || !answer.includes('acct_ada'));
      expect(wrong).toEqual([]);

      const { status, text, tookMs } = await stranger;
      expect([status, text]).toEqual([503, expect.stringContaining('SIGN_IN_UNAVAILABLE')]);
      expect(tookMs).toBeLessThan(testSize.allowed(3_500));
      await proxy.clear();
    },
    60_000 + 2 * FAULT_MS,
  );

  it('was away, people sign in again', async () => {
    expect(await signInWithin(testSize.allowed(11_000))).toBe('signed in');
  });
});

describe('REL-28: without the provider', () => {
  it('a process starts, serves who has a session, and lets people in once the provider is there', async () => {
    const redis = await startRedis();
    const { proxy: before, shop: behind } = await startBehindProxy(redis.url);
    const grace = await behind.signIn({ sub: 'acct_grace', name: 'Grace' });
    await before.set({ blackHole: true });
    const late = await behind.startAnother();
    const headers = { ...CSRF, cookie: grace.cookiesFor(behind.url) };
    const [user, login] = await Promise.all([
      fetch(`${late.url}/bff/user`, { headers }),
      fetch(`${late.url}/bff/login`, { redirect: 'manual' }),
    ]);
    expect([user.status, login.status]).toEqual([200, 503]);
    await before.clear();
    let status = 503;
    for (const from = performance.now(); status === 503 && performance.now() - from < 11_000; )
      ({ status } = await fetch(`${late.url}/bff/login`, { redirect: 'manual' }));
    expect(status).toBe(303);
  });
});

/** Somebody who was not here before; the page at which they end. */
async function attemptOf(): Promise<{ status: number; text: string; tookMs: number }> {
  const from = performance.now();
  const { visits } = await shop.attempt();
  const { status = 0, text = '' } = visits.at(-1) ?? {};
  return { status, text, tookMs: performance.now() - from };
}

/** Whoever tries again and again is in at some time. */
async function signInWithin(withinMs: number): Promise<string> {
  const from = performance.now();
  let problem = 'no time to try';
  while (performance.now() - from < withinMs) {
    try {
      await shop.signIn({ sub: 'acct_grace', name: 'Grace' });
      return 'signed in';
    } catch (error) {
      problem = String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return problem;
}
