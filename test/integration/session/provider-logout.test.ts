import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { BFFS } from '../../support/bffs.ts';
import { type CookieBrowser, createCookieBrowser } from '../../support/cookie-browser.ts';
import { findFreePort } from '../../support/find-free-port.ts';
import { createLogoutMint, forgedLogoutTokens } from '../../support/forged-logout-tokens.ts';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { testSize } from '../../support/test-size.ts';

const LOGOUTS = testSize.repetitions({ ci: 2, full: 20 });
const MAX_MS = testSize.allowed(2_000);

let provider: MaliciousProvider;
let redis: RedisProcess;
let processes: readonly BffProcess[];
beforeAll(async () => {
  provider = started(await startMaliciousProvider());
  redis = await startRedis();
  const [web] = BFFS;
  if (web === undefined) throw new Error('there is no web-bff');
  const port = await findFreePort();
  const env = {
    PUBLIC_ORIGIN: `http://127.0.0.1:${port}`,
    OIDC_ISSUER: provider.issuer,
    REDIS_URL: redis.url,
    SESSION_SECRETS: randomBytes(32).toString('hex'),
    WEB_RATE_ADDRESS_REQUESTS: '0',
    WEB_RATE_ADDRESS_SIGN_INS: '0',
  };
  processes = await Promise.all([
    startBff(web, { env: { ...env, WEB_PORT: String(port) } }),
    startBff(web, { env }),
  ]);
});

/** Both processes are one host: a browser sends them the same cookies. */
async function signIn(): Promise<CookieBrowser> {
  const browser = createCookieBrowser({ remembers: false });
  const { url = '' } = processes[0] ?? {};
  await browser.visit(`${url}/bff/login`);
  expect(await usersOf(browser)).toEqual([200, 200]);
  return browser;
}

/** What each process says of a browser's session. */
function usersOf(browser: CookieBrowser): Promise<number[]> {
  const headers = { 'x-csrf': '1' };
  return Promise.all(
    processes.map(
      async ({ url }) => (await browser.visit(`${url}/bff/user?slide=false`, { headers })).status,
    ),
  );
}

async function send(process: BffProcess | undefined, token: string): Promise<number> {
  const body = new URLSearchParams({ logout_token: token });
  return (await fetch(`${process?.url}/bff/backchannel-logout`, { method: 'POST', body })).status;
}

describe('SES-07 logout tokens of the provider, on two processes of web-bff', () => {
  it('that are bad are answered 400, and no session is lost', async () => {
    const browsers = await Promise.all([signIn(), signIn(), signIn()]);
    for (const subject of [{ sub: 'u_ada' }, { sid: 'sid_1' }, { sub: 'u_ada', sid: 'sid_1' }]) {
      const forged = forgedLogoutTokens(createLogoutMint(provider, { client: 'web-bff', ...subject }));
      for (const [index, [name, make]] of Object.entries(forged).entries())
        expect([name, await send(processes[index % 2], make())]).toEqual([name, 400]);
    }
    for (const browser of browsers) expect(await usersOf(browser)).toEqual([200, 200]);
  });

  it.each([
    ['a person', { sub: 'u_ada' }],
    ['a session of the provider', { sid: 'sid_1' }],
    ['both', { sub: 'u_ada', sid: 'sid_1' }],
  ])(`that name %s end every session of it in ${MAX_MS} ms, everywhere and once`, async (_, subject) => {
    const mint = createLogoutMint(provider, { client: 'web-bff', ...subject });
    for (let logout = 0; logout < LOGOUTS; logout++) {
      const browsers = await Promise.all([signIn(), signIn()]);
      const token = mint();
      const since = performance.now();
      expect(await send(processes[logout % 2], token)).toBe(204);
      for (const browser of browsers)
        while ((await usersOf(browser)).join() !== '401,401') {
          expect(performance.now() - since).toBeLessThanOrEqual(MAX_MS);
          await pause(10);
        }
      const back = await signIn();
      expect([await send(processes[0], token), await send(processes[1], token)]).toEqual([400, 400]);
      expect(await usersOf(back)).toEqual([200, 200]);
    }
  });

  it('that name somebody else end nothing', async () => {
    const browser = await signIn();
    for (const subject of [{ sub: 'u_grace' }, { sid: 'sid_2' }, { sub: 'u_ada', sid: 'sid_2' }])
      expect(await send(processes[0], createLogoutMint(provider, { client: 'web-bff', ...subject })())).toBe(
        204,
      );
    expect(await usersOf(browser)).toEqual([200, 200]);
  });

  it('are answered 503 while Redis is away, and are good afterwards', async () => {
    const token = createLogoutMint(provider, { client: 'web-bff', sub: 'u_ada' })();
    redis.pause();
    expect(await send(processes[0], token)).toBe(503);
    redis.resume();
    while ((await send(processes[0], token)) === 503) await pause(20);
    expect(await send(processes[0], token)).toBe(400);
  });
});
