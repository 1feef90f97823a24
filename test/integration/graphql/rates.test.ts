import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import { createRateGate } from '../../../gateway/gates/rate-gate.ts';
import type { Route } from '../../../gateway/gates/route.ts';
import { DEFAULT_RATES, type RateLimits } from '../../../gateway/options/rate-limits.ts';
import { testSize } from '../../support/test-size.ts';
import { asViewer } from '../../support/test-viewer.ts';
import { rawRequest } from './raw-request.ts';
import { type GatewayForTest, startGateway } from './start-gateway.ts';

const SDL = 'type Query { hello: Int, rows(first: Int): [Row!] } type Row { id: Int }';
const ROOT = { hello: 1, rows: [] };
/** Costs as many points as it has rows. */
const rows = (first: number) => ({
  query: 'query Rows($first: Int) { rows(first: $first) { id } }',
  variables: { first },
});

async function startCounted(rates: Partial<RateLimits>, options: Partial<GatewayForTest> = {}) {
  const met: string[] = [];
  const rateGate = createRateGate({
    rates: { ...DEFAULT_RATES, ...rates },
    redis: undefined,
    prefix: 'gatehouse:test:',
    clock: systemClock,
    metrics: { rateLimited: (limit) => void met.push(limit), rateFellBack: () => {} },
  });
  const gateway = await startGateway({
    sdl: SDL,
    slices: { 'Query.rows': 'first' },
    root: ROOT,
    rateGate,
    ...options,
  });
  return { ...gateway, met };
}

describe('GQL-09 what a person may spend', () => {
  const points = testSize.repetitions({ ci: 2_000, full: 20_000 });

  it('is drained by cost: then 429 RATE_LIMITED says when to come back, in every session, and neighbours notice nothing', async () => {
    const { ask, executed, met } = await startCounted({ personPoints: points });
    const mallory = asViewer('mallory');
    const answers = [];
    for (let spent = 0; spent < 2 * points; spent += 100) answers.push(await ask(rows(100), mallory));
    const accepted = answers.filter(({ status }) => status === 200).length;

    expect(accepted).toBe(points / 100 - 1); // reading the document was the price of one
    expect(executed).toHaveLength(accepted);
    for (const { status, headers, text, errors } of answers.slice(accepted)) {
      const wait = Number(headers.get('retry-after'));
      expect([status, Number.isInteger(wait), wait >= 1 && wait <= 60]).toEqual([429, true, true]);
      expect(errors).toEqual([
        {
          message: 'Too many requests; wait before the next one.',
          extensions: {
            code: 'RATE_LIMITED',
            limit: { name: 'personPoints', max: points },
            retryAfterSeconds: wait,
          },
        },
      ]);
      expect(text).not.toContain('data');
    }
    expect(met).toEqual(Array(answers.length - accepted).fill('personPoints'));
    expect((await ask(rows(1), asViewer('mallory', 'another', 'session'))).status).toBe(429);
    for (const neighbour of [asViewer('alice'), asViewer('bob'), {}])
      expect((await ask(rows(100), neighbour)).status).toBe(200);
  });

  it('is said in one line of the log, without whose it was', async () => {
    const { ask, log } = await startCounted({ personPoints: 150 });
    for (let index = 0; index < 10; index += 1) await ask(rows(100), asViewer('mallory'));
    const lines = log.filter(({ fields }) => fields['event'] === 'rate limited');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'warn',
      fields: {
        limit: 'personPoints',
        person: expect.stringMatching(/^[\w-]{12}$/),
        retryAfterSeconds: expect.any(Number),
      },
    });
    expect(JSON.stringify(lines)).not.toContain('mallory');
  });

  it('is spent on documents that have to be read, whether they are GraphQL or not', async () => {
    const { ask } = await startCounted({ personPoints: 1_000 });
    const codes = [];
    for (let index = 0; index < 12; index += 1) {
      const { errors } = await ask({ query: `{ unknown${index} }` }, asViewer('mallory'));
      codes.push(errors[0]?.extensions.code);
    }
    const read = Array<string>(10).fill('GRAPHQL_VALIDATION_FAILED');
    expect(codes).toEqual([...read, 'RATE_LIMITED', 'RATE_LIMITED']);
  });

  it('lets an operation pass that costs more than all of it, when nothing else has', async () => {
    const { ask, operationGates } = await startCounted({ anonymousPoints: 10 });
    operationGates.prepare(rows(100).query);
    expect((await ask(rows(100))).status).toBe(200);
    expect((await ask(rows(1))).status).toBe(429);
  });
});

