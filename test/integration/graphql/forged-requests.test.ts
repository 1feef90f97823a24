import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Route } from '../../../gateway/gates/route.ts';
import { rawRequest } from './raw-request.ts';
import { type StartedGateway, startGateway } from './start-gateway.ts';

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
  'two types in one': ['Content-Type: text/plain, application/json'],
};
const QUERY = '?query=%7Bhello%7D';
const BODY = '{"query":"{ hello }"}';

/** Another route with the same proof: the gates ask nothing about what a route does. */
const user: Route = {
  path: '/bff/user',
  methods: ['GET', 'POST'],
  proof: 'header',
  maxBodyBytes: 1_000,
  handle: async ({ response }) => void response.end('{"sub":"u-1"}'),
};

/** As WebSocket and EventSource reach it, which cannot send the header. */
const events: Route = {
  path: '/graphql/events',
  methods: ['GET'],
  proof: 'origin',
  maxBodyBytes: 0,
  handle: async ({ response }) => void response.end('data: 1'),
};

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await startGateway({
    sdl: 'type Query { hello: Int }',
    root: { hello: 1 },
    routes: [user, events],
    publicOrigin: 'https://gateway.test',
    allowedOrigins: ['https://app.test'],
  });
});

describe('CSR-01 a request without the header', () => {
  const cases = ['/graphql', '/bff/user'].flatMap((path) =>
    ['GET', 'POST', 'HEAD', 'PUT'].flatMap((method) =>
      Object.keys(CONTENT_TYPES).map((type) => [method, path, type] as const),
    ),
  );
  it.each(cases)(
    '%s %s with %s is answered 403 CSRF_REJECTED before its body is read',
    async (method, path, type) => {
      const before = gateway.bodiesRead();
      const line = `${method} ${path}${method === 'POST' ? '' : QUERY} HTTP/1.1`;
      const announced = method === 'POST' || method === 'PUT' ? ['Content-Length: 90000'] : [];
      const answer = await rawRequest({
        port: gateway.port,
        head: [line, ...announced, ...(CONTENT_TYPES[type] ?? [])],
      });
      expect(answer.status).toBe(403);
      expect(method === 'HEAD' || answer.text.includes('CSRF_REJECTED')).toBe(true);
      expect([gateway.bodiesRead() - before, gateway.executed.length]).toEqual([0, 0]);
    },
  );

  it('with a body of 8 MB is answered, and no more than 64 KiB of it is taken in', async () => {
    const before = gateway.bytesReceived();
    const answer = await rawRequest({
      port: gateway.port,
      head: ['POST /graphql HTTP/1.1', 'Content-Type: text/plain', 'Content-Length: 8000000'],
      body: Buffer.alloc(8_000_000, 'x'),
    });
    expect([
      answer.status,
      answer.text.includes('Connection: close') || answer.text.includes('connection: close'),
    ]).toEqual([403, true]);
    expect(gateway.bytesReceived() - before).toBeLessThanOrEqual(65_536);
  });

  it.each([
    'x-csrf:',
    'x-csrf: 0',
    'x-csrf: 1, 1',
    'x-csrf: true',
    'apollo-require-preflight:',
    'x-apollo-operation-name: A',
  ])('is one with %s', async (header) => {
    const head = [
      'POST /graphql HTTP/1.1',
      header,
      'Content-Type: application/json',
      `Content-Length: ${BODY.length}`,
    ];
    expect((await rawRequest({ port: gateway.port, head, body: BODY })).status).toBe(403);
  });

  it.each(['x-csrf: 1', 'X-CSRF: 1', 'apollo-require-preflight: true'])(
    'is not one with %s',
    async (header) => {
      const head = [
        'POST /graphql HTTP/1.1',
        header,
        'Content-Type: application/json',
        `Content-Length: ${BODY.length}`,
      ];
      expect((await rawRequest({ port: gateway.port, head, body: BODY })).text).toMatch(
        '{"data":{"hello":1}}',
      );
    },
  );
});

