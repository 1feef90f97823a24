import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CookieJar } from '../../support/cookie-jar.ts';
import { rawRequest } from '../graphql/raw-request.ts';
import { type StartedService, startService } from '../upstream/start-service.ts';
import { type Recorders, startRecorders } from './start-recorders.ts';
import { ask, type Shop, startShop } from './start-shop.ts';

const HOSTILE_IDS = [
  '../../admin',
  '..%2f..%2fadmin',
  '..\\..\\admin',
  '.',
  '..',
  '%2e%2e',
  '1?x=1',
  '1#fragment',
  '//evil.test',
  'http://evil.test/',
  '@evil.test',
  '1\r\nx-injected: 1',
  '1\u0000',
  '1;jsessionid=2',
  'x'.repeat(65_536),
];

describe('a client that means harm, at web-bff', () => {
  let sink: StartedService;
  let recorders: Recorders;
  let shop: Shop;
  let jar: CookieJar;

  beforeAll(async () => {
    sink = await startService((_request, response) => response.end());
    // Nobody stands behind them: what they receive is all that counts.
    recorders = await startRecorders({ catalog: 'http://127.0.0.1:9', orders: 'http://127.0.0.1:9' });
    shop = await startShop({ services: recorders.urls });
    jar = await shop.signIn();
  });
  beforeEach(() => {
    recorders.clear();
    recorders.answer = (_record, response) => {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      return true;
    };
  });

  it.each(HOSTILE_IDS.map((id) => [id.slice(0, 20), id] as const))(
    'TOK-06 gets no call out of its place with the id %j',
    async (_, id) => {
      for (const [field, place] of [
        ['product', '/products/'],
        ['order', '/orders/'],
      ] as const) {
        recorders.clear();
        const { status } = await ask(
          shop.processes[0],
          jar,
          `{ ${field}(id: ${JSON.stringify(id)}) { id } }`,
        );
        expect(status).toBe(200);
        for (const { path, headers } of recorders.records) {
          expect(path.startsWith(place)).toBe(true);
          expect(decodeURIComponent(path.slice(place.length))).toBe(id);
          expect(path.slice(place.length)).not.toMatch(/[/?#]/);
          expect(headers).not.toHaveProperty('x-injected');
        }
        expect(recorders.records.length).toBeLessThanOrEqual(1);
      }
      expect(sink.connections).toBe(0);
    },
  );

  it('TOK-06 gets no token to another host by a service that redirects', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      recorders.answer = (_record, response) => {
        response.writeHead(status, { location: `${sink.url}/steal` }).end();
        return true;
      };
      const { data, code } = await ask(shop.processes[0], jar, '{ order(id: "1") { id } }');
      expect({ data, code }).toEqual({ data: { order: null }, code: 'UPSTREAM_REJECTED' });
    }
    expect(recorders.records).toHaveLength(5);
    expect(recorders.records.every(({ headers }) => headers['authorization']?.startsWith('Bearer '))).toBe(
      true,
    );
    expect(sink.connections).toBe(0);
  });

  const FORGED = [
    'X-User-Id: root',
    'x_user_id: root',
    'X-USER: root',
    'X-Forwarded-For: 10.0.0.1',
    'X-Forwarded-For: 10.0.0.2',
    'x-forwarded-host: evil.test',
    'X-Forwarded-User: root',
    'Forwarded: for=10.0.0.1',
    'X-Real-IP: 10.0.0.1',
    'X-Auth-Request-User: root',
    'Remote-User: root',
    'X-Original-URL: /admin',
    'X-HTTP-Method-Override: DELETE',
    'Connection: x-user-id, keep-alive',
    'TE: trailers',
    'Via: 1.1 evil',
    'Proxy-Authorization: Basic cm9vdDpyb290',
    'x-token: canary',
  ];

  it.each([
    ['somebody who is signed in', true],
    ['nobody', false],
  ])('TOK-07 has no header of its own sent to services, as %s', async (_, isSignedIn) => {
    const body = '{"query":"{ order(id: \\"1\\") { id } product(id: \\"1\\") { id } }"}';
    const cookie = jar.header('http://localhost/graphql');
    const { status } = await rawRequest({
      port: Number(new URL(shop.processes[0]?.url ?? '').port),
      head: [
        'POST /graphql HTTP/1.1',
        'content-type: application/json',
        'x-csrf: 1',
        `content-length: ${body.length}`,
        ...(isSignedIn ? [`cookie: ${cookie}`] : []),
        'AUTHORIZATION: Bearer canary',
        ...FORGED,
      ],
      body,
    });
    expect(status).toBe(200);
    const called = recorders.records.map(({ service }) => service).toSorted();
    expect(called).toEqual(isSignedIn ? ['catalog', 'orders'] : ['catalog']);
    for (const { service, headers, rawHeaders } of recorders.records) {
      const { authorization, ...rest } = headers;
      expect(Object.keys(rest).toSorted()).toEqual([
        'accept',
        'accept-encoding',
        'connection',
        'host',
        'x-deadline-ms',
        'x-request-id',
      ]);
      expect(JSON.stringify(rawHeaders)).not.toMatch(/canary|root|10\.0\.0|evil/);
      expect(authorization === undefined).toBe(service === 'catalog');
      expect(rawHeaders).toHaveLength(2 * Object.keys(headers).length);
    }
  });
});
