import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import { GatewayError } from '../../../gateway/errors.ts';
import { createProviderFetch, type ProviderFetch } from '../../../gateway/upstream/create-provider-fetch.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { startDeafHost } from './start-deaf-host.ts';

/** A server that answers with what it was asked. */
async function startMirror(): Promise<{ readonly url: string; readonly host: string; asked(): number }> {
  let asked = 0;
  const server = createServer(({ headers, url, method }, response) => {
    asked += 1;
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.writeHead(url === '/away' ? 302 : 200, url === '/away' ? { location: 'http://evil.test/' } : {});
    response.end(url === '/long' ? 'x'.repeat(2_000) : JSON.stringify({ host: headers.host, url, method }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  leaveNothing(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { url: `http://${host}`, host, asked: () => asked };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof GatewayError ? error.code : String(error)),
  );

function open(
  issuer: string,
  choices: Partial<Parameters<typeof createProviderFetch>[0]> = {},
): ProviderFetch {
  return started(createProviderFetch({ issuer, clock: systemClock, ...choices }));
}

describe('requests to the identity provider', () => {
  it('TOK-06 go to its origin and to those on the list, and follow nobody', async () => {
    const [mirror, other] = [await startMirror(), await startMirror()];
    const { fetch } = open(`${mirror.url}/realm`);
    const answer = await fetch(`${mirror.url}/away`, {});
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([302, ['a=1', 'b=2']]);
    for (const url of [other.url, mirror.url.replace('http:', 'https:'), 'file:///etc/passwd', 'nonsense'])
      expect(await codeOf(fetch(url, {}))).toBe('SIGN_IN_UNAVAILABLE');
    expect(other.asked()).toBe(0);
    expect((await open(mirror.url, { origins: [other.url] }).fetch(other.url, {})).status).toBe(200);
  });

  it('may connect elsewhere without saying another name', async () => {
    const mirror = await startMirror();
    const { fetch } = open('http://id.test:4100', { connectTo: mirror.host });
    const answer = await fetch('http://id.test:4100/keys?a=1', {
      method: 'POST',
      body: new URLSearchParams('a=1'),
    });
    expect(await answer.json()).toEqual({ host: 'id.test:4100', url: '/keys?a=1', method: 'POST' });
  });

  it('end with answers that are too long', async () => {
    const mirror = await startMirror();
    const { fetch } = open(mirror.url, { maxAnswerBytes: 1_999 });
    expect(await codeOf(fetch(`${mirror.url}/long`, {}))).toBe('SIGN_IN_UNAVAILABLE');
  });

  it('end in time with a provider that does not even connect', async () => {
    const issuer = await startDeafHost();
    const before = performance.now();
    expect(await codeOf(open(issuer, { timeoutMs: 200 }).fetch(issuer, {}))).toBe('SIGN_IN_UNAVAILABLE');
    expect(performance.now() - before).toBeLessThan(1_500);
  });

  it('end with whoever asked', async () => {
    const issuer = await startDeafHost();
    const signal = AbortSignal.abort();
    expect(await codeOf(open(issuer).fetch(issuer, { signal }))).toBe('SIGN_IN_UNAVAILABLE');
  });
});
