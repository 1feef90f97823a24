import { createGateway, type GatewayOptions, readSchemas } from '#gateway';
import { type Clock, systemClock, systemRandomness } from '../../../gateway/clock.ts';
import type { Users } from '../../../gateway/create-gateway/create-identity.ts';
import { resolvers } from '../../../web-bff/resolvers.ts';
import { type CookieBrowser, createCookieBrowser, type Visit } from '../../support/cookie-browser.ts';
import { findFreePort } from '../../support/find-free-port.ts';
import { started } from '../../support/leftovers.ts';
import { type LogLine, recordingLogger } from '../graphql/recording-logger.ts';

const schemas = await readSchemas({
  directory: new URL('../../../schemas/', import.meta.url),
  client: 'web',
});
const services = Object.fromEntries(
  schemas.contracts.map(({ service }) => [service, { url: 'http://127.0.0.1:9', timeoutMs: 500 }]),
);
export const SECRETS = ['a first secret that is long enough 1234'];

export interface SignInChoices {
  readonly issuer: string;
  readonly clock?: Clock;
  readonly publicOrigin?: string;
  readonly session?: Partial<Extract<Users, { by: 'session' }>['session']>;
  readonly provider?: Partial<Extract<Users, { by: 'session' }>['provider']>;
  readonly options?: Partial<GatewayOptions>;
  readonly redisUrl?: string | undefined;
}

/** A real gateway of the web, where people sign in; its services are away. */
export interface SignInGateway {
  readonly url: string;
  readonly log: readonly LogLine[];
  /** Somebody new at a machine of their own. */
  readonly openBrowser: () => Somebody;
}

export interface Somebody extends CookieBrowser {
  /** All the way to the provider and back: the last answer. */
  readonly signIn: (returnTo?: string) => Promise<Visit>;
  /** Only until the browser is sent to the provider, or is not. */
  readonly begin: (returnTo?: string, headers?: Readonly<Record<string, string>>) => Promise<Visit>;
  /** Goes where an answer says, to the provider, and comes back with the path of the callback; does not follow it. */
  readonly letIn: (visit: Visit) => Promise<string>;
  /** Opens a callback. */
  readonly arrive: (path: string) => Promise<Visit>;
  /** Asks a route as a page of ours does. */
  readonly ask: (path: string, method?: string, headers?: Readonly<Record<string, string>>) => Promise<Visit>;
  readonly user: () => Promise<number>;
}

export async function startSignIn(choices: SignInChoices): Promise<SignInGateway> {
  const port = await findFreePort();
  const lines: LogLine[] = [];
  const gateway = started(
    createGateway({
      schemas,
      options: {
        port,
        deadlineMs: 10_000,
        rates: { addressRequests: 0, addressSignIns: 0 }, // others attack these
        ...choices.options,
        ...(choices.publicOrigin === undefined ? {} : { publicOrigin: choices.publicOrigin }),
      },
      services,
      users: {
        by: 'session',
        provider: {
          issuer: choices.issuer,
          clientId: 'web-bff',
          credential: { method: 'client_secret_basic', secret: 'web-bff-development-secret' },
          origins: [],
          connectTo: undefined,
          ...choices.provider,
        },
        session: {
          secrets: SECRETS,
          cookiePrefix: '__Host-Http-',
          idleMs: 1_800_000,
          absoluteMs: 43_200_000,
          scopes: undefined,
          ...choices.session,
        },
      },
      resolvers,
      redisUrl: choices.redisUrl,
      log: recordingLogger(lines),
      clock: choices.clock ?? systemClock,
      randomness: systemRandomness,
    }),
  );
  await gateway.start();
  const url = `http://localhost:${port}`;
  return { url, log: lines, openBrowser: () => openBrowser(url) };
}

export function openBrowser(url: string): Somebody {
  const browser = createCookieBrowser();
  const ask: Somebody['ask'] = (path, method = 'GET', headers = {}) =>
    browser.visit(`${url}${path}`, { method, headers: { 'x-csrf': '1', ...headers }, follow: false });
  return {
    ...browser,
    signIn: (returnTo = '/orders') =>
      browser.visit(`${url}/bff/login?${String(new URLSearchParams({ returnTo }))}`, {
        headers: { accept: 'text/html' },
      }),
    ask,
    begin: (returnTo = '/orders', headers = {}) =>
      browser.visit(`${url}/bff/login?${String(new URLSearchParams({ returnTo }))}`, {
        headers,
        follow: false,
      }),
    async letIn({ headers }) {
      const answer = await fetch(headers.get('location') ?? 'nowhere', { redirect: 'manual' });
      const { pathname, search } = new URL(answer.headers.get('location') ?? 'nowhere');
      return `${pathname}${search}`;
    },
    arrive: (path) => browser.visit(`${url}${path}`, { headers: { accept: 'text/html' }, follow: false }),
    user: async () => (await ask('/bff/user')).status,
  };
}

/** The system's time, moved on by a test. */
export function createMovedClock(): Clock & { moveOn(ms: number): void } {
  let movedMs = 0;
  return {
    ...systemClock,
    now: () => systemClock.now() + movedMs,
    monotonicMs: () => systemClock.monotonicMs() + movedMs,
    moveOn: (ms) => void (movedMs += ms),
  };
}