describe('GQL-09 what an address may ask', () => {
  const requests = testSize.repetitions({ ci: 20, full: 200 });
  const ADDRESSES = Array.from({ length: 100 }, (_, index) => `198.51.100.${index + 1}`);

  it('is 100 times as much for 100 addresses behind one proxy that is trusted', async () => {
    const { ask, executed } = await startCounted(
      { addressRequests: requests },
      { trustedProxies: ['loopback'] },
    );
    const from = (address: string) =>
      ask({ query: '{ hello }' }, { 'x-forwarded-for': `6.6.6.6, ${address}` });
    for (const address of ADDRESSES) {
      const mine = await Promise.all(Array.from({ length: requests + 1 }, () => from(address)));
      expect(mine.filter(({ status }) => status === 200)).toHaveLength(requests);
      expect(mine.filter(({ status }) => status === 429)).toHaveLength(1);
    }
    expect(executed).toHaveLength(100 * requests);
  });

  it('PLT-01 is no more for whoever claims to be behind a proxy that nobody trusts', async () => {
    const { ask, executed } = await startCounted({ addressRequests: requests });
    for (const address of ADDRESSES) await ask({ query: '{ hello }' }, { 'x-forwarded-for': address });
    expect(executed).toHaveLength(Math.min(requests, 100));
  });

  it('is one amount for all of an IPv6 network of a household', async () => {
    const { ask, executed } = await startCounted({ addressRequests: 10 }, { trustedProxies: ['loopback'] });
    for (let index = 1; index <= 40; index += 1) {
      await ask({ query: '{ hello }' }, { 'x-forwarded-for': `2001:db8:0:7:${index.toString(16)}::1` });
    }
    expect(executed).toHaveLength(10);
    expect((await ask({ query: '{ hello }' }, { 'x-forwarded-for': '2001:db8:0:8::1' })).status).toBe(200);
  });

  it('is refused before a credential is looked at or a byte of the body is read', async () => {
    const looked: unknown[] = [];
    const { ask, port, bodiesRead, log } = await startCounted(
      { addressRequests: 3 },
      {
        authenticate: async ({ headers }) => {
          looked.push(headers.authorization);
          return null;
        },
      },
    );
    for (let index = 0; index < 10; index += 1) await ask({ query: '{ hello }' }, asViewer('mallory'));
    const before = bodiesRead();
    const head = [
      'POST /graphql HTTP/1.1',
      'x-csrf: 1',
      'Content-Type: application/json',
      'Content-Length: 90000',
    ];
    const answer = await rawRequest({ port, head });
    expect([answer.status, /^retry-after: \d+\r$/im.test(answer.text)]).toEqual([429, true]);
    // The first that was refused may have been looked at while it was counted.
    expect([looked.length <= 4, bodiesRead() - before]).toEqual([true, 0]);
    expect(log.filter(({ fields }) => fields['event'] === 'rate limited')).toMatchObject([
      { fields: { limit: 'addressRequests', address: '127.0.0.1' } },
    ]);
  });

  it('is less for what begins or ends a sign-in', async () => {
    const signIn: Route = {
      path: '/bff/login',
      methods: ['GET'],
      proof: 'none',
      maxBodyBytes: 0,
      rate: 'sign-in',
      handle: async ({ response }) => void response.writeHead(303, { location: '/' }).end(),
    };
    const { ask, url } = await startCounted(
      { addressRequests: 1_000, addressSignIns: 5 },
      { routes: [signIn] },
    );
    const login = async () => (await fetch(`${url}/bff/login`, { redirect: 'manual' })).status;
    const statuses = [];
    for (let index = 0; index < 7; index += 1) statuses.push(await login());
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429]);
    expect((await ask({ query: '{ hello }' })).status).toBe(200);
  });

  it('is without bound where the limit is 0', async () => {
    const { ask, met } = await startCounted({ addressRequests: 0, anonymousPoints: 0 });
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask({ query: '{ hello }' })));
    expect([answers.every(({ status }) => status === 200), met]).toEqual([true, []]);
  });
});
