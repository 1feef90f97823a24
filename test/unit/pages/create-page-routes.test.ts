import { createHash } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { Exchange, Route } from '../../../gateway/gates/route.ts';
import { createPageRoutes } from '../../../gateway/pages/create-page-routes.ts';

function routeOf(html: string): Route {
  const [route] = createPageRoutes([{ path: '/', html }]);
  if (route === undefined) throw new Error('no route');
  return route;
}

async function policyOf(html: string): Promise<string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const exchange: Pick<Exchange, 'request' | 'response'> = { request, response };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a page looks at nothing else
  await routeOf(html).handle(exchange as Exchange);
  return String(response.getHeader('content-security-policy'));
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('a page', () => {
  it('runs and wears what stands in it, and nothing else', async () => {
    const policy = await policyOf('<style>a{}</style><script type="module">b()</script><script>c()</script>');
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hashOf('b()')} ${hashOf('c()')}`,
      `style-src ${hashOf('a{}')}`,
      "connect-src 'self'",
      "img-src 'self' data:",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]);
  });

  it('runs nothing when there is nothing to run', async () => {
    expect(await policyOf('<h1>Hello</h1>')).toContain("script-src 'none'; style-src 'none'");
  });

  it('reads no cookies, so that it is there while sessions are not', () => {
    expect(routeOf('')).toMatchObject({ proof: 'bearer', methods: ['GET', 'HEAD'], maxBodyBytes: 0 });
  });
});
