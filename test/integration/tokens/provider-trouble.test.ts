import { setTimeout } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CookieJar } from '../../support/cookie-jar.ts';
import type { ProviderFault } from '../../support/identity-provider/provider-faults.ts';
import { ask, KNOWN, outcomeOf, type Shop, signInFor, startShop } from './start-shop.ts';

const TROUBLES: readonly (readonly [string, ProviderFault])[] = [
  ['500', { status: 500, body: { error: 'server_error' } }],
  ['500 that says invalid_grant', { status: 500, body: { error: 'invalid_grant' } }],
  ['503 from whatever stands before it', { status: 503, body: '<html>sorry</html>' }],
  ['invalid_client', { status: 401, body: { error: 'invalid_client' } }],
  ['unauthorized_client', { status: 400, body: { error: 'unauthorized_client' } }],
  ['temporarily_unavailable', { status: 400, body: { error: 'temporarily_unavailable' } }],
  ['a page', { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }],
  [
    'half an answer',
    { status: 200, body: '{"access_token":"a', headers: { 'content-type': 'application/json' } },
  ],
  ['an answer without a token', { status: 200, body: { token_type: 'Bearer' } }],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/token' } }],
  ['nothing at all', 'hang'],
  ['a reset', 'reset'],
];

describe('sessions whose tokens have run out', () => {
  let shop: Shop;
  const jars: CookieJar[] = [];

  beforeAll(async () => {
    shop = await startShop({ processes: 2 });
    for (const _ of [...TROUBLES, 'invalid_grant']) jars.push(await signInFor(shop, 1));
    await setTimeout(1_000);
  });
  beforeEach(() => shop.idp.heal());

  it.each(TROUBLES)(
    'TOK-02 go on when the provider answers %s, and meanwhile 503 is said',
    async (_, fault) => {
      const jar = jars.shift();
      shop.idp.fail('token', fault);
      const began = performance.now();
      const [process, other] = shop.processes;
      for (const one of [process, other]) {
        const { status, code } = await ask(one, jar);
        expect({ status, code }).toEqual({ status: 503, code: 'SIGN_IN_UNAVAILABLE' });
      }
      // Before any deadline, even when the provider says nothing.
      expect(performance.now() - began).toBeLessThan(9_000);
      shop.idp.heal();
      // What hung may still hold the lease, until its own time is over.
      const back = await eventually(async () => outcomeOf(await ask(process, jar)));
      expect(back).toEqual(KNOWN);
      expect(outcomeOf(await ask(other, jar))).toEqual(KNOWN);
    },
  );

  it('TOK-02 go on with a token that is still good while the provider is in trouble', async () => {
    const jar = await signInFor(shop, 30);
    shop.idp.fail('token', { status: 500 });
    const { status, code } = await ask(shop.processes[0], jar);
    // The exchange for the service fails, and nulls its field alone; who asks is known.
    expect({ status, code }).toEqual({ status: 200, code: 'SIGN_IN_UNAVAILABLE' });
  });

  it('TOK-02 end after invalid_grant: 401 for the request that learns of it, and nobody afterwards', async () => {
    const jar = jars.shift();
    shop.idp.forgetPerson('u_ada');
    expect(outcomeOf(await ask(shop.processes[0], jar))).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    // A cookie without a living session makes nobody of whoever sends it.
    for (const process of shop.processes)
      expect(outcomeOf(await ask(process, jar))).toEqual({ status: 200, code: 'UNAUTHENTICATED' });
    await shop.processes[0]?.line(
      ({ event, reason }) => event === 'session ended' && reason === 'invalid_grant',
    );
  });
});

async function eventually<T extends { readonly status: number }>(attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + 15_000;
  for (;;) {
    const outcome = await attempt();
    if (outcome.status !== 503 || performance.now() > until) return outcome;
    await setTimeout(100);
  }
}
