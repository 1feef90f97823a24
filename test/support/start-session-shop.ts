import { randomBytes } from 'node:crypto';
import { BFFS } from './bffs.ts';
import { type CookieBrowser, createCookieBrowser } from './cookie-browser.ts';
import { findFreePort } from './find-free-port.ts';
import { started } from './leftovers.ts';
import {
  type MaliciousProvider,
  type MaliciousProviderChoices,
  type Person,
  startMaliciousProvider,
} from './malicious-provider.ts';
import { type MockServers, startMocks } from './mock-servers.ts';
import { type Accounts, startAccounts } from './start-accounts.ts';
import { type BffProcess, startBff } from './start-bff.ts';

/** web-bff in processes of their own, with a provider that a test has in its hand, and mocked services. */
export interface SessionShop {
  /** Of the first process. */
  readonly url: string;
  readonly bffs: readonly BffProcess[];
  readonly mocks: MockServers;
  readonly provider: MaliciousProvider;
  /** Stands for accounts and for orders: tells whose token it was shown. */
  readonly accounts: Accounts;
  /** Another browser, and in it a person who is signed in. @throws Error when nobody is */
  signIn(this: void, person?: Person): Promise<CookieBrowser>;
  /** One more process, with the same settings and a port of its own; `bffs` does not know it. */
  startAnother(this: void): Promise<BffProcess>;
  /** Goes through all of a sign-in, whatever comes of it. */
  attempt(this: void): Promise<CookieBrowser>;
}

export interface SessionShopChoices extends MaliciousProviderChoices {
  /** @default sessions live in the process */
  readonly redisUrl?: string;
  readonly processes?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** As the contract of accounts has their ids. */
const ADA = { sub: 'acct_ada', name: 'Ada' };

const [web] = BFFS;

/** Attacks come from one address, and there are many of them. */
const NO_RATES = {
  WEB_RATE_ADDRESS_REQUESTS: '0',
  WEB_RATE_ADDRESS_SIGN_INS: '0',
  WEB_RATE_PERSON_POINTS: '0',
  WEB_RATE_ANONYMOUS_POINTS: '0',
};

/** Gone when the test (or file) is over. */
export async function startSessionShop({
  redisUrl,
  processes = 1,
  env = {},
  ...choices
}: SessionShopChoices = {}): Promise<SessionShop> {
  if (web === undefined) throw new Error('there is no web-bff');
  const provider = started(await startMaliciousProvider({ person: ADA, ...choices }));
  const mocks = started(await startMocks());
  const accounts = started(await startAccounts());
  const services = { ...mocks.urls, accounts: accounts.url, orders: accounts.url };
  const bffs: BffProcess[] = [];
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    PUBLIC_ORIGIN: url,
    OIDC_ISSUER: provider.issuer,
    SESSION_SECRETS: randomBytes(32).toString('hex'),
    ...NO_RATES,
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    ...env,
  };
  const startAnother = () => startBff(web, { services, env: settings });
  bffs.push(await startBff(web, { services, env: { ...settings, WEB_PORT: String(port) } }));
  while (bffs.length < processes) bffs.push(await startAnother());

  async function attempt(): Promise<CookieBrowser> {
    const browser = createCookieBrowser();
    await browser.visit(`${url}/bff/login`);
    return browser;
  }

  return {
    startAnother,
    url,
    bffs,
    mocks,
    provider,
    accounts,
    attempt,
    async signIn(person) {
      if (person !== undefined) provider.introduce(person);
      const browser = await attempt();
      const { status, text } = await browser.visit(`${url}/bff/user`, { headers: { 'x-csrf': '1' } });
      if (status !== 200) throw new Error(`nobody was signed in: ${status} ${text}`);
      return browser;
    },
  };
}
