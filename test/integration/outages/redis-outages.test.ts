import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CookieBrowser } from '../../support/cookie-browser.ts';
import type { Faults } from '../../support/faults.ts';
import { started } from '../../support/leftovers.ts';
import { quantileOf, runOpenLoop, type Sample } from '../../support/open-loop.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { startSeparateProxy } from '../../support/start-separate-proxy.ts';
import { type SessionShop, startSessionShop } from '../../support/start-session-shop.ts';
import { testSize } from '../../support/test-size.ts';
import { TRANSPORTS } from '../../support/transports.ts';

/** Requests a second, of all kinds together. */
const PER_SECOND = testSize.repetitions({ ci: 60, full: 200 });
const FAULT_MS = testSize.repetitions({ ci: 700, full: 10_000 });
const BASELINE_MS = testSize.repetitions({ ci: 700, full: 5_000 });
const WARM_UP_MS = testSize.repetitions({ ci: 300, full: 3_000 });
const PEOPLE = 4;
const ROUND_MS = 150;
/** The row's own: what a fault may add, and how soon all is well again. */
const ADDED_MS = 150;
const BACK_WITHIN_MS = 1_000;

const PUBLIC = { query: '{ product(id: "prod_kettle") { id } }' };
const OWN = { query: '{ me { id } }' };

interface Answer {
  readonly kind: 'public' | 'own' | 'user';
  readonly person: number;
  readonly status: number;
  readonly text: string;
}

interface Fault {
  readonly name: string;
  begin(): Promise<unknown>;
  end(): Promise<unknown>;
}

let redis: RedisProcess;
let proxy: Awaited<ReturnType<typeof startSeparateProxy>>;
let shop: SessionShop;
let people: CookieBrowser[];
let baselineMs: Readonly<Record<Answer['kind'], number>>;

