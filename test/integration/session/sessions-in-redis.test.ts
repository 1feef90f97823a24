import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sign } from 'cookie-signature';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { testSize } from '../../support/test-size.ts';
import { type Somebody, startSignIn } from './start-sign-in.ts';
import { startWebProcess, type WebProcess } from './start-web-process.ts';

const SECRETS = {
  former: 'the secret of last month is long enough',
  present: 'the secret of this month is long enough',
};

let redis: RedisProcess;
let provider: MaliciousProvider;

beforeAll(async () => {
  redis = await startRedis();
  provider = started(await startMaliciousProvider());
});
beforeEach(async () => {
  await redis.command('FLUSHALL');
});

/** Another machine with the same cookies. */
function copyOf(
  person: Somebody,
  from: { url: string },
  to: Pick<WebProcess, 'openBrowser' | 'url'>,
): Somebody {
  const copy = to.openBrowser();
  for (const cookie of person.cookiesFor(from.url).split('; ')) copy.plant(to.url, `${cookie}; Path=/`);
  return copy;
}

interface Listed {
  readonly sessions: readonly { readonly id: string; readonly current: boolean; readonly label: string }[];
}
async function list(person: Somebody): Promise<Listed['sessions']> {
  const listed: Listed = JSON.parse((await person.ask('/bff/sessions')).text);
  return listed.sessions;
}

async function operate({ operationsUrl }: WebProcess, method: string, search: string): Promise<unknown> {
  const answer = await fetch(`${operationsUrl}/sessions?${search}`, { method });
  return answer.json();
}

describe('sessions of several processes', () => {
  let one: WebProcess;
  let other: WebProcess;
  beforeAll(async () => {
    const env = { REDIS_URL: redis.url, SESSION_SECRETS: SECRETS.present };
    [one, other] = await Promise.all([
      startWebProcess(provider.issuer, env),
      startWebProcess(provider.issuer, env),
    ]);
  });

  async function signInFiveTimes(): Promise<readonly Somebody[]> {
    const people: Somebody[] = [];
    for (const process of [one, other, one, other, one]) {
      const person = process.openBrowser();
      expect((await person.signIn()).status).toBe(200);
      people.push(person);
    }
    return people;
  }

  it('SES-08 are listed for whom they belong to, and end all together: 5 replays are anonymous on both', async () => {
    const people = await signInFiveTimes();
    const [first = one.openBrowser()] = people;
    const listed = await list(first);
    expect(listed).toHaveLength(5);
    expect(listed.filter(({ current }) => current)).toHaveLength(1);
    expect(JSON.parse((await first.ask('/bff/sessions?all=1', 'DELETE')).text)).toEqual({ ended: 5 });
    for (const [index, person] of people.entries()) {
      const home = index % 2 === 0 ? one : other;
      expect(await person.user()).toBe(401);
      for (const process of [one, other]) expect(await copyOf(person, home, process).user()).toBe(401);
    }
    expect(await redis.command('KEYS', '*session:*')).toBe('');
  });

  it('SES-08 end one by one, or all but one, and the one goes on', async () => {
    const [first = one.openBrowser(), second = one.openBrowser(), ...rest] = await signInFiveTimes();
    const own = (await list(second)).find(({ current }) => current);
    const ended = await first.ask(`/bff/sessions?id=${own?.id}`, 'DELETE');
    expect([ended.text, ended.headers.getSetCookie()]).toEqual(['{"ended":1}', []]);
    expect(await second.user()).toBe(401);
    expect((await first.ask(`/bff/sessions?id=${own?.id}`, 'DELETE')).text).toBe('{"ended":0}');
    expect((await first.ask('/bff/sessions?others=1', 'DELETE')).text).toBe('{"ended":3}');
    for (const person of rest) expect(await person.user()).toBe(401);
    expect(await first.user()).toBe(200);
  });

  it('SES-08 are listed and ended by whoever runs the processes, through any of them', async () => {
    const people = await signInFiveTimes();
    const [first = one.openBrowser()] = people;
    const own = (await list(first)).find(({ current }) => current);
    const listed = JSON.stringify(await operate(other, 'GET', 'sub=u_ada'));
    expect(listed.split('"label"')).toHaveLength(6);
    expect(listed).toContain(`"id":"${own?.id}"`);
    expect(await operate(other, 'DELETE', `sub=u_ada&id=${own?.id}`)).toEqual({ ended: 1 });
    expect(await first.user()).toBe(401);
    expect(await operate(other, 'DELETE', 'sub=u_grace&all=1')).toEqual({ ended: 0 });
    expect(await operate(other, 'DELETE', 'sub=u_ada&all=1')).toEqual({ ended: 4 });
    for (const person of people) expect(await person.user()).toBe(401);
  });

  it('SES-08 are neither seen nor ended by anybody else', async () => {
    const ada = one.openBrowser();
    await ada.signIn();
    const [session] = await list(ada);
    const graces = started(await startMaliciousProvider({ person: { sub: 'u_grace' } }));
    const env = { REDIS_URL: redis.url, SESSION_SECRETS: SECRETS.present };
    const third = await startWebProcess(graces.issuer, env);
    const grace = third.openBrowser();
    await grace.signIn();
    expect(await list(grace)).toHaveLength(1);
    expect((await grace.ask(`/bff/sessions?id=${session?.id}`, 'DELETE')).text).toBe('{"ended":0}');
    expect((await grace.ask('/bff/sessions?all=1', 'DELETE')).text).toBe('{"ended":1}');
    expect((await grace.ask('/bff/sessions', 'DELETE')).status).toBe(401);
    expect(await ada.user()).toBe(200);
  });

  it('SES-11 are not made by people without a cookie: their requests leave no key', async () => {
    const hits = testSize.repetitions({ ci: 300, full: 10_000 });
    const paths = [
      '/bff/user',
      '/bff/login',
      '/bff/callback?state=x&code=y&iss=z',
      '/bff/sessions',
      '/graphql',
    ];
    for (let hit = 0; hit < hits; hit += 20) {
      await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const path = paths[index % paths.length] ?? '/';
          const answer = await fetch(`${one.url}${path}`, {
            redirect: 'manual',
            headers: {
              'x-csrf': '1',
              // Somebody's invention; signed by nobody, or by somebody else.
              ...(index % 3 === 0 ? { cookie: `session-web=s:${'x'.repeat(43)}.${index}` } : {}),
            },
          });
          await answer.text();
        }),
      );
    }
    expect(await redis.command('DBSIZE')).toBe('0');
  });
});

