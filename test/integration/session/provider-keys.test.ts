import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Clock, systemClock } from '../../../gateway/clock.ts';
import { GatewayError } from '../../../gateway/errors.ts';
import { authenticateBearer } from '../../../gateway/session/bearer/authenticate-bearer.ts';
import { createProviderKeys } from '../../../gateway/session/provider/provider-keys.ts';
import { createProviderFetch } from '../../../gateway/upstream/create-provider-fetch.ts';
import { started } from '../../support/leftovers.ts';
import { type IdentityProviderServer, startIdentityProvider } from '../../support/start-identity-provider.ts';
import { testSize } from '../../support/test-size.ts';

/** The real time, and what a test puts on top of it. */
interface MovedClock extends Clock {
  move(ms: number): void;
}

function createMovedClock(): MovedClock {
  let moved = 0;
  return {
    now: () => systemClock.now() + moved,
    monotonicMs: () => systemClock.monotonicMs() + moved,
    after: (delayMs, callback) => systemClock.after(delayMs, callback),
    move: (ms) => (moved += ms),
  };
}

let idp: IdentityProviderServer;
let clock: MovedClock;
let show: (token: string) => Promise<string>;
beforeEach(async () => {
  idp = started(await startIdentityProvider());
  clock = createMovedClock();
  const { issuer } = idp;
  const road = started(createProviderFetch({ issuer, clock }));
  const keys = createProviderKeys({
    jwksUri: async () => `${issuer}/jwks`,
    fetch: road.fetch,
    clock,
    log: { warn: () => {} },
  });
  const revocations = { isRevoked: () => false };
  const authenticate = authenticateBearer({ issuer, keys, clock, audience: 'mobile-bff', revocations });
  show = async (token) => {
    const request = new IncomingMessage(new Socket());
    request.headers.authorization = `Bearer ${token}`;
    try {
      return (await authenticate(request))?.sub ?? 'nobody';
    } catch (error) {
      return error instanceof GatewayError ? error.code : String(error);
    }
  };
});

const LONG_SECONDS = 3_600;
const newToken = () => idp.accessTokenFor({ lifetimeSeconds: LONG_SECONDS });

describe('OID-05 keys that rotate', () => {
  it('let the next token pass after one more request', async () => {
    expect([await show(await newToken()), idp.count('jwks')]).toEqual(['u_ada', 1]);
    await idp.rotateKeys();
    expect([await show(await newToken()), idp.count('jwks')]).toEqual(['u_ada', 2]);
    expect([await show(await newToken()), idp.count('jwks')]).toEqual(['u_ada', 2]);
  });

  it('are asked for once in 30 seconds by 1,000 tokens whose keys nobody knows', async () => {
    await show(await newToken());
    idp.forget();
    const [, claims = '', signature = ''] = (await newToken()).split('.');
    const forged = Array.from({ length: 1_000 }, (_, index) => {
      const header = { alg: 'RS256', typ: 'at+jwt', kid: `k${index}` };
      return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${claims}.${signature}`;
    });
    for (let round = 1; round <= 3; round++) {
      for (let from = 0; from < forged.length; from += 50) {
        const answers = await Promise.all(forged.slice(from, from + 50).map(show));
        expect(new Set(answers)).toEqual(new Set(['UNAUTHENTICATED']));
      }
      expect(idp.count('jwks')).toBe(round);
      clock.move(30_000);
    }
  });
});

const OUTAGES = {
  'its port is closed': () => idp.stop(),
  'it answers 500': async () => idp.fail('jwks', { status: 500 }),
  'it says nothing': async () => idp.fail('jwks', 'hang'),
} as const;

describe('REL-28 access tokens while the provider is away for 10 minutes', () => {
  const STEP_MS = testSize.repetitions({ ci: 30_000, full: 1_000 });

  it.each(Object.entries(OUTAGES))('are good throughout: %s', async (_, begin) => {
    const old = await newToken();
    expect(await show(old)).toBe('u_ada');
    clock.move(601_000); // what is held is no longer fresh
    await begin();
    for (let passed = 0; passed <= 600_000; passed += STEP_MS) {
      const issued = Math.floor(clock.now() / 1_000);
      const fresh = await idp.accessTokenFor({ claims: { iat: issued, exp: issued + 300 } });
      expect([await show(old), await show(fresh)]).toEqual(['u_ada', 'u_ada']);
      clock.move(STEP_MS);
    }
  });

  it('are an outage, not a lie, for a process that has no keys yet', async () => {
    await idp.stop();
    expect(await show(await newToken())).toBe('SIGN_IN_UNAVAILABLE');
    await idp.start();
    clock.move(1_000);
    expect(await show(await newToken())).toBe('u_ada');
  });
});
