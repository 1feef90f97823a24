import { beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import { assertProof } from '../../../gateway/gates/proof.ts';
import type { Exchange, Route } from '../../../gateway/gates/route.ts';
import { asViewer } from '../../support/test-viewer.ts';
import { rawRequest } from './raw-request.ts';
import { type StartedGateway, startGateway } from './start-gateway.ts';

const route = (
  path: string,
  handle: (exchange: Exchange) => Promise<void>,
  more: Partial<Route> = {},
): Route => ({
  path,
  methods: ['GET', 'POST'],
  proof: 'bearer',
  maxBodyBytes: 1_000,
  handle,
  ...more,
});
const echo = route('/echo', async (exchange) => void exchange.response.end(await exchange.readBody()));
const scopeRoute = route('/scope', async ({ response, scope }) => {
  const timeLeftMs = Math.round(scope.deadlineAt - scope.clock.monotonicMs());
  response.end(JSON.stringify({ id: scope.id, sub: scope.viewer?.sub ?? null, timeLeftMs }));
});
const page = route('/page', async ({ response }) => void response.end('page'), {
  proof: 'none',
  methods: ['GET'],
});

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await startGateway({ sdl: 'type Query { a: Int }', routes: [echo, scopeRoute, page] });
});
const at = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}${path}`, init);
const post = (body: string | ReadableStream, headers: Record<string, string> = {}) =>
  fetch(new Request(`${gateway.url}/echo`, { method: 'POST', body, headers, duplex: 'half' }));
const scopeOf = async (
  headers: Record<string, string>,
): Promise<{ sub: string | null; timeLeftMs: number }> =>
  JSON.parse(await (await at('/scope', { headers })).text());

describe('the request gates', () => {
  it.each(['12345678', 'a-b_C9'.repeat(10)])('take the client’s request id %s', async (id) => {
    const answer = await at('/scope', { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id')).toBe(id);
    expect(await answer.json()).toMatchObject({ id });
  });

  it.each(['1234567', 'a'.repeat(65), 'id with spaces', '{"forged":"line"}', '12345678;'])(
    'make one instead of %j',
    async (id) => {
      const made = (await at('/scope', { headers: { 'x-request-id': id } })).headers.get('x-request-id');
      expect(made).toMatch(/^[\da-f]{32}$/);
    },
  );

  it('set the security headers of every answer, refusals included', async () => {
    const answers = [await at('/echo'), await at('/graphql'), await post('x'.repeat(1_001))];
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 413]);
    for (const { headers } of answers) {
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(headers.get('strict-transport-security')).toBeNull();
    }
  });

  it.each([
    ['https://shop.test', 'max-age=31536000'],
    ['http://127.0.0.1:4000', null],
  ])('send Strict-Transport-Security where browsers find us at %s: %s', async (publicOrigin, header) => {
    const { ask } = await startGateway({ sdl: 'type Query { a: Int }', publicOrigin });
    expect((await ask({ query: '{ a }' })).headers.get('strict-transport-security')).toBe(header);
  });

  it('send everybody away with DRAINING while the process stops, and close the connection', async () => {
    const { ask, executed } = await startGateway({ sdl: 'type Query { a: Int }', isDraining: () => true });
    const { status, headers, errors } = await ask({ query: '{ a }' });
    expect([status, errors[0]?.extensions.code, executed]).toEqual([503, 'DRAINING', []]);
    expect([headers.get('retry-after'), headers.get('connection')]).toEqual(['1', 'close']);
  });

  it('know who asks, or that nobody does', async () => {
    expect((await scopeOf(asViewer('u-1', 'a', 'b'))).sub).toBe('u-1');
    expect((await scopeOf({})).sub).toBeNull();
  });

  it('answer bad credentials with 401 UNAUTHENTICATED and how to do better', async () => {
    const answer = await at('/echo', { headers: { authorization: 'Believe' } });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await answer.text()).toContain('UNAUTHENTICATED');
  });

  it('give a request the time it asks for, and no more than there is', async () => {
    const times = [
      { 'x-deadline-ms': '500' },
      { 'x-deadline-ms': '999999' },
      { 'x-deadline-ms': '-1' },
      { 'x-deadline-ms': 'soon' },
    ];
    const given = await Promise.all(times.map(async (headers) => (await scopeOf(headers)).timeLeftMs));
    expect(given[0]).toBeLessThanOrEqual(500);
    for (const timeLeftMs of given.slice(1)) {
      expect(timeLeftMs).toBeGreaterThan(15_000);
      expect(timeLeftMs).toBeLessThanOrEqual(20_000);
    }
  });

  it('keep pages to GET and HEAD, else METHOD_NOT_ALLOWED', async () => {
    const answer = await at('/page', { method: 'POST' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await at('/page', { method: 'HEAD' })).status).toBe(200);
  });

  it('keep a process from starting whose route could not hold its proof', () => {
    expect(() => assertProof({ path: '/p', proof: 'none', methods: ['GET', 'POST'] })).toThrow(
      '/p declares the proof "none"',
    );
    expect(() => assertProof({ path: '/p', proof: 'none', methods: ['GET', 'HEAD'] })).not.toThrow();
    for (const methods of [['GET'], ['GET', 'POST'], []])
      expect(() => assertProof({ path: '/p', proof: 'signed', methods })).toThrow(
        '/p declares the proof "signed"',
      );
    expect(() => assertProof({ path: '/p', proof: 'signed', methods: ['POST'] })).not.toThrow();
    const undeclared: Route = Object.assign({ ...page }, { proof: undefined });
    expect(() => assertProof(undeclared)).toThrow('/page must declare its proof');
  });
});

describe('a body', () => {
  it('may be as long as its route says; one byte more is PAYLOAD_TOO_LARGE', async () => {
    expect(await (await post('x'.repeat(1_000))).text()).toHaveLength(1_000);
    expect((await post('x'.repeat(1_001))).status).toBe(413);
  });

  it('that is announced as too long is refused before it is sent', async () => {
    const head = ['POST /echo HTTP/1.1', 'Content-Length: 1001'];
    const { status, text } = await rawRequest({ port: gateway.port, head });
    expect([status, /"limit":\{"name":"maxBodyBytes","max":1000\}/.test(text)]).toEqual([413, true]);
  });

  it('that announces nothing is read no further than its route says', async () => {
    const chunks = ReadableStream.from(Array.from({ length: 3 }, () => Buffer.alloc(400, 'x')));
    expect((await post(chunks)).status).toBe(413);
  });

  it.each(['gzip', 'br', 'deflate', 'gzip, gzip', 'GZIP', 'x'])(
    'in content-encoding %s is refused with 415',
    async (encoding) => {
      expect((await post('x', { 'content-encoding': encoding })).status).toBe(415);
    },
  );

  it('in content-encoding identity is not', async () => {
    expect((await post('x', { 'content-encoding': 'identity' })).status).toBe(200);
  });

  it.each(['utf-7', 'utf-16', 'ibm037', 'ISO-2022-JP', '"utf-7"', 'cp1252', 'x'])(
    'CVE-2026-23897 in charset %s is refused with 415 UNSUPPORTED_MEDIA_TYPE',
    async (charset) => {
      expect((await post('x', { 'content-type': `application/json; charset=${charset}` })).status).toBe(415);
    },
  );

  it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8'])('in charset %s is not', async (charset) => {
    expect((await post('x', { 'content-type': `application/json; charset=${charset}` })).status).toBe(200);
  });

  it('that stops coming ends with DEADLINE_EXCEEDED', async () => {
    const slow = await startGateway({ sdl: 'type Query { a: Int }', routes: [echo], deadlineMs: 100 });
    const { status, text } = await rawRequest({
      port: slow.port,
      head: ['POST /echo HTTP/1.1', 'Content-Length: 10'],
      body: 'x',
    });
    expect([status, text.includes('DEADLINE_EXCEEDED')]).toEqual([504, true]);
  });
});

describe('a client that goes away', () => {
  it('aborts the request with REQUEST_ABORTED', async () => {
    const aborted = Promise.withResolvers<unknown>();
    const arrived = Promise.withResolvers<void>();
    const waiting = route('/waiting', async ({ scope }) => {
      scope.signal.addEventListener('abort', () => aborted.resolve(scope.signal.reason));
      arrived.resolve();
      await aborted.promise;
    });
    const { url } = await startGateway({ sdl: 'type Query { a: Int }', routes: [waiting] });
    const client = new AbortController();
    const asking = fetch(`${url}/waiting`, { signal: client.signal }).catch(() => {});
    await arrived.promise;
    client.abort();
    expect(await aborted.promise).toEqual(new GatewayError('REQUEST_ABORTED'));
    await asking;
  });
});
