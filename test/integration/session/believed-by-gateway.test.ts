import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { type SessionShop, startSessionShop } from '../../support/start-session-shop.ts';
import { FALSE_IDENTITIES } from './false-identities.ts';

let redis: RedisProcess;
let shop: SessionShop;

beforeAll(async () => {
  redis = await startRedis();
  shop = await startSessionShop({ redisUrl: redis.url });
});

beforeEach(async () => {
  await redis.command('flushall');
  shop.provider.misbehave({});
});

const sessions = async () =>
  (await redis.command('keys', '*')).split('\n').filter((key) => /session:|envelope:/.test(key));

/** Status of `/bff/user`, and the sessions that Redis keeps. */
async function whatCameOfIt(): Promise<{ user: number; sessions: number }> {
  const browser = await shop.attempt();
  const { status } = await browser.visit(`${shop.url}/bff/user`, { headers: { 'x-csrf': '1' } });
  return { user: status, sessions: (await sessions()).length };
}

describe('web-bff', () => {
  it('OID-04 signs in whom the provider truly knows', async () => {
    const { user, sessions: kept } = await whatCameOfIt();
    expect(user).toBe(200);
    expect(kept).toBeGreaterThan(0);
  });

  it.each([...FALSE_IDENTITIES])('OID-04 makes no session of $name', async ({ misdeeds }) => {
    shop.provider.misbehave(misdeeds(shop.provider));
    expect(await whatCameOfIt()).toEqual({ user: 401, sessions: 0 });
  });

  it('OID-04 asks nobody but the ID token who signed in, so that userinfo of another has no effect', async () => {
    shop.provider.misbehave({ userinfo: () => ({ sub: 'acct_grace', name: 'Grace' }) });
    const browser = await shop.attempt();
    const { text } = await browser.visit(`${shop.url}/bff/user`, { headers: { 'x-csrf': '1' } });
    expect(text).not.toContain('race');
    expect(shop.provider.requests.filter(({ path }) => path === '/userinfo')).toEqual([]);
  });

  it.each<[string, Parameters<typeof shop.provider.misbehave>[0]]>([
    ['500', { token: { status: 500 } }],
    ['garbage', { token: { body: Buffer.alloc(200, 0xfe) } }],
    ['JSON that is no object', { token: { headers: { 'content-type': 'application/json' }, body: '[1]' } }],
    [
      'a huge body',
      { token: { headers: { 'content-type': 'application/json' }, body: '{"a":"'.padEnd(3_000_000, 'x') } },
    ],
    ['invalid_client', { token: { status: 401, body: '{"error":"invalid_client"}' } }],
    ['invalid_grant', { token: { status: 400, body: '{"error":"invalid_grant"}' } }],
    [
      'a redirect to another host',
      { token: { status: 307, headers: { location: 'https://evil.test/token' } } },
    ],
    ['silence', { token: 'hang' }],
    ['tokens without an access token', { tokenSet: (good) => ({ ...good, access_token: undefined }) }],
  ])('OID-04 makes no session when the token endpoint answers %s', async (_, misdeeds) => {
    shop.provider.misbehave(misdeeds);
    expect(await whatCameOfIt()).toEqual({ user: 401, sessions: 0 });
  });
});
