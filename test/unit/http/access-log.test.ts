import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { asViewer } from '../../support/test-viewer.ts';
import { openHttp, routeAt } from './open-http.ts';

const pong = routeAt('/graphql', async ({ response }) => void response.end('{}'));
const isAccess = ({ msg }: Readonly<Record<string, unknown>>) => msg === 'request';

describe('the access log', () => {
  it('has one line for a request: what, how, how long, and whether somebody is signed in', async () => {
    const { url, line, lines } = await openHttp({ routes: [pong] });
    const headers = { ...asViewer('canary-ann', 'orders:read'), 'x-request-id': 'request-12345' };
    await fetch(`${url}/graphql?canary=1`, { method: 'POST', headers, body: '{"canary":1}' });
    expect(await line(isAccess)).toEqual({
      level: 'info',
      time: expect.any(String),
      requestId: 'request-12345',
      method: 'POST',
      route: '/graphql',
      status: 200,
      durationMs: expect.any(Number),
      viewer: true,
      msg: 'request',
    });
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  it.each([
    ['/unknown?canary', 'GET', { route: 'other', status: 404, code: 'NOT_FOUND', viewer: false }],
    ['/graphql', 'PUT', { route: '/graphql', status: 405, code: 'METHOD_NOT_ALLOWED' }],
    ['/livez', 'GET', { route: '/livez', status: 200, level: 'debug' }],
  ])('names the route and the code of %s %s', async (path, method, expected) => {
    const { url, line } = await openHttp({ routes: [pong] });
    await fetch(`${url}${path}`, { method });
    expect(await line(isAccess)).toMatchObject(expected);
  });

  it('counts a client that leaves before its answer as 499', async () => {
    const arrived = Promise.withResolvers<void>();
    const slow = routeAt('/slow', async ({ scope }) => {
      arrived.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      scope.signal.addEventListener('abort', () => resolve());
      await promise;
      throw scope.signal.reason;
    });
    const { port, line, metrics } = await openHttp({ routes: [slow] });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /slow HTTP/1.1\r\nhost: a\r\n\r\n');
    await arrived.promise;
    socket.destroy();
    expect(await line(isAccess)).toMatchObject({ route: '/slow', status: 499 });
    expect(await metrics.render()).toContain(
      'gatehouse_http_requests_total{route="/slow",status="499",client="test"} 1',
    );
  });

  it.each(['has spaces in it', 'short', 'x'.repeat(65), '{"level":"info"}'])(
    'does not take %j for a request id',
    async (sent) => {
      const { url, line } = await openHttp({ routes: [pong] });
      const answer = await fetch(`${url}/graphql`, { headers: { 'x-request-id': sent } });
      const { requestId } = await line(isAccess);
      expect(requestId).toMatch(/^[\da-f]{32}$/);
      expect(answer.headers.get('x-request-id')).toBe(requestId);
    },
  );
});