beforeAll(async () => {
  redis = await startRedis({ args: ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'] });
  proxy = started(await startSeparateProxy(redis));
  shop = await startSessionShop({ redisUrl: `redis://127.0.0.1:${proxy.port}` });
  people = [];
  for (let person = 0; person < PEOPLE; person += 1)
    people.push(await shop.signIn({ sub: `acct_p${person}` }));
  await run(WARM_UP_MS); // what a process does for the first time takes it longer
  await untilAllIsWell();
  const samples = await run(BASELINE_MS);
  const wrong = samples.flatMap(({ value, error }) => problemOf(value, error, wrongAfterFault));
  // A machine that is busy with something else is late without any fault of ours, now and then.
  if (wrong.length > samples.length / 50)
    throw new Error(`without any fault: ${wrong.slice(0, 3).join('; ')}`);
  baselineMs = {
    public: slowest(samples, 'public'),
    own: slowest(samples, 'own'),
    user: slowest(samples, 'user'),
  };
});

function run(forMs: number): Promise<readonly Sample<Answer>[]> {
  return runOpenLoop({ perSecond: PER_SECOND, forMs }, ask);
}

/** A third each: public queries, own data, who am I; by every transport in turn, by every person in turn. */
async function ask(index: number): Promise<Answer> {
  const kind = (['public', 'own', 'user'] as const)[index % 3] ?? 'public';
  const person = Math.floor(index / 3) % PEOPLE;
  const credentials = { cookie: people[person]?.cookiesFor(shop.url) ?? '' };
  if (kind === 'user') {
    const answer = await fetch(`${shop.url}/bff/user`, { headers: { 'x-csrf': '1', ...credentials } });
    return { kind, person, status: answer.status, text: await answer.text() };
  }
  const transport = TRANSPORTS[Math.floor(index / 3) % TRANSPORTS.length];
  if (transport === undefined) throw new Error('there is no transport');
  const { status, text } = await transport.ask(
    shop.url,
    kind === 'public' ? PUBLIC : OWN,
    kind === 'public' ? {} : credentials,
  );
  return { kind, person, status, text };
}

const slowest = (samples: readonly Sample<Answer>[], kind: Answer['kind']): number =>
  quantileOf(
    samples.filter(({ value }) => value?.kind === kind).map(({ tookMs }) => tookMs),
    1,
  );

/** What is wrong with an answer during a fault. A session may be answered rightly or refused with 503, and in no other way. */
function wrongDuringFault({ kind, person, status, text }: Answer): string | undefined {
  const isGood =
    status === 200 && (kind === 'public' ? text.includes('prod_kettle') : text.includes(`acct_p${person}`));
  const isRefused = kind !== 'public' && status === 503 && text.includes('SESSIONS_UNAVAILABLE');
  return isGood || isRefused ? undefined : `${kind} of acct_p${person}: ${status} ${text.slice(0, 200)}`;
}

function wrongAfterFault(answer: Answer): string | undefined {
  return answer.status === 200
    ? wrongDuringFault(answer)
    : `${answer.kind}: ${answer.status} ${answer.text.slice(0, 200)}`;
}

function problemOf(
  answer: Answer | undefined,
  error: unknown,
  find: (answer: Answer) => string | undefined,
): string[] {
  return [answer === undefined ? String(error) : find(answer)].filter((one) => one !== undefined);
}

const toxic = (name: string, faults: Faults): Fault => ({
  name,
  begin: () => proxy.set(faults),
  end: () => proxy.clear(),
});

const FAULTS: readonly Fault[] = [
  { name: 'is stopped', begin: () => redis.stop(), end: () => redis.start() },
  { name: 'is halted (SIGSTOP)', begin: async () => redis.pause(), end: async () => redis.resume() },
  toxic('is behind a black hole', { blackHole: true }),
  toxic('stalls', { stall: true }),
  toxic('resets every connection', { resetAfterBytes: 0 }),
  toxic('resets in the middle of replies', { resetAfterBytes: 7 }),
  toxic('ends in the middle of replies', { limitBytes: 7 }),
  toxic('forgot the connection', { halfOpen: true }),
  toxic('is slow by 200 ms', { latencyMs: 200, jitterMs: 20 }),
  toxic('answers a byte at a time', { sliceBytes: 1, bytesPerSecond: 100 }),
  toxic('answers garbage', { garbage: true }),
  {
    name: 'has no memory left',
    begin: () => redis.command('config', 'set', 'maxmemory', '1'),
    end: () => redis.command('config', 'set', 'maxmemory', '0'),
  },
];

describe('REL-22: while Redis', () => {
  it.each([...FAULTS])(
    '$name, nothing hangs, nobody is signed out, and all is well 1 s after',
    async (fault) => {
      await fault.begin();
      const during = await run(FAULT_MS);
      await fault.end();
      const backAfterMs = await untilAllIsWell();
      const after = await run(testSize.repetitions({ ci: 0, full: 2_000 }));

      expect(during.flatMap(({ value, error }) => problemOf(value, error, wrongDuringFault))).toEqual([]);
      for (const kind of ['public', 'own', 'user'] as const)
        expect(slowest(during, kind)).toBeLessThanOrEqual(baselineMs[kind] + testSize.allowed(ADDED_MS));
      expect(backAfterMs).toBeLessThanOrEqual(testSize.allowed(BACK_WITHIN_MS));
      expect(after.flatMap(({ value, error }) => problemOf(value, error, wrongAfterFault))).toEqual([]);
    },
  );
});

describe('REL-22: without Redis', () => {
  it('nobody can sign out or in, and each is told so: nothing is promised that did not happen', async () => {
    await proxy.set({ blackHole: true });
    const ada = people[0];
    const out = await ada?.visit(`${shop.url}/bff/logout`, { method: 'POST', headers: { 'x-csrf': '1' } });
    expect([out?.status, out?.headers.getSetCookie()]).toEqual([503, []]);
    const stranger = await shop.attempt();
    expect(stranger.visits.map(({ status }) => status)).toEqual([503]);
    await proxy.clear();
    expect(await untilAllIsWell()).toBeLessThanOrEqual(testSize.allowed(BACK_WITHIN_MS));
  });

  it('a process starts, serves what is public, and knows everybody once Redis is there', async () => {
    await proxy.set({ down: true });
    const late = await shop.startAnother();
    const asked = async (query: object, person?: number) => {
      const cookie = person === undefined ? '' : (people[person]?.cookiesFor(shop.url) ?? '');
      const transport = TRANSPORTS[0];
      return transport?.ask(late.url, query, cookie === '' ? {} : { cookie });
    };
    expect(await asked(PUBLIC)).toMatchObject({ status: 200, data: { product: { id: 'prod_kettle' } } });
    expect(await asked(OWN, 1)).toMatchObject({ status: 503 });
    await proxy.clear();
    expect(await untilAllIsWell()).toBeLessThanOrEqual(testSize.allowed(BACK_WITHIN_MS));
    expect(await asked(OWN, 1)).toMatchObject({ status: 200, data: { me: { id: 'acct_p1' } } });
  });
});

/** Milliseconds until a round of requests in which nothing was wrong began. */
async function untilAllIsWell(): Promise<number> {
  const from = performance.now();
  for (;;) {
    const beganMs = performance.now() - from;
    const round = await run(ROUND_MS);
    const isWell = round.every(({ value }) => value !== undefined && wrongAfterFault(value) === undefined);
    if (isWell || beganMs > 10 * BACK_WITHIN_MS) return beganMs;
  }
}
