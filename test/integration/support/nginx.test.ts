import { createServer } from 'node:http';
import { expect, it } from '@jest/globals';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { listenOn } from '../../support/listen-on.ts';
import { CACHE_STATUS, startNginx } from '../../support/start-nginx.ts';

it('nginx in tests keeps what it may, for whoever asks, and nothing that forbids it', async () => {
  const server = createServer(({ url, headers }, outgoing) => {
    outgoing.setHeader('cache-control', url === '/private' ? 'no-store' : 'max-age=60');
    outgoing.writeHead(url === '/missing' ? 404 : 200).end(`${url} for ${headers.cookie ?? 'nobody'}`);
  });
  leaveNothing(() => server.close());
  const nginx = started(await startNginx({ port: await listenOn(server) }));
  const ask = async (path: string, cookie: string, method = 'GET') => {
    const answer = await fetch(`${nginx.url}${path}`, { method, headers: { cookie } });
    return `${answer.status} ${answer.headers.get(CACHE_STATUS)} ${await answer.text()}`;
  };
  expect(await ask('/open', 'a=1')).toBe('200 MISS /open for a=1');
  expect(await ask('/open', 'b=1')).toBe('200 HIT /open for a=1');
  expect(await ask('/missing', 'a=1')).toBe('404 MISS /missing for a=1');
  expect(await ask('/missing', 'b=1')).toBe('404 HIT /missing for a=1');
  expect(await ask('/open', 'a=1', 'POST')).toBe('200 MISS /open for a=1');
  expect(await ask('/open', 'b=1', 'POST')).toBe('200 HIT /open for a=1');
  expect(await ask('/private', 'a=1')).toBe('200 MISS /private for a=1');
  expect(await ask('/private', 'b=1')).toBe('200 MISS /private for b=1');
});
