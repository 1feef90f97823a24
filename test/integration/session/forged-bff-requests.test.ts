import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BFF_PATHS } from '../../../gateway/session/bff-paths.ts';
import { started } from '../../support/leftovers.ts';
import { startMaliciousProvider } from '../../support/malicious-provider.ts';
import { rawRequest } from '../graphql/raw-request.ts';
import { type SignInGateway, type Somebody, startSignIn } from './start-sign-in.ts';

/** What a request that another site sent is answered, by the proof of its path; `GET` of a page has no effect. */
const REFUSALS = {
  header: { GET: 403, HEAD: 403, POST: 403, PUT: 403, DELETE: 403 },
  signed: { GET: 405, HEAD: 405, POST: 400, PUT: 405, DELETE: 405 },
  none: { POST: 405, PUT: 405, DELETE: 405 },
} as const satisfies Record<string, Partial<Record<string, number>>>;

const PROOFS: Readonly<Record<keyof typeof BFF_PATHS, keyof typeof REFUSALS>> = {
  login: 'none',
  callback: 'none',
  user: 'header',
  logout: 'header',
  sessions: 'header',
  backchannelLogout: 'signed',
};

const CONTENT_TYPES: Readonly<Record<string, readonly string[]>> = {
  'a form': ['Content-Type: application/x-www-form-urlencoded'],
  multipart: ['Content-Type: multipart/form-data; boundary=x'],
  'plain text': ['Content-Type: text/plain'],
  json: ['Content-Type: application/json'],
  none: [],
  'message/rfc822': ['Content-Type: message/rfc822'],
  'an unparsable type': ['Content-Type: ;;;='],
  'an empty type': ['Content-Type:'],
  'a doubled type': ['Content-Type: text/plain', 'Content-Type: application/json'],
};

const HOSTILE = [
  'null',
  'https://app.test.evil',
  'https://appXtest',
  'HTTPS://APP.TEST',
  'https://app.test:444',
  'http://app.test',
];
const ALLOWED = 'https://app.test';

let gateway: SignInGateway;
let ada: Somebody;
let port: number;
let cookie: string;
const sockets = new Set<Socket>();
const onRequest = (message: unknown) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as Node documents this channel
  sockets.add((message as { readonly socket: Socket }).socket);
};

beforeAll(async () => {
  const provider = started(await startMaliciousProvider());
  gateway = await startSignIn({ ...provider, options: { allowedOrigins: [ALLOWED] } });
  ada = gateway.openBrowser();
  await ada.signIn();
  port = Number(new URL(gateway.url).port);
  cookie = ada.cookiesFor(gateway.url);
  subscribe('http.server.request.start', onRequest);
});
afterAll(() => void unsubscribe('http.server.request.start', onRequest));

const bytesReceived = () => [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0);
const executed = () =>
  gateway.log.filter(({ message, fields }) => message === 'request' && 'operation' in fields);

/** Nothing that was tried did anything to the one who is signed in. */
async function expectUnharmed(): Promise<void> {
  expect([await ada.user(), executed()]).toEqual([200, []]);
  expect(JSON.parse((await ada.ask('/bff/sessions')).text).sessions).toHaveLength(1);
}

const cases = Object.entries(BFF_PATHS).flatMap(([name, path]) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the object that was listed
  Object.entries(REFUSALS[PROOFS[name as keyof typeof BFF_PATHS]]).map(
    ([method, status]) => [method, path, status] as const,
  ),
);

describe('CSR-01 a request of another site, with the cookies of somebody', () => {
  it.each(cases)(
    '%s %s is answered %d whatever its body is called, before any of it is read',
    async (method, path, status) => {
      for (const type of Object.values(CONTENT_TYPES)) {
        const announced = ['POST', 'PUT'].includes(method) ? ['Content-Length: 900'] : [];
        const head = [`${method} ${path}?all=1 HTTP/1.1`, `Cookie: ${cookie}`, ...announced, ...type];
        const body = status === 400 ? 'x'.repeat(900) : ''; // only a signed body has to be looked at
        const answer = await rawRequest({ port, head, body });
        const isDoubled = type.length > 1 && path === BFF_PATHS.backchannelLogout;
        expect([type, answer.status]).toEqual([type, isDoubled ? 400 : status]);
        expect(answer.text).not.toMatch(/u_ada|Ada/);
      }
      await expectUnharmed();
    },
  );

  it.each(Object.values(BFF_PATHS))(
    'POST %s with a body of 8 MB takes in no more than 64 KiB of it',
    async (path) => {
      const before = bytesReceived();
      const head = [`POST ${path} HTTP/1.1`, 'Content-Type: text/plain', 'Content-Length: 8000000'];
      const { status } = await rawRequest({ port, head, body: Buffer.alloc(8_000_000, 'x') });
      expect([403, 405, 413]).toContain(status);
      expect(bytesReceived() - before).toBeGreaterThan(0);
      expect(bytesReceived() - before).toBeLessThanOrEqual(65_536);
    },
  );
});