describe('CSR-01 a route that reads no cookies', () => {
  it('needs no header for JSON, and shows its credentials’ reader no cookie', async () => {
    const cookies: unknown[] = [];
    const { url } = await startGateway({
      sdl: 'type Query { hello: Int }',
      root: { hello: 1 },
      proof: 'bearer',
      authenticate: async ({ headers }) => {
        cookies.push(headers.cookie);
        return null;
      },
    });
    const headers = { 'content-type': 'application/json', cookie: 'session=1' };
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: BODY });
    expect([answer.status, cookies]).toEqual([200, [undefined]]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ';;;='])(
    'executes nothing that a form of another site can send: %s',
    async (type) => {
      const { url, executed, port } = await startGateway({
        sdl: 'type Query { hello: Int }',
        proof: 'bearer',
      });
      const head = ['POST /graphql HTTP/1.1', `Content-Type: ${type}`, `Content-Length: ${BODY.length}`];
      expect((await rawRequest({ port, head, body: BODY })).status).toBe(400);
      expect((await fetch(`${url}/graphql${QUERY}`)).status).toBe(400);
      expect(executed).toEqual([]);
    },
  );
});

describe('CSR-01 a route whose proof is the origin', () => {
  it.each([
    [200, ['Origin: https://gateway.test', 'Sec-Fetch-Site: same-origin']],
    [200, ['Origin: https://app.test', 'Sec-Fetch-Site: same-site', 'Cookie: a=b']],
    [200, ['Sec-Fetch-Site: same-origin', 'Cookie: a=b']],
    [403, ['x-csrf: 1']],
    [403, ['Origin: https://evil.test', 'Sec-Fetch-Site: cross-site']],
    [403, ['Origin: https://app.test.evil']],
    [403, ['Origin: null', 'Sec-Fetch-Site: same-origin']],
    [403, ['Origin: https://app.test', 'Origin: https://evil.test']],
    [403, ['Sec-Fetch-Site: same-site', 'Cookie: a=b']],
    [403, ['Sec-Fetch-Site: none']],
    [403, []],
  ])('answers %d to %j', async (status, headers) => {
    const answer = await rawRequest({
      port: gateway.port,
      head: ['GET /graphql/events HTTP/1.1', ...headers],
    });
    expect([answer.status, answer.text.includes('data: 1')]).toEqual([status, status === 200]);
  });
});

describe('GHSA-9q82-xgwf-vj6h', () => {
  it.each(['message/rfc822', 'text/plain', ';;;=', 'application/json, text/plain'])(
    'a GET with content-type %s is refused even with the header',
    async (type) => {
      const answer = await rawRequest({
        port: gateway.port,
        head: [`GET /graphql${QUERY} HTTP/1.1`, 'x-csrf: 1', `Content-Type: ${type}`],
      });
      expect([answer.status, gateway.executed.filter(({ scope }) => answer.text.includes(scope.id))]).toEqual(
        [415, []],
      );
    },
  );
});

async function accessHeaders(init: RequestInit): Promise<readonly string[]> {
  const { headers } = await fetch(`${gateway.url}/graphql${QUERY}`, init);
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'));
}

describe('CSR-03 other origins', () => {
  it.each([
    'null',
    'https://evil.test',
    'https://app.test.evil',
    'https://appXtest',
    'HTTPS://GATEWAY.TEST',
    'http://gateway.test:81',
    'https://app.test:444',
    'https://APP.test',
  ])('Origin %s is given no access to answers, whether refused or not', async (origin) => {
    expect(await accessHeaders({ headers: { origin } })).toEqual([]);
    expect(await accessHeaders({ headers: { origin, 'x-csrf': '1' } })).toEqual([]);
    expect(
      await accessHeaders({
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-headers': 'x-csrf' },
      }),
    ).toEqual([]);
  });

  it('a mutation by GET is answered 405, and not executed', async () => {
    const { url, executed } = await startGateway({ sdl: 'type Query { a: Int } type Mutation { b: Int }' });
    const answer = await fetch(`${url}/graphql?query=mutation%7Bb%7D`, { headers: { 'x-csrf': '1' } });
    expect([answer.status, answer.headers.get('allow'), executed]).toEqual([405, 'POST', []]);
  });
});
