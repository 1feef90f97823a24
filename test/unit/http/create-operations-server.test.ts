import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import type { SignedInPeople } from '../../../gateway/gates/signed-in-people.ts';
import { createOperationsServer } from '../../../gateway/http/create-operations-server.ts';
import { listen } from '../../../gateway/http/listen.ts';
import { createMetrics } from '../../../gateway/observability/create-metrics.ts';
import { resolveOptions } from '../../../gateway/options.ts';
import { leaveNothing } from '../../support/leftovers.ts';

async function openOperations(people?: SignedInPeople): Promise<string> {
  const server = createOperationsServer({
    limits: resolveOptions({}).connections,
    metrics: createMetrics({ client: 'test', version: '0' }),
    diagnostics: () => ({ phase: 'serving' }),
    people,
  });
  leaveNothing(() => server.close());
  return listen('operations', server, { host: '127.0.0.1', port: 0 });
}

describe('the operations port', () => {
  it('has the metrics', async () => {
    const answer = await fetch(`${await openOperations()}/metrics`, { headers: { connection: 'close' } });
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await answer.text()).toContain('gatehouse_build_info');
  });

  it('has the diagnostics', async () => {
    const answer = await fetch(`${await openOperations()}/diagnostics`, { headers: { connection: 'close' } });
    expect(await answer.json()).toEqual({ phase: 'serving' });
  });

  it.each([
    ['GET', '/'],
    ['GET', '/livez'],
    ['POST', '/metrics'],
    ['GET', '/sessions?sub=u_ada'],
  ])('has nothing for %s %s', async (method, path) => {
    const answer = await fetch(`${await openOperations()}${path}`, {
      method,
      headers: { connection: 'close' },
    });
    expect(answer.status).toBe(404);
  });
});

async function askForSessions(
  path: string,
  {
    method = 'GET',
    headers = {},
  }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> },
): Promise<{ status: number; body: unknown }> {
  const ended: string[] = [];
  const url = await openOperations({
    sessionsOf: () => Promise.reject(new GatewayError('SESSIONS_UNAVAILABLE')),
    async end(sub, id) {
      ended.push(`${sub} ${id}`);
      return ended.length;
    },
  });
  const answer = await fetch(url + path, { method, headers: { connection: 'close', ...headers } });
  return { status: answer.status, body: await answer.json() };
}

describe('the sessions on the operations port', () => {
  it('are ended for one person', async () => {
    expect(await askForSessions('/sessions?sub=u_ada&all=1', { method: 'DELETE' })).toEqual({
      status: 200,
      body: { ended: 1 },
    });
  });

  it.each([
    ['nobody named', '/sessions', {}, 400],
    ['to guess which', '/sessions?sub=u_ada&ID=x', { method: 'DELETE' }, 400],
    ['another method', '/sessions?sub=u_ada', { method: 'POST' }, 405],
    [
      'a page of this address',
      '/sessions?sub=u_ada',
      { method: 'DELETE', headers: { origin: 'http://evil.test' } },
      403,
    ],
    ['a page that reads', '/sessions?sub=u_ada', { headers: { 'sec-fetch-site': 'same-origin' } }, 403],
    ['a store that is away', '/sessions?sub=u_ada', {}, 503],
  ] as const)('refuse %s', async (_, path, init, status) => {
    expect((await askForSessions(path, init)).status).toBe(status);
  });
});

it.each([
  ['evil.example', 403],
  ['web-bff.evil.example:9400', 403],
  ['127.0.0.1:9400', 503],
  ['[::1]:9400', 503],
  ['localhost:9400', 503],
  ['web-bff:9400', 503],
  ['web-bff.shop.svc.cluster.local', 503],
])(
  'the sessions are not for a page that has brought a browser here under the name %s',
  async (host, status) => {
    const url = new URL(
      await openOperations({
        sessionsOf: () => Promise.reject(new GatewayError('SESSIONS_UNAVAILABLE')),
        end: async () => 0,
      }),
    );
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const sent = request(new URL('/sessions?sub=u_ada', url), { headers: { host, connection: 'close' } });
    sent.once('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.end();
    expect(await promise).toBe(status);
  },
);
