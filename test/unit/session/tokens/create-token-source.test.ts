import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../../gateway/errors.ts';
import type { AccessDemand, AccessToken } from '../../../../gateway/session/provider/provider.ts';
import { createTokenSource } from '../../../../gateway/session/tokens/create-token-source.ts';
import type { TokenDemand } from '../../../../gateway/upstream/token-source.ts';
import { createScope, createViewer } from '../../upstream/create-scope.ts';
import { createVirtualClock } from '../../upstream/virtual-clock.ts';
import { pass, settled } from './create-tokens.ts';

const LIFETIME_MS = 300_000;

function demandOf(service: string, choices: Partial<TokenDemand> = {}): TokenDemand {
  return { service, operation: `${service}.list`, token: 'user', alternatives: [['read']], ...choices };
}

function createProvider(clock: ReturnType<typeof createVirtualClock>) {
  const asked: (AccessDemand & { readonly subject?: string })[] = [];
  const provider = {
    asked,
    failure: undefined as unknown,
    give: async (name: string): Promise<AccessToken> => {
      if (provider.failure !== undefined) throw provider.failure;
      return { accessToken: `${name} ${asked.length}`, expiresAt: clock.now() + LIFETIME_MS };
    },
    exchange(subject: string, demand: AccessDemand) {
      asked.push({ subject, ...demand });
      return provider.give(`${subject} for ${demand.audience}`);
    },
    ownToken(demand: AccessDemand) {
      asked.push(demand);
      return provider.give(`own for ${demand.audience}`);
    },
  };
  return provider;
}

function createWorld() {
  const clock = createVirtualClock();
  const provider = createProvider(clock);
  const services = new Map([
    ['orders', { token: 'exchange' as const }],
    ['media', { token: 'exchange' as const, audience: 'urn:shop:media' }],
    ['legacy', { token: 'propagate' as const }],
    ['foreign', { token: 'none' as const }],
  ]);
  const source = createTokenSource({ provider, services, clock });
  const ask = (demand: TokenDemand, viewer = ada as typeof ada | null) =>
    source.authorizationFor(demand, createScope({ clock, viewer, deadlineMs: 3_000 }));
  return { clock, provider, source, ask };
}

const userOf = (name: string, ...scopes: string[]) =>
  createViewer({ sub: name, key: name, scopes: new Set(scopes), accessToken: async () => `${name}'s` });
const ada = userOf('ada', 'read', 'write');

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof GatewayError ? { code: error.code, ...error.detail } : error),
  );

