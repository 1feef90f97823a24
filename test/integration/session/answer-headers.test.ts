import { beforeAll, describe, expect, it } from '@jest/globals';
import { BFF_PATHS } from '../../../gateway/session/bff-paths.ts';
import { started } from '../../support/leftovers.ts';
import { startMaliciousProvider } from '../../support/malicious-provider.ts';
import { rawRequest } from '../graphql/raw-request.ts';
import { type SignInGateway, startSignIn } from './start-sign-in.ts';

const PATHS = [
  '/',
  '/nowhere',
  '/livez',
  '/readyz',
  '/graphql',
  '/graphql/nowhere',
  '/graphiql',
  '/ruru-static/nothing.js',
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'];
const EXPECTED: Readonly<Record<string, RegExp>> = {
  'cache-control': /no-store/,
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'referrer-policy': /^no-referrer$/,
  'strict-transport-security': /^max-age=\d{8,}/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
};

let gateway: SignInGateway;
let port: number;
beforeAll(async () => {
  const provider = started(await startMaliciousProvider());
  gateway = await startSignIn({
    ...provider,
    publicOrigin: 'https://shop.test',
    options: { deadlineMs: 200 },
  });
  port = Number(new URL(gateway.url).port);
});

function headersOf(text: string): Readonly<Record<string, string>> {
  const head = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n').slice(1);
  return Object.fromEntries(
    head.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
}

/** The headers that an answer lacks, or has otherwise. */
function lacking(text: string): readonly string[] {
  const headers = headersOf(text);
  return Object.entries(EXPECTED).flatMap(([name, value]) =>
    value.test(headers[name] ?? '') ? [] : [`${name}: ${headers[name]}`],
  );
}

describe('CSR-04 the headers of an answer', () => {
  it.each([...PATHS, ...Object.values(BFF_PATHS)])('are there at %s, whatever its status', async (path) => {
    const statuses = new Set<number>();
    for (const method of METHODS) {
      for (const proof of [[], ['x-csrf: 1']]) {
        const length = ['POST', 'PUT', 'PATCH'].includes(method) ? ['Content-Length: 0'] : [];
        const { status, text } = await rawRequest({
          port,
          head: [`${method} ${path} HTTP/1.1`, ...proof, ...length],
        });
        statuses.add(status);
        expect([method, status, lacking(text)]).toEqual([method, status, []]);
      }
    }
    expect([...statuses].every((status) => status >= 200 && status < 600)).toBe(true);
  });

  it.each<[number, readonly string[], string?]>([
    [200, ['GET /graphiql HTTP/1.1']],
    [303, ['GET /bff/login HTTP/1.1']],
    [
      400,
      ['POST /graphql HTTP/1.1', 'x-csrf: 1', 'Content-Type: application/json', 'Content-Length: 1'],
      '{',
    ],
    [400, ['GET /bff/callback?state=x&code=y HTTP/1.1', 'Accept: text/html']],
    [401, ['GET /bff/user HTTP/1.1', 'x-csrf: 1']],
    [403, ['POST /bff/logout HTTP/1.1', 'Content-Length: 0']],
    [404, ['GET /nowhere HTTP/1.1']],
    [404, ['GET http://evil.test/ HTTP/1.1']],
    [405, ['PUT /graphql HTTP/1.1', 'x-csrf: 1', 'Content-Length: 0']],
    [413, ['POST /graphql HTTP/1.1', 'x-csrf: 1', 'Content-Length: 99999999']],
    [415, ['POST /graphql HTTP/1.1', 'x-csrf: 1', 'Content-Encoding: gzip', 'Content-Length: 1']],
    [504, ['POST /graphql HTTP/1.1', 'x-csrf: 1', 'Content-Type: application/json', 'Content-Length: 9']],
    [400, ['GET /a b HTTP/1.1']],
    [400, ['GET / HTTP/1.1', 'Content-Length: 1', 'Transfer-Encoding: chunked']],
    [431, ['GET / HTTP/1.1', `x-long: ${'x'.repeat(70_000)}`]],
  ])('are there with status %d', async (status, head, body = '') => {
    const answer = await rawRequest({ port, head, body });
    expect([answer.status, lacking(answer.text)]).toEqual([status, []]);
  });

  it.each(['/', '/livez', '/graphql', '/bff/user', '/graphiql'])(
    'are there for who names no host, and gets 400, at %s',
    async (path) => {
      const answer = await rawRequest({ port, head: [`GET ${path} HTTP/1.1`], host: '' });
      expect([answer.status, lacking(answer.text)]).toEqual([400, []]);
    },
  );

  it('tell browsers of no https where there is none', async () => {
    const provider = started(await startMaliciousProvider());
    const plain = await startSignIn(provider);
    const { headers } = await fetch(`${plain.url}/nowhere`);
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});
