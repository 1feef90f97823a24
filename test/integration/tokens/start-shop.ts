import { BFFS } from '../../support/bffs.ts';
import { type CookieJar, createCookieJar } from '../../support/cookie-jar.ts';
import { findFreePort } from '../../support/find-free-port.ts';
import { started } from '../../support/leftovers.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';
import {
  type IdentityProviderKnobs,
  type IdentityProviderServer,
  startIdentityProvider,
} from '../../support/start-identity-provider.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';

export const SECRET = 'a secret of tests that is long enough 0123456789';

const [web] = BFFS.filter(({ name }) => name === 'web');

export interface ShopChoices {
  /** How many processes of web-bff there are. @default 1 */
  readonly processes?: number;
  readonly provider?: IdentityProviderKnobs;
  /** One that runs already. */
  readonly idp?: IdentityProviderServer;
  /** By service, where it is. */
  readonly services?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Where the processes find Redis, one after the other; where it really is when left out. */
  readonly redisUrls?: readonly string[];
  readonly redis?: RedisProcess;
}

/** Real processes of web-bff before one Redis and one provider, and people who sign in there. */
export interface Shop {
  readonly idp: IdentityProviderServer;
  readonly redis: RedisProcess;
  readonly processes: readonly BffProcess[];
  /** Somebody's cookies after they signed in. */
  signIn(jar?: CookieJar): Promise<CookieJar>;
  /** One more process, before the same Redis and provider. */
  startProcess(env?: Readonly<Record<string, string>>): Promise<BffProcess>;
}

export async function startShop({
  processes: count = 1,
  provider = {},
  services = {},
  env = {},
  redisUrls = [],
  redis: given,
  idp: running,
}: ShopChoices = {}): Promise<Shop> {
  const [idp, redis, port] = await Promise.all([
    running ?? startIdentityProvider(provider),
    given ?? startRedis(),
    findFreePort(),
  ]);
  started(idp);
  const origin = `http://localhost:${port}`;
  idp.allowRedirect(`${origin}/bff/callback`, `${origin}/`);
  const start = async (more: Readonly<Record<string, string>>) => {
    if (web === undefined) throw new Error('there is no web');
    return started(
      await startBff(web, {
        services: { ...nowhere(), ...services },
        env: {
          PATH: process.env['PATH'] ?? '',
          OIDC_ISSUER: idp.issuer,
          OIDC_CLIENT_KEY: JSON.stringify(idp.clientKey),
          SESSION_SECRETS: SECRET,
          PUBLIC_ORIGIN: origin,
          REDIS_URL: redis.url,
          WEB_RATE_ADDRESS_REQUESTS: '0',
          WEB_RATE_ADDRESS_SIGN_INS: '0',
          WEB_RATE_PERSON_POINTS: '0',
          WEB_RATE_ANONYMOUS_POINTS: '0',
          WEB_DEADLINE_MS: '10000',
          ...env,
          ...more,
        },
      }),
    );
  };
  const processes: BffProcess[] = [];
  for (let one = 0; one < count; one += 1) {
    const url = redisUrls[one];
    const own = {
      ...(one === 0 ? { WEB_PORT: String(port) } : {}),
      ...(url === undefined ? {} : { REDIS_URL: url }),
    };
    processes.push(await start(own));
  }
  return {
    idp,
    redis,
    processes,
    startProcess: (more = {}) => start(more),
    async signIn(jar = createCookieJar()) {
      const { status, body } = await idp.signIn(`${origin}/bff/login`, 'ada', jar);
      if (status !== 200) throw new Error(`nobody signed in: ${status} ${body.slice(0, 300)}`);
      return jar;
    },
  };
}

export interface ShopAnswer {
  readonly status: number;
  /** Of the first error; undefined when there is none. */
  readonly code: string | undefined;
  readonly data: unknown;
  readonly text: string;
}

/** Only somebody who is signed in gets past the gateway with it: to a service that is away, when there is none. */
export const OWN_CART = '{ cart { __typename } }';
/** What comes of it then. Nobody at all gets UNAUTHENTICATED. */
export const KNOWN = { status: 200, code: 'UPSTREAM_UNAVAILABLE' };

/** Asks a process as a page with these cookies does. */
export async function ask(
  process: BffProcess | undefined,
  jar: CookieJar | undefined,
  query = OWN_CART,
  headers: Readonly<Record<string, string>> = {},
): Promise<ShopAnswer> {
  const cookie = jar?.header('http://localhost/graphql') ?? '';
  const response = await fetch(`${process?.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-csrf': '1',
      ...(cookie === '' ? {} : { cookie }),
      ...headers,
    },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  const answer: { data?: unknown; errors?: readonly { extensions: { code: string } }[]; code?: string } =
    JSON.parse(text);
  return {
    status: response.status,
    code: answer.errors?.[0]?.extensions.code ?? answer.code,
    data: answer.data,
    text,
  };
}

export const outcomeOf = ({ status, code }: ShopAnswer) => ({ status, code });

/** Signs in and gets tokens that live so long; later ones live for five minutes. */
export async function signInFor(shop: Shop, accessTokenSeconds: number): Promise<CookieJar> {
  const { idp } = shop;
  idp.setLifetimes({ accessTokenSeconds });
  const jar = await shop.signIn();
  idp.setLifetimes({ accessTokenSeconds: 300 });
  idp.forget();
  return jar;
}

/** Signs out as a page does. */
export async function logOut(process: BffProcess | undefined, jar: CookieJar): Promise<number> {
  const response = await fetch(`${process?.url}/bff/logout`, {
    method: 'POST',
    headers: { 'x-csrf': '1', cookie: jar.header('http://localhost/bff/logout') },
  });
  await response.arrayBuffer();
  return response.status;
}

/** Services that nobody listens for, so that no call reaches anything. */
function nowhere(): Record<string, string> {
  const names = ['accounts', 'catalog', 'inventory', 'media', 'orders', 'reviews'];
  return Object.fromEntries(names.map((name) => [name, 'http://127.0.0.1:9']));
}
