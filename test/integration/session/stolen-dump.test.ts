import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sign } from 'cookie-signature';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { testSize } from '../../support/test-size.ts';
import { SECRETS, type SignInGateway, type Somebody, startSignIn } from './start-sign-in.ts';

const PEOPLE = testSize.repetitions({ ci: 4, full: 100 });
const CANARY_NAME = 'Canary-Of-A-Name';

/** As somebody sees it who has all of Redis, and the secret that signs cookies besides. */
describe('SES-02 a dump of Redis', () => {
  let redis: RedisProcess;
  let provider: MaliciousProvider;
  let gateway: SignInGateway;
  let people: Somebody[];

  beforeAll(async () => {
    redis = await startRedis({ args: ['--rdbcompression', 'no', '--repl-diskless-sync-delay', '0'] });
    provider = started(await startMaliciousProvider({ person: { sub: 'u_ada', name: CANARY_NAME } }));
    gateway = await startSignIn({ issuer: provider.issuer, redisUrl: redis.url });
    people = [];
    for (let index = 0; index < PEOPLE; index++) {
      const somebody = gateway.openBrowser();
      await somebody.signIn();
      people.push(somebody);
    }
    expectAll(await Promise.all(people.map((each) => each.user())), 200);
  });

  const cookieValueOf = (somebody: Somebody) =>
    decodeURIComponent(/session-web=([^;]+)/.exec(somebody.cookiesFor(gateway.url))?.[1] ?? 'no cookie');
  const idOf = (somebody: Somebody) => cookieValueOf(somebody).slice('s:'.length).split('.')[0] ?? '';
  const sessionKeys = async () => (await redis.command('keys', 'gatehouse:web:session:*')).split('\n');
  const userOf = async (cookie: string) =>
    (await fetch(`${gateway.url}/bff/user`, { headers: { cookie, 'x-csrf': '1' } })).status;

  it('shows no token, no code, no claim and no id, in no writing', async () => {
    const dump = await dumpOf(redis);
    expect(dump).toContain('gatehouse:web:session:');
    const secrets = [...provider.secrets, ...people.map(idOf), ...people.map(cookieValueOf), CANARY_NAME];
    expect(secrets.length).toBeGreaterThan(PEOPLE * 5);
    const found = secrets.filter((secret) => writingsOf(secret).some((written) => dump.includes(written)));
    expect(found).toEqual([]);
  });

  it('makes no cookie, not even with the secret that signs them', async () => {
    const dump = await dumpOf(redis);
    const candidates = new Set(dump.match(/[\w-]{43}/g)?.concat(dump.match(/[\w-]{8,}/g) ?? []));
    expect(candidates.size).toBeGreaterThan(PEOPLE * 3);
    const forged = [...candidates].flatMap((text) => [
      `session-web=${encodeURIComponent(`s:${sign(text, SECRETS[0] ?? '')}`)}`,
      `session-web=${encodeURIComponent(`s:${text}.${text}`)}`,
      `session-web=${encodeURIComponent(text)}`,
    ]);
    for (const cookie of forged) expect([cookie, await userOf(cookie)]).toEqual([cookie, 401]);
  });

  it('gives nobody the values of another: swapped, both are refused, and put back they are good', async () => {
    const keys = await sessionKeys();
    const fields = ['identity', 'tokens'] as const;
    for (const field of fields) {
      const values = await Promise.all(keys.map((key) => redis.command('hget', key, field)));
      const put = (place: number, value = '') => redis.command('hset', keys[place] ?? '', field, value);
      await put(0, values[1]);
      await put(1, values[0]);
      const statuses = await Promise.all(people.map((each) => each.user()));
      expect(statuses.filter((status) => status === 401)).toHaveLength(2);
      expect(statuses.filter((status) => status === 200)).toHaveLength(PEOPLE - 2);
      await put(0, values[0]);
      await put(1, values[1]);
      expectAll(await Promise.all(people.map((each) => each.user())), 200);
    }
    for (const key of keys.slice(0, 1)) {
      const [identity = '', tokens = ''] = await Promise.all(
        fields.map((field) => redis.command('hget', key, field)),
      );
      await redis.command('hset', key, 'identity', tokens, 'tokens', identity);
      expect(
        (await Promise.all(people.map((each) => each.user()))).filter((status) => status === 401),
      ).toHaveLength(1);
    }
  });
});

function expectAll(statuses: readonly number[], status: number): void {
  if (statuses.some((one) => one !== status)) throw new Error(`not all ${status}: ${statuses.join()}`);
}

/** The file that `redis-cli --rdb` takes, and all keys and values as commands give them. */
async function dumpOf(redis: RedisProcess): Promise<string> {
  const file = join(redis.directory, 'stolen.rdb');
  await redis.command('--rdb', file);
  const parts = [await readFile(file, 'latin1')];
  for (const key of (await redis.command('--scan')).split('\n')) {
    parts.push(key, await redis.command('dump', key));
    const type = await redis.command('type', key);
    if (type === 'hash') parts.push(await redis.command('hgetall', key));
    if (type === 'zset') parts.push(await redis.command('zrange', key, '0', '-1', 'withscores'));
    if (type === 'string') parts.push(await redis.command('get', key));
    if (type === 'stream') parts.push(await redis.command('xrange', key, '-', '+'));
  }
  return parts.join('\n');
}

function writingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('hex'),
    // What a longer text in base64 has in common, wherever in it the secret stands.
    ...[0, 1, 2].map((skipped) =>
      bytes.subarray(skipped, bytes.length - ((bytes.length - skipped) % 3)).toString('base64url'),
    ),
    Buffer.from(secret, 'base64url').toString('latin1'),
  ].filter((written) => written.length >= 8);
}
