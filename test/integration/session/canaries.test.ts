import { createServer } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CookieBrowser } from '../../support/cookie-browser.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { listenOn } from '../../support/listen-on.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { type SessionShop, startSessionShop } from '../../support/start-session-shop.ts';
import { FALSE_IDENTITIES } from './false-identities.ts';

const CSRF = { 'x-csrf': '1' };

let redis: RedisProcess;
let shop: SessionShop;

/** Says whatever it was told in whatever it answers, as a service does that is broken or was taken over. */
async function startEcho(): Promise<string> {
  const server = createServer(({ headers, url }, outgoing) => {
    const told = String(headers.authorization);
    outgoing
      .writeHead(500, { 'content-type': 'application/json', 'www-authenticate': told, 'x-told': told })
      .end(JSON.stringify({ id: told, url, title: told, detail: told, code: told }));
  });
  leaveNothing(() => server.close());
  return `http://127.0.0.1:${await listenOn(server)}`;
}

beforeAll(async () => {
  redis = await startRedis();
});

/** Parts of a secret that would do as well as the whole, or show that somebody wrote it down in another form. */
function tracesOf(secret: string): string[] {
  const parts = secret.split('.').filter((part) => part.length >= 24);
  const forms = [
    secret,
    ...parts,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    encodeURIComponent(secret),
  ];
  return forms.filter((form) => form.length >= 16);
}

/** The value of the session cookie, and the id in it. */
function sessionSecrets(browser: CookieBrowser): string[] {
  const [, value = ''] = /session[^=;]*=([^;]+)/.exec(browser.cookiesFor(shop.url)) ?? [];
  const id = decodeURIComponent(value).replace(/^s:/, '').split('.')[0] ?? '';
  return [value, id];
}

/** Everything that left the gateway by HTTP, without what it must give to the browser: the cookie in `Set-Cookie`. */
function heardBy(browser: CookieBrowser): string {
  return browser.visits
    .filter(({ url }) => url.startsWith(shop.url))
    .map(({ headers, text }) => {
      const told = [...headers].filter(([name]) => name !== 'set-cookie');
      return `${JSON.stringify(told)}\n${text}`;
    })
    .join('\n');
}