/** How a browser sends what a page of another site makes it send. */
const SENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...Object.fromEntries(
    HOSTILE.map((origin) => [
      `a page of ${origin}`,
      { origin, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
    ]),
  ),
  'a page of an old browser': { origin: 'https://evil.test' },
  'a page of a sibling host': {
    'sec-fetch-site': 'same-site',
    'sec-fetch-mode': 'no-cors',
    'sec-fetch-dest': 'image',
  },
  'a picture': { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
  'a frame': { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  'an EventSource': {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'cors',
    'sec-fetch-dest': 'empty',
    accept: 'text/event-stream',
  },
  'a prerendered link': {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
    'sec-purpose': 'prefetch;prerender',
  },
};

describe('CSR-02 somebody’s credentials', () => {
  it.each(Object.entries(SENT))(
    'do nothing when %s sends them, even with the header of our clients',
    async (_, headers) => {
      for (const path of ['/graphql?query=%7B__typename%7D', ...Object.values(BFF_PATHS)]) {
        for (const method of ['GET', 'POST', 'DELETE']) {
          const sent = { 'x-csrf': '1', cookie, ...headers };
          const answer = await fetch(`${gateway.url}${path}${path.includes('?') ? '' : '?all=1'}`, {
            method,
            headers: sent,
            redirect: 'manual',
          });
          const text = await answer.text();
          const effect = answer.ok || answer.status === 303;
          expect([method, path, effect, answer.headers.getSetCookie()]).toEqual([method, path, false, []]);
          expect(text).not.toMatch(/u_ada|Ada/);
        }
      }
      await expectUnharmed();
    },
  );

  it('are taken from a page of an origin on the list, which may read the answer', async () => {
    const headers = { 'x-csrf': '1', cookie, origin: ALLOWED, 'sec-fetch-site': 'same-site' };
    const answer = await fetch(`${gateway.url}/bff/user`, { headers });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, ALLOWED]);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('vary')).toContain('Origin');
  });
});

async function preflight(path: string, origin: string, method = 'OPTIONS'): Promise<Response> {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-csrf',
  };
  const answer = await fetch(`${gateway.url}${path}`, { method, headers, redirect: 'manual' });
  await answer.arrayBuffer();
  return answer;
}
function granted({ headers }: Response): readonly string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'));
}

describe('CSR-03 other origins', () => {
  it.each(HOSTILE)('%s is granted nothing, at any path and by any method', async (origin) => {
    for (const path of ['/graphql', '/nowhere', '/livez', ...Object.values(BFF_PATHS)]) {
      for (const method of ['OPTIONS', 'GET', 'POST'])
        expect([path, method, granted(await preflight(path, origin, method))]).toEqual([path, method, []]);
    }
  });

  it('one on the list is told what it may send, where there is something', async () => {
    const answer = await preflight('/bff/logout', ALLOWED);
    expect([answer.status, Object.fromEntries(answer.headers)]).toEqual([
      204,
      expect.objectContaining({
        'access-control-allow-origin': ALLOWED,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': expect.stringContaining('x-csrf'),
        'access-control-max-age': '600',
        vary: expect.stringContaining('Origin'),
      }),
    ]);
    expect((await preflight('/graphql', ALLOWED)).headers.get('access-control-allow-methods')).toBe(
      'GET, POST',
    );
    const nowhere = await preflight('/nowhere', ALLOWED);
    expect([nowhere.status, nowhere.headers.get('access-control-allow-methods')]).toEqual([404, null]);
    await expectUnharmed();
  });

  it('one on the list is given no credentials where a route uses none', async () => {
    for (const path of [BFF_PATHS.login, BFF_PATHS.backchannelLogout])
      expect((await preflight(path, ALLOWED)).headers.get('access-control-allow-credentials')).toBeNull();
  });
});
