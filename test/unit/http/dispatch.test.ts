import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import { openHttp, routeAt } from './open-http.ts';

const pong = routeAt('/ping', async ({ response }) => void response.end('pong'));

const refuse = () => Promise.reject(new GatewayError('UPSTREAM_BUSY', { retryAfterSeconds: 7 }));
const fail = () => Promise.reject(new Error('canary: the password is 1234'));

describe('a request', () => {
  it('goes to the route with exactly its path, whatever its query is', async () => {
    const { url } = await openHttp({ routes: [pong] });
    const answer = await fetch(`${url}/ping?a=/other`);
    expect([answer.status, await answer.text()]).toEqual([200, 'pong']);
  });

  it.each(['/', '/pin', '/ping/', '//ping', '/PING', '/%70ing', '/a/../unknown'])(
    'gets a problem with 404 NOT_FOUND at %s',
    async (path) => {
      const { url } = await openHttp({ routes: [pong] });
      const answer = await fetch(`${url}${path}`);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(await answer.json()).toEqual({
        type: 'urn:gatehouse:error:NOT_FOUND',
        title: 'Nothing is served at this path.',
        status: 404,
        code: 'NOT_FOUND',
        requestId: answer.headers.get('x-request-id'),
      });
    },
  );

  it.each(['POST', 'DELETE', 'OPTIONS'])(
    'gets 404 NOT_FOUND for %s of a path that is not served',
    async (method) => {
      const { url } = await openHttp({ routes: [pong] });
      expect((await fetch(`${url}/other`, { method })).status).toBe(404);
    },
  );

  it('gets 405 METHOD_NOT_ALLOWED with the methods that the path has', async () => {
    const { url } = await openHttp({ routes: [pong] });
    const answer = await fetch(`${url}/ping`, { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('gets errors of GraphQL paths in the form of GraphQL, and others as a problem', async () => {
    const { url } = await openHttp({ routes: [routeAt('/graphql', refuse), routeAt('/other', refuse)] });
    const graphql = await fetch(`${url}/graphql`, {
      headers: { accept: 'application/graphql-response+json' },
    });
    expect([graphql.status, graphql.headers.get('retry-after')]).toEqual([503, '7']);
    expect(graphql.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    const requestId = graphql.headers.get('x-request-id');
    expect(await graphql.json()).toEqual({
      errors: [
        {
          message: 'A service asks for fewer requests.',
          extensions: { code: 'UPSTREAM_BUSY', retryAfterSeconds: 7, requestId },
        },
      ],
    });
    expect(await (await fetch(`${url}/other`)).json()).toMatchObject({ code: 'UPSTREAM_BUSY', status: 503 });
  });

  it('gets INTERNAL_SERVER_ERROR and an id for what nobody expected; the log gets the rest', async () => {
    const { url, line } = await openHttp({ routes: [routeAt('/graphql', fail)] });
    const answer = await fetch(`${url}/graphql`);
    const body = await answer.text();
    expect([answer.status, body.includes('canary')]).toEqual([500, false]);
    const logged = await line(({ level }) => level === 'error');
    expect(logged).toMatchObject({ requestId: answer.headers.get('x-request-id'), msg: 'request failed' });
    expect(JSON.stringify(logged['err'])).toContain('canary');
  });

  it('gets INTERNAL_SERVER_ERROR from a route that gives no answer', async () => {
    const { url } = await openHttp({ routes: [routeAt('/quiet', async () => {})] });
    expect((await fetch(`${url}/quiet`)).status).toBe(500);
  });

  it('loses its connection when a route fails in the middle of an answer', async () => {
    const half = routeAt('/half', async ({ response }) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
      throw new Error('broken');
    });
    const { url } = await openHttp({ routes: [half] });
    await expect(fetch(`${url}/half`).then((answer) => answer.text())).rejects.toThrow(
      /^(terminated|fetch failed)$/,
    );
  });
});

describe('routes', () => {
  it('are refused at start when two have one path', async () => {
    await expect(openHttp({ routes: [pong, pong] })).rejects.toThrow('two routes have the path /ping');
  });

  it('are refused at start when one declares a proof that it cannot keep', async () => {
    const forgeable = routeAt('/ping', async () => {}, { proof: 'none' });
    await expect(openHttp({ routes: [forgeable] })).rejects.toThrow('/ping declares the proof "none"');
  });
});