function start(secrets: readonly string[]) {
  return startSignIn({ ...provider, redisUrl: redis.url, session: { secrets } });
}

describe('the secrets of sessions', () => {
  it('SES-11 may be replaced one after the other, without anybody being signed out', async () => {
    const before = await start([SECRETS.former]);
    const ada = before.openBrowser();
    await ada.signIn();
    const during = await start([SECRETS.present, SECRETS.former]);
    expect(await copyOf(ada, before, during).user()).toBe(200);
    const bert = during.openBrowser();
    await bert.signIn();
    const after = await start([SECRETS.present]);
    expect(await copyOf(ada, before, after).user()).toBe(401);
    expect(await copyOf(bert, during, after).user()).toBe(200);
  });

  it('SES-11 are needed: a living id without its signature, or with another one, is nobody', async () => {
    const gateway = await startSignIn({ ...provider, redisUrl: redis.url });
    const ada = gateway.openBrowser();
    await ada.signIn();
    const cookie = decodeURIComponent(ada.cookiesFor(gateway.url).replace('session-web=', ''));
    const id = /^s:([\w-]{43})\./.exec(cookie)?.[1] ?? '';
    expect(id).toHaveLength(43);
    for (const value of [
      id,
      `s:${id}`,
      `s:${id}.`,
      `s:${sign(id, SECRETS.former)}`,
      `j:"${id}"`,
      `${cookie}A`,
    ]) {
      const thief = gateway.openBrowser();
      thief.plant(gateway.url, `session-web=${encodeURIComponent(value)}; Path=/`);
      expect([value.slice(0, 2), await thief.user()]).toEqual([value.slice(0, 2), 401]);
    }
    expect(await ada.user()).toBe(200);
  });
});

describe('while Redis is away', () => {
  it('REL-22 nobody is taken for somebody else, nothing hangs, and everybody is still signed in afterwards', async () => {
    const gateway = await startSignIn({ ...provider, redisUrl: redis.url });
    const ada = gateway.openBrowser();
    await ada.signIn();
    const callback = await ada.letIn(await ada.begin());
    redis.pause();
    const before = performance.now();
    const answers = await Promise.all([
      ada.ask('/bff/user'),
      ada.ask('/bff/sessions'),
      ada.ask('/bff/logout', 'POST'),
      ada.begin('/', { accept: 'text/html' }),
      ada.arrive(callback),
      gateway.openBrowser().ask('/bff/user'),
    ]);
    redis.resume();
    expect(performance.now() - before).toBeLessThan(testSize.allowed(1_500));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 401]);
    const codes = answers.map(({ text }) => /[A-Z]+(?:_[A-Z]+)*_UNAVAILABLE/.exec(text)?.[0]);
    expect(codes.slice(0, 4)).toEqual([
      'SESSIONS_UNAVAILABLE',
      'SESSIONS_UNAVAILABLE',
      'SESSIONS_UNAVAILABLE',
      'SIGN_IN_UNAVAILABLE',
    ]);
    expect(answers.flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
    await expectSoon(() => ada.user(), 200);
  });
});

/** The connection comes back by itself. */
async function expectSoon(ask: () => Promise<number>, status: number): Promise<void> {
  const until = performance.now() + 5_000;
  let last = await ask();
  while (last !== status && performance.now() < until) last = await ask();
  expect(last).toBe(status);
}
