import { beforeAll, describe, expect, it } from '@jest/globals';
import { BFFS } from '../../support/bffs.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import type { Faults } from '../../support/faults.ts';
import { started } from '../../support/leftovers.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';
import { type RedisProcess, startRedis } from '../../support/start-redis.ts';
import { testSize } from '../../support/test-size.ts';

const LIMIT = testSize.repetitions({ ci: 120, full: 2_000 });
const FAULTS: readonly (readonly [string, Faults])[] = [
  ['is gone', { down: true }],
  ['is a black hole', { blackHole: true }],
  ['does not answer', { stall: true }],
  ['answers 200 ms late', { latencyMs: 200 }],
  ['answers garbage', { garbage: true }],
  ['resets every connection', { resetAfterBytes: 0 }],
];

let redis: RedisProcess;
let proxy: FaultProxy;
let gateways: readonly BffProcess[];
beforeAll(async () => {
  redis = await startRedis();
  proxy = started(await startFaultProxy({ port: redis.port }));
  const web = BFFS.find(({ name }) => name === 'web');
  if (web === undefined) throw new Error('there is no web');
  const env = {
    REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
    TRUSTED_PROXIES: 'loopback',
    WEB_RATE_ADDRESS_REQUESTS: String(LIMIT),
    LOG_LEVEL: 'error',
  };
  gateways = await Promise.all([startBff(web, { env }), startBff(web, { env })]);
});

interface Outcome {
  readonly accepted: number;
  readonly statuses: ReadonlySet<number>;
  readonly slowestMs: number;
}

/** So many requests of one address, by turns to both gateways, eight at a time. */
async function send(address: string, count: number): Promise<Outcome> {
  const statuses: number[] = [];
  let slowestMs = 0;
  let sent = 0;
  async function sendInTurn(): Promise<void> {
    while (sent < count) {
      const gateway = gateways[sent++ % gateways.length];
      const beganAt = performance.now();
      statuses.push(await ask(gateway, address));
      slowestMs = Math.max(slowestMs, performance.now() - beganAt);
    }
  }
  await Promise.all(Array.from({ length: 8 }, sendInTurn));
  const accepted = statuses.filter((status) => status === 200).length;
  return { accepted, statuses: new Set(statuses), slowestMs };
}

async function ask(gateway: BffProcess | undefined, address: string): Promise<number> {
  const answer = await fetch(`${gateway?.url}/graphql?query=%7B__typename%7D`, {
    headers: { 'x-csrf': '1', 'x-forwarded-for': address },
  });
  await answer.text();
  return answer.status;
}

/** Until every gateway counts on Redis. */
async function whenShared(): Promise<void> {
  for (const gateway of gateways) {
    let before = '';
    do {
      before = await redis.command('DBSIZE');
      await ask(gateway, newAddress());
    } while (before === (await redis.command('DBSIZE')));
  }
}

/** Nobody's yet. */
let addresses = 0;
const newAddress = () => `10.${Math.floor((addresses += 1) / 250)}.0.${(addresses % 250) + 1}`;

/**
 * An address that was granted all of so many requests, by Redis alone. Where a machine is so busy that Redis seems to be
 * away, a gateway counts by itself for a while: then this begins again.
 */
async function grant(count: number): Promise<Pick<Outcome, 'slowestMs'> & { readonly address: string }> {
  for (let attempts = 0; attempts < 5; attempts += 1) {
    await whenShared();
    const address = newAddress();
    const { accepted, slowestMs } = await send(address, count);
    if (accepted === count) return { address, slowestMs };
  }
  throw new Error('Redis seems to be away');
}

it('GQL-09 two gateways grant one address its limit together, and not more', async () => {
  const { address } = await grant(LIMIT);
  expect(await send(address, LIMIT)).toMatchObject({ accepted: 0, statuses: new Set([429]) });
});

it('GQL-09 no address and no person can be read from the keys of Redis', async () => {
  await send('198.51.100.251', 4);
  const keys = (await redis.command('KEYS', '*')).split('\n');
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys)
    expect(key).toMatch(/^gatehouse:web:rate:(addressRequests|anonymousPoints):[\w-]{43}$/);
  expect(Number(await redis.command('TTL', keys[0] ?? ''))).toBeGreaterThan(0);
});

describe.each(FAULTS)('REL-27 while Redis %s', (_, faults) => {
  const NEIGHBOURS = Array.from({ length: 20 }, (__, index) => `192.0.2.${index + 1}`);
  it.each([
    ['half of', LIMIT / 2],
    ['all of', LIMIT],
  ])(
    'after %s a limit was granted, two gateways grant one and a half at most, and everybody else passes',
    async (_part, first) => {
      await proxy.clear();
      const { address, slowestMs } = await grant(first);
      await proxy.set(faults);
      const during = await send(address, 2 * LIMIT);
      const others = await Promise.all(NEIGHBOURS.map((each) => send(each, 4)));
      await proxy.clear();
      await whenShared();
      const after = await send(address, 2 * LIMIT);

      expect([during.accepted > 0, during.statuses]).toEqual([true, new Set([200, 429])]);
      expect(first + during.accepted + after.accepted).toBeLessThanOrEqual(1.5 * LIMIT);
      expect(others.map(({ accepted }) => accepted)).toEqual(Array(NEIGHBOURS.length).fill(4));
      expect(during.slowestMs - slowestMs).toBeLessThanOrEqual(testSize.allowed(150));
    },
  );
});
