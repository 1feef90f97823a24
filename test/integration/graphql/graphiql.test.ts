import { beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphiqlRoutes } from '../../../gateway/graphql/graphiql.ts';
import { type StartedGateway, startGateway } from './start-gateway.ts';

describe('GraphiQL', () => {
  let gateway: StartedGateway;
  let html: string;
  let answer: Response;
  beforeAll(async () => {
    const routes = await createGraphiqlRoutes({ path: '/graphiql', endpoint: '/graphql' });
    if (routes === undefined) throw new Error('ruru is not installed; a clone gets it with npm ci');
    gateway = await startGateway({ sdl: 'type Query { a: Int }', routes });
    answer = await fetch(`${gateway.url}/graphiql`);
    html = await answer.text();
  });

  it('is a page that needs nothing but this process', () => {
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(html.match(/(?:https?:)?\/\/[a-z]/g)).toBeNull();
    expect(html).toContain('"endpoint": "/graphql"');
  });

  it('finds every file that it names', async () => {
    const paths = [...new Set(html.match(/\/ruru-static\/[\w.]+/g))];
    expect(paths).toContain('/ruru-static/ruru.js');
    for (const path of paths) {
      const file = await fetch(`${gateway.url}${path}`);
      expect([file.status, (await file.text()).length > 0]).toEqual([200, true]);
    }
  });

  it('serves its files packed and unpacked, and source maps not at all', async () => {
    const sizes = ['br', 'identity'].map(async (encoding) => {
      const file = await fetch(`${gateway.url}/ruru-static/ruru.css`, {
        headers: { 'accept-encoding': encoding },
      });
      return [file.headers.get('content-encoding'), (await file.text()).length];
    });
    const [packed, plain] = await Promise.all(sizes);
    expect([packed?.[0], plain?.[0], packed?.[1]]).toEqual(['br', null, plain?.[1]]);
    expect((await fetch(`${gateway.url}/ruru-static/ruru.js.map`)).status).toBe(404);
  });

  it('runs its own scripts and no others', () => {
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self'( 'sha256-[\w+/=]{44}')+;/);
    expect(policy).toContain("default-src 'none'");
    expect(policy.match(/script-src[^;]*unsafe/)).toBeNull();
  });

  it('sends the header that the endpoint asks for', () => {
    expect(html).toContain("headers.set('x-csrf', '1')");
  });

  it('is read only', async () => {
    expect((await fetch(`${gateway.url}/graphiql`, { method: 'POST' })).status).toBe(405);
  });
});