describe('tokens for services', () => {
  it('TOK-04 are exchanged for the audience of each service, with the scopes of the operation and no more', async () => {
    const { ask, provider } = createWorld();
    expect(await ask(demandOf('orders'))).toBe("Bearer ada's for orders 1");
    expect(await ask(demandOf('media', { alternatives: [['admin'], ['write', 'read']] }))).toBe(
      "Bearer ada's for urn:shop:media 2",
    );
    expect(provider.asked).toEqual([
      { subject: "ada's", audience: 'orders', scopes: ['read'] },
      { subject: "ada's", audience: 'urn:shop:media', scopes: ['write', 'read'] },
    ]);
  });

  it('TOK-04 are kept by session, audience and scopes, whatever the order of scopes', async () => {
    const { ask, provider } = createWorld();
    const both = (...scopes: string[]) => ask(demandOf('orders', { alternatives: [scopes] }));
    const first = await both('read', 'write');
    expect(await both('write', 'read')).toBe(first);
    expect(provider.asked).toHaveLength(1);
    await both('read');
    await ask(demandOf('media', { alternatives: [['read', 'write']] }));
    await ask(demandOf('orders', { alternatives: [['read', 'write']] }), userOf('grace', 'read', 'write'));
    expect(provider.asked).toHaveLength(4);
  });

  it('are asked for once by whoever needs them at the same time, and again shortly before they expire', async () => {
    const { ask, clock, provider } = createWorld();
    const [first, second] = await Promise.all([ask(demandOf('orders')), ask(demandOf('orders'))]);
    expect(second).toBe(first);
    clock.advance(LIFETIME_MS - 10_001);
    expect(await ask(demandOf('orders'))).toBe(first);
    clock.advance(1);
    expect(await ask(demandOf('orders'))).not.toBe(first);
    expect(provider.asked).toHaveLength(2);
  });

  it('are forgotten when the session ends, also those that were being asked for', async () => {
    const { ask, provider, source } = createWorld();
    const given = Promise.withResolvers<AccessToken>();
    const { give } = provider;
    provider.give = () => given.promise;
    const late = ask(demandOf('orders'));
    await settled();
    source.forget('ada');
    given.resolve({ accessToken: 'late', expiresAt: Number.MAX_SAFE_INTEGER });
    expect(await late).toBe('Bearer late');
    provider.give = give;
    expect(await ask(demandOf('orders'))).toBe("Bearer ada's for orders 2");
  });

  it('are the user’s own where a service takes them, and none where none is wanted', async () => {
    const { ask, provider } = createWorld();
    expect(await ask(demandOf('legacy'))).toBe("Bearer ada's");
    expect(await ask(demandOf('foreign'))).toBeNull();
    expect(await ask(demandOf('foreign', { token: 'system' }))).toBeNull();
    expect(await ask(demandOf('nobody'))).toBeNull();
    expect(await ask(demandOf('orders', { token: 'none', alternatives: [] }))).toBeNull();
    expect(provider.asked).toEqual([]);
  });

  it('are our own for operations marked as system, kept by audience and scopes', async () => {
    const { ask, provider } = createWorld();
    const own = (viewer: typeof ada | null) =>
      ask(demandOf('orders', { token: 'system', alternatives: [['all:read']] }), viewer);
    expect(await own(null)).toBe('Bearer own for orders 1');
    expect(await own(ada)).toBe('Bearer own for orders 1');
    expect(provider.asked).toEqual([{ audience: 'orders', scopes: ['all:read'] }]);
  });

  it('TOK-05 are never our own for users’ operations: nobody gets none, and missing rights are FORBIDDEN', async () => {
    const { ask, provider } = createWorld();
    expect(await ask(demandOf('orders'), null)).toBeNull();
    expect(await failureOf(ask(demandOf('orders'), userOf('eve', 'other')))).toEqual({
      code: 'FORBIDDEN',
      service: 'orders',
    });
    provider.failure = new GatewayError('SIGN_IN_UNAVAILABLE');
    expect(await failureOf(ask(demandOf('orders')))).toEqual({
      code: 'SIGN_IN_UNAVAILABLE',
      service: 'orders',
    });
    expect(provider.asked.filter(({ subject }) => subject === undefined)).toEqual([]);
  });

  it.each(['UNAUTHENTICATED', 'FORBIDDEN', 'SIGN_IN_UNAVAILABLE'] as const)(
    'pass on %s for the service that it concerns, and ask again the next time',
    async (code) => {
      const { ask, provider } = createWorld();
      provider.failure = new GatewayError(code);
      expect(await failureOf(ask(demandOf('orders')))).toEqual({ code, service: 'orders' });
      provider.failure = undefined;
      expect(await ask(demandOf('orders'))).toBe("Bearer ada's for orders 2");
    },
  );

  it('take what the provider has against us for its trouble, not for the user’s', async () => {
    const { ask, provider } = createWorld();
    provider.failure = new GatewayError('UNAUTHENTICATED');
    expect(await failureOf(ask(demandOf('orders', { token: 'system' })))).toEqual({
      code: 'SIGN_IN_UNAVAILABLE',
      service: 'orders',
    });
  });

  it('are not waited for until the deadline', async () => {
    const { ask, clock, provider } = createWorld();
    provider.give = () => new Promise(() => undefined);
    const failure = failureOf(ask(demandOf('orders')));
    await pass(clock, 2_000);
    expect(await failure).toEqual({ code: 'SIGN_IN_UNAVAILABLE', service: 'orders' });
  });

  it('are kept for so many sessions, and then forgotten for the one used longest ago', async () => {
    const { ask, provider } = createWorld();
    for (let user = 0; user <= 5_000; user += 1) {
      await ask(demandOf('orders'), userOf(`user ${user}`, 'read'));
      await ask(demandOf('orders'), userOf('user 0', 'read'));
    }
    expect(provider.asked).toHaveLength(5_001);
    await ask(demandOf('orders'), userOf('user 2', 'read'));
    expect(provider.asked).toHaveLength(5_001);
    await ask(demandOf('orders'), userOf('user 1', 'read'));
    expect(provider.asked).toHaveLength(5_002);
  });
});
