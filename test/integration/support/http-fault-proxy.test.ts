import { createServer } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type HttpFaultProxy, startHttpFaultProxy } from '../../support/http-fault-proxy.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { listenOn } from '../../support/listen-on.ts';

let proxy: HttpFaultProxy;

beforeEach(async () => {
  const behind = createServer((incoming, outgoing) => {
    outgoing.setHeader('set-cookie', ['a=1', 'b=2']);
    incoming.pipe(outgoing);
  });
  leaveNothing(() => behind.close());
  proxy = started(await startHttpFaultProxy(`http://127.0.0.1:${await listenOn(behind)}`));
});

const post = (path: string, signal?: AbortSignal) =>
  fetch(`${proxy.url}${path}`, { method: 'POST', body: 'hello', ...(signal && { signal }) });

describe('the HTTP fault proxy', () => {
  it('lets the server behind answer what it has no answer to', async () => {
    const answer = await post('/token?a=1');
    expect([answer.status, answer.headers.getSetCookie(), await answer.text()]).toEqual([
      200,
      ['a=1', 'b=2'],
      'hello',
    ]);
    expect([...proxy.counts]).toEqual([['/token', 1]]);
  });

  it('answers one path, or every path, until it is told otherwise', async () => {
    proxy.answer('/token', { status: 400, body: '{"error":"invalid_grant"}' });
    expect([(await post('/token')).status, (await post('/jwks')).status]).toEqual([400, 200]);
    proxy.answer('*', { status: 503 });
    expect([(await post('/token')).status, (await post('/jwks')).status]).toEqual([400, 503]);
    proxy.answer('/token', undefined);
    proxy.answer('*', undefined);
    expect([(await post('/token')).status, (await post('/jwks')).status]).toEqual([200, 200]);
  });

  it('hangs where it shall', async () => {
    proxy.answer('/token', { hangs: true });
    await expect(post('/token', AbortSignal.timeout(50))).rejects.toThrow(/timeout/i);
  });
});
