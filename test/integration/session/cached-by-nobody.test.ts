import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CookieBrowser, Visit } from '../../support/cookie-browser.ts';
import { started } from '../../support/leftovers.ts';
import { CACHE_STATUS, type CachingProxy, startNginx } from '../../support/start-nginx.ts';
import { type SessionShop, startSessionShop } from '../../support/start-session-shop.ts';
import { testSize } from '../../support/test-size.ts';

const REQUESTS = testSize.repetitions({ ci: 600, full: 10_000 });
const TOGETHER = 8;

let shop: SessionShop;
let nginx: CachingProxy;

beforeAll(async () => {
  shop = await startSessionShop();
  nginx = started(await startNginx({ port: Number(new URL(shop.url).port) }));
});

interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the answer of whoever is signed in names them. */
  readonly names?: boolean;
}

const JSON_TYPE = { 'content-type': 'application/json', 'x-csrf': '1' };
const MINE = JSON.stringify({ query: '{ me { id } }' });

/** Pages, data, errors of every kind, and answers that set cookies. */
const ASKED: readonly Asked[] = [
  { path: '/bff/user', headers: { 'x-csrf': '1' }, names: true },
  { path: '/bff/user?slide=false', headers: { 'x-csrf': '1' }, names: true },
  { path: `/graphql?query=${encodeURIComponent('{ me { id } }')}`, headers: { 'x-csrf': '1' }, names: true },
  { path: '/graphql', method: 'POST', headers: JSON_TYPE, body: MINE, names: true },
  { path: '/' },
  { path: '/bff/sessions', headers: { 'x-csrf': '1' } },
  {
    path: `/graphql?query=${encodeURIComponent('{ product(id: "prod_kettle") { id } }')}`,
    headers: { 'x-csrf': '1' },
  },
  { path: '/graphql', method: 'POST', headers: JSON_TYPE, body: '{"query":"{ nothing }"}' },
  { path: '/graphql', method: 'POST', headers: JSON_TYPE, body: '{' },
  { path: '/graphql' },
  { path: '/bff/user' },
  { path: '/bff/callback?code=a&state=b' },
  { path: '/bff/login' },
  { path: '/bff/login?returnTo=/orders' },
  { path: '/bff/logout', headers: { 'x-csrf': '1' } },
  { path: '/bff/nothing' },
  { path: '/graphiql' },
];

const NAMES = ['acct_first', 'acct_second', 'nobody'] as const;

/** What is wrong with an answer for one of them. */
function wrong(person: (typeof NAMES)[number], asked: Asked, { status, headers, text }: Visit): string[] {
  const whole = `${text}\n${JSON.stringify([...headers])}`;
  const others = NAMES.filter((name) => name !== person && name !== 'nobody' && whole.includes(name));
  const isOwn = asked.names !== true || person === 'nobody' || (status === 200 && text.includes(person));
  const cache = headers.get('cache-control') ?? '';
  const problems = [
    ...others.map((name) => `shows ${name}`),
    ...(isOwn ? [] : [`does not name them: ${status} ${text.slice(0, 100)}`]),
    ...(headers.get(CACHE_STATUS) === 'HIT' ? ['comes out of the cache'] : []),
    ...(/\bno-store\b/.test(cache) ? [] : [`may be stored (${cache})`]),
    ...(headers.has('etag') ? ['has an ETag'] : []),
  ];
  return problems.map((problem) => `${asked.method ?? 'GET'} ${asked.path} for ${person} ${problem}`);
}

describe('a cache that knows nothing of users', () => {
  it('SES-10 gives nobody the answer of another, and keeps none', async () => {
    const browsers: Record<string, CookieBrowser> = {
      acct_first: await shop.signIn({ sub: 'acct_first', name: 'acct_first' }),
      acct_second: await shop.signIn({ sub: 'acct_second', name: 'acct_second' }),
    };
    const cookies = (person: string) => browsers[person]?.cookiesFor(shop.url) ?? '';
    const shown: Record<string, string> = Object.fromEntries(NAMES.map((name) => [name, cookies(name)]));

    const problems: string[] = [];
    let next = 0;
    async function askInTurn(): Promise<void> {
      for (let index = next++; index < REQUESTS && problems.length === 0; index = next++) {
        const asked = ASKED[Math.floor(index / NAMES.length) % ASKED.length];
        const person = NAMES[index % NAMES.length];
        if (asked === undefined || person === undefined) throw new Error('nothing to ask');
        const { path, method = 'GET', headers = {}, body } = asked;
        const cookie = shown[person] ?? '';
        const answer = await fetch(`${nginx.url}${path}`, {
          method,
          redirect: 'manual',
          headers: { ...headers, ...(cookie !== '' && { cookie }) },
          ...(body !== undefined && { body }),
        });
        const visit = {
          url: path,
          status: answer.status,
          headers: answer.headers,
          text: await answer.text(),
        };
        problems.push(...wrong(person, asked, visit));
      }
    }
    await Promise.all(Array.from({ length: TOGETHER }, askInTurn));
    expect(problems).toEqual([]);
    expect(await keptIn(nginx.cacheFolder)).toEqual([]);
  }, 600_000);
});

/** The keys of whatever a cache has on its disk. */
async function keptIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
  return texts.map((text) => /KEY: (.*)/.exec(text)?.[1] ?? 'unreadable');
}