async function useEverything(browser: CookieBrowser): Promise<void> {
  const { visit } = browser;
  const post = (body: unknown) =>
    visit(`${shop.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...CSRF },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  await visit(`${shop.url}/`);
  await visit(`${shop.url}/bff/user`, { headers: CSRF });
  await visit(`${shop.url}/bff/sessions`, { headers: CSRF });
  await post({ query: '{ me { id } orders { items { id } } }' });
  await post({ query: '{ cart { id } }' });
  await post({ query: 'mutation { addToCart(input: { sku: "SKU", quantity: 1 }) { __typename } }' });
  await post({ query: '{ nothing }' });
  await post('{');
  await post({ query: '{ me { id } }', variables: 7 });
  await visit(`${shop.url}/graphql?query={me{id}}`, { headers: CSRF });
  for (const path of [
    '/bff/callback?code=x&state=y',
    '/bff/nothing',
    '/graphiql',
    '/livez',
    '/bff/backchannel-logout',
  ])
    await visit(`${shop.url}${path}`);
  await visit(`${shop.url}/bff/user`, { headers: { ...CSRF, authorization: 'Bearer a.b.c' } });
}

describe('secrets', () => {
  it('OID-06 leave web-bff neither in an answer, nor in a log line, nor in a metric', async () => {
    const proxy = started(await startFaultProxy(redis));
    const echo = await startEcho();
    shop = await startSessionShop({
      redisUrl: `redis://127.0.0.1:${proxy.port}`,
      accessTokenSeconds: 30, // so that each use refreshes
      env: { LOG_LEVEL: 'debug', ORDERS_URL: echo },
    });
    const { provider } = shop;
    const browsers: CookieBrowser[] = [];

    const ada = await shop.signIn({ sub: 'acct_ada', name: 'Ada' });
    browsers.push(ada);
    await useEverything(ada);
    for (const misdeeds of [
      { token: { status: 500, body: 'broken' } },
      // A provider that says back what it was told, as some do in `error_description`.
      {
        token: (form: URLSearchParams) => ({
          status: 400,
          body: JSON.stringify({ error: 'invalid_request', error_description: form.toString() }),
        }),
      },
      {
        token: (form: URLSearchParams) => ({
          status: 400,
          body: JSON.stringify({ error: form.toString(), error_description: form.toString() }),
        }),
      },
      {
        token: (form: URLSearchParams) => ({
          status: 302,
          headers: { location: `https://evil.test/?${form.toString()}` },
        }),
      },
      {
        token: (form: URLSearchParams) => ({
          status: 401,
          headers: { 'www-authenticate': `Bearer error="${form.toString()}"` },
        }),
      },
    ]) {
      provider.misbehave(misdeeds);
      await useEverything(ada);
      browsers.push(await shop.attempt());
    }
    for (const { misdeeds } of FALSE_IDENTITIES) {
      provider.misbehave(misdeeds(provider));
      browsers.push(await shop.attempt());
    }
    provider.misbehave({});

    for (const faults of [{ garbage: true }, { blackHole: true }, { resetAfterBytes: 9 }, { down: true }]) {
      await proxy.set(faults);
      await useEverything(ada);
      browsers.push(await shop.attempt());
    }
    await proxy.clear();

    await isBack();
    const grace = await shop.signIn({ sub: 'acct_grace', name: 'Grace' });
    browsers.push(grace);
    await useEverything(grace);
    provider.misbehave({ token: { status: 400, body: '{"error":"invalid_grant"}' } });
    await useEverything(grace);
    provider.misbehave({});
    const eve = await shop.signIn({ sub: 'acct_eve', name: 'Eve' });
    browsers.push(eve);
    const [evesCookie = ''] = sessionSecrets(eve);
    await eve.visit(`${shop.url}/bff/logout`, { method: 'POST', headers: CSRF });
    await useEverything(eve);

    const [bff] = shop.bffs;
    const metrics = await (await fetch(`${bff?.operationsUrl}/metrics`)).text();
    const diagnostics = await (await fetch(`${bff?.operationsUrl}/diagnostics`)).text();
    const ending = await bff?.stop();
    const kept = await dumpOf(redis);

    const secrets = [...provider.secrets, ...browsers.flatMap(sessionSecrets), evesCookie].filter(
      (one) => one !== '',
    );
    expect(secrets.length).toBeGreaterThan(60);
    const places = {
      answers: browsers.map(heardBy).join('\n'),
      'log lines': JSON.stringify(ending?.lines),
      'standard error': ending?.complaint ?? '',
      metrics,
      diagnostics,
      Redis: kept,
    };
    expect(places.answers.length).toBeGreaterThan(50_000);
    expect(ending?.lines.length).toBeGreaterThan(200);
    const hits = Object.entries(places).flatMap(([place, text]) =>
      secrets.flatMap((secret) =>
        tracesOf(secret)
          .filter((trace) => text.includes(trace))
          .map(
            (trace) =>
              `${place}: ${trace.slice(0, 40)} in …${text.slice(Math.max(0, text.indexOf(trace) - 80)).slice(0, 200)}`,
          ),
      ),
    );
    expect(hits.slice(0, 5)).toEqual([]);
  });
});

/** Until Redis is heard of again. */
async function isBack(): Promise<void> {
  for (let status = 503; status === 503; )
    ({ status } = await fetch(`${shop.url}/bff/login`, { redirect: 'manual' }));
}

/** All of it, as a thief would carry it away. */
async function dumpOf(server: RedisProcess): Promise<string> {
  const keys = (await server.command('keys', '*')).split('\n');
  const values: string[] = [];
  for (const key of keys) {
    const type = await server.command('type', key);
    const read = {
      hash: ['hgetall'],
      zset: ['zrange', key, '0', '-1'],
      set: ['smembers'],
      list: ['lrange', key, '0', '-1'],
      stream: ['xrange', key, '-', '+'],
    }[type] ?? ['get'];
    values.push(await server.command(read[0] ?? 'get', ...(read.length > 1 ? read.slice(1) : [key])));
  }
  return [...keys, ...values].join('\n');
}
