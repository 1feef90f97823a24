import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Visit } from '../../support/cookie-browser.ts';
import type { Misdeeds } from '../../support/malicious-provider.ts';
import { startRedis } from '../../support/start-redis.ts';
import { type SessionShop, startSessionShop } from '../../support/start-session-shop.ts';

let shop: SessionShop;

beforeAll(async () => {
  const redis = await startRedis();
  shop = await startSessionShop({ redisUrl: redis.url });
});

beforeEach(() => shop.provider.misbehave({}));

const answered = (change: Record<string, unknown>): Misdeeds => ({
  tokenSet: (good) => ({ ...good, ...change }),
});
const claimed = (change: Record<string, unknown>): Misdeeds => ({
  idToken: { claims: (good) => ({ ...good, ...change }) },
});

/** What no specification forbids, or what somebody's provider says all the same. */
const ODD: readonly (readonly [string, Misdeeds])[] = [
  ['tokens that live for ever', answered({ expires_in: 1e308 })],
  ['tokens that live a thousand years', answered({ expires_in: 31_536_000_000 })],
  ['tokens that were over before they came', answered({ expires_in: 0 })],
  ['a lifetime below zero', answered({ expires_in: -300 })],
  ['a lifetime as text', answered({ expires_in: '300' })],
  ['a lifetime that is none', answered({ expires_in: null })],
  ['no lifetime', answered({ expires_in: undefined })],
  ['an empty refresh token', answered({ refresh_token: '' })],
  ['a refresh token that is an object', answered({ refresh_token: { a: 1 } })],
  ['a refresh token of 300 kB', answered({ refresh_token: 'r'.repeat(300_000) })],
  ['scopes as a list', answered({ scope: ['openid', 'accounts:read'] })],
  ['no scope', answered({ scope: '' })],
  ['scopes nobody asked for', answered({ scope: 'openid admin:everything' })],
  ['a token type in capitals', answered({ token_type: 'BEARER' })],
  ['an access token with line breaks', answered({ access_token: 'a\r\nx-evil: 1\r\n\r\n' })],
  [
    'claims of 300 kB',
    claimed({ groups: Array.from({ length: 6_000 }, (_, index) => `group-${index}-${'x'.repeat(40)}`) }),
  ],
  [
    'claims that are called like parts of objects',
    claimed(JSON.parse('{"__proto__":{"sub":"acct_eve"},"constructor":1,"toString":2}')),
  ],
  ['a name that is an object', claimed({ name: { first: 'Ada' } })],
  ['a sid of 100 kB', claimed({ sid: 's'.repeat(100_000) })],
  ['a sid that is a number', claimed({ sid: 7 })],
];

describe('a provider that gives', () => {
  it.each(ODD)('OID-04 %s makes a session that works, or none, and breaks nothing', async (_, misdeeds) => {
    shop.provider.misbehave(misdeeds);
    const browser = await shop.attempt();
    const arrival = browser.visits.at(-1);
    shop.provider.misbehave({});
    const user = await browser.visit(`${shop.url}/bff/user`, { headers: { 'x-csrf': '1' } });
    const own = await browser.visit(`${shop.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf': '1' },
      body: '{"query":"{ me { id } }"}',
    });
    const out = await browser.visit(`${shop.url}/bff/logout`, { method: 'POST', headers: { 'x-csrf': '1' } });
    const isIn = arrival?.status === 200;
    expect([arrival, own].map(broken)).toEqual([undefined, undefined]);
    expect({ isIn, user: user.status, out: out.status }).toEqual({ isIn, user: isIn ? 200 : 401, out: 200 });
    expect(user.text.includes('acct_ada')).toBe(isIn);
  });
});

/** An answer that nobody intended: an internal error, or somebody else's data. */
function broken(visit: Visit | undefined): string | undefined {
  if (visit === undefined) return 'no answer';
  const isBroken = visit.status === 500 || /INTERNAL|acct_eve/.test(visit.text);
  return isBroken ? `${visit.status} ${visit.text.slice(0, 300)}` : undefined;
}
