import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../../gateway/errors.ts';
import { LEASE_MS } from '../../../../gateway/session/tokens/refresh-parts.ts';
import { createProcess, createWorld, pass, settled } from './create-tokens.ts';

const unavailable = () => Promise.reject(new GatewayError('SIGN_IN_UNAVAILABLE'));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof GatewayError ? error.code : error),
  );

describe('refreshing a session', () => {
  it('leaves tokens alone that are good for a while', async () => {
    const world = createWorld();
    world.record.tokens = { ...tokensOf(world), expiresAt: world.clock.now() + 60_001 };
    expect(await createProcess(world).fresh()).toMatchObject({
      version: 1,
      tokens: { accessToken: 'access 1' },
    });
    expect(world.provider.asked).toEqual([]);
  });

  it('TOK-01 asks the provider once for 100 requests of two processes, and gives all of them the new tokens', async () => {
    const world = createWorld();
    const processes = [createProcess(world), createProcess(world)];
    const answers = Promise.all(Array.from({ length: 50 }, () => processes.map((one) => one.fresh())).flat());
    await pass(world.clock, 100);
    for (const answer of await answers)
      expect(answer).toMatchObject({
        version: 2,
        tokens: { accessToken: 'access 2', refreshToken: 'refresh 2' },
      });
    expect(world.provider.asked).toEqual(['refresh 1']);
    expect(world.record).toMatchObject({ version: 2, lease: undefined });
  });

  it('TOK-01 gives late requests, with tokens that were replaced, the new ones without asking', async () => {
    const world = createWorld();
    const old = { tokens: tokensOf(world), version: 1 };
    await createProcess(world).fresh();
    for (const late of [createProcess(world, old), createProcess(world, old)])
      expect(await late.fresh()).toMatchObject({ version: 2, tokens: { accessToken: 'access 2' } });
    expect(world.provider.asked).toHaveLength(1);
  });

  it('TOK-02 ends the session after invalid_grant, and for nothing else', async () => {
    const world = createWorld();
    const one = createProcess(world);
    world.provider.answer = unavailable;
    expect(await codeOf(one.fresh())).toBe('SIGN_IN_UNAVAILABLE');
    expect(world.record).toMatchObject({ version: 1, lease: undefined });
    world.provider.answer = () => Promise.reject(new GatewayError('UNAUTHENTICATED'));
    expect(await codeOf(one.fresh())).toBe('UNAUTHENTICATED');
    expect(world.record.tokens).toBeUndefined();
    expect(one.lines).toContainEqual(
      expect.objectContaining({
        fields: { event: 'session ended', reason: 'invalid_grant', person: 'person of th' },
      }),
    );
  });

  it('TOK-02 looks again before invalid_grant ends a session that somebody else has refreshed meanwhile', async () => {
    const world = createWorld();
    world.provider.answer = async () => {
      world.record.tokens = { ...tokensOf(world), accessToken: 'theirs' };
      world.record.version = 2;
      throw new GatewayError('UNAUTHENTICATED');
    };
    expect(await createProcess(world).fresh()).toMatchObject({
      version: 2,
      tokens: { accessToken: 'theirs' },
    });
    expect(world.record.tokens).toBeDefined();
  });

  it('goes on with an access token that is still good, without waiting long and without asking all the time', async () => {
    const world = createWorld();
    world.record.tokens = { ...tokensOf(world), expiresAt: world.clock.now() + 30_000 };
    const one = createProcess(world);
    world.provider.answer = unavailable;
    expect(await one.fresh()).toMatchObject({ version: 1 });
    expect(await one.fresh()).toMatchObject({ version: 1 });
    expect(world.provider.asked).toHaveLength(1);
    await pass(world.clock, 5_100);
    world.provider.answer = () => new Promise(() => undefined);
    const slow = one.fresh();
    await pass(world.clock, 510);
    expect(await slow).toMatchObject({ version: 1 });
  });

  it('says that the provider is away before the deadline of the request has passed', async () => {
    const world = createWorld();
    world.provider.answer = () => new Promise(() => undefined);
    const code = codeOf(createProcess(world).fresh(300));
    await pass(world.clock, 280);
    expect(await code).toBe('SIGN_IN_UNAVAILABLE');
  });

  it('never takes more scopes than before', async () => {
    const world = createWorld();
    const { answer } = world.provider;
    world.provider.answer = async (token) => ({ ...(await answer(token)), scopes: ['orders:read', 'admin'] });
    expect((await createProcess(world).fresh()).tokens.scopes).toEqual(['orders:read']);
  });

  it('keeps the scopes where the provider names none', async () => {
    const world = createWorld();
    const { answer } = world.provider;
    world.provider.answer = async (token) => ({ ...(await answer(token)), scopes: [] });
    expect((await createProcess(world).fresh()).tokens.scopes).toEqual(['orders:read', 'accounts:read']);
  });

  it('keeps the refresh token where the provider does not rotate', async () => {
    const world = createWorld();
    const { answer } = world.provider;
    world.provider.answer = async (token) => ({ ...(await answer(token)), refreshToken: undefined });
    expect((await createProcess(world).fresh()).tokens.refreshToken).toBe('refresh 1');
  });

  it('ends a session whose tokens are suddenly somebody else’s', async () => {
    const world = createWorld();
    const { answer } = world.provider;
    world.provider.answer = async (token) => ({ ...(await answer(token)), subject: 'u_grace' });
    const one = createProcess(world);
    expect(await codeOf(one.fresh())).toBe('UNAUTHENTICATED');
    expect(world.record.tokens).toBeUndefined();
    expect(one.orphans).toEqual(['refresh 2']);
  });

  it('ends with its access token where there is no refresh token', async () => {
    const world = createWorld({ refreshToken: undefined });
    expect(await codeOf(createProcess(world).fresh())).toBe('UNAUTHENTICATED');
    expect(world.record.tokens).toBeUndefined();
  });

  it('gives new tokens back to be revoked when the session ended while they were got', async () => {
    const world = createWorld();
    const { answer } = world.provider;
    world.provider.answer = async (token) => {
      world.record.tokens = undefined;
      return answer(token);
    };
    const one = createProcess(world);
    expect(await codeOf(one.fresh())).toBe('UNAUTHENTICATED');
    expect(one.orphans).toEqual(['refresh 2']);
  });

  it('logs no token', async () => {
    const world = createWorld();
    const one = createProcess(world);
    world.provider.answer = () => Promise.reject(new Error('refresh 1 was no good'));
    expect(await codeOf(one.fresh())).toBe('SIGN_IN_UNAVAILABLE');
    expect(one.lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(one.lines)).not.toMatch(/refresh 1|access 1/);
  });
});

describe('a store that goes away between the answer of the provider and the write', () => {
  it('TOK-01 lets the request go on with the new tokens, which are written as soon as the store is back', async () => {
    const world = createWorld();
    const one = createProcess(world);
    leaveWhileAsking(world);
    expect(await one.fresh()).toMatchObject({ version: 2, tokens: { accessToken: 'access 2' } });
    expect(world.record.version).toBe(1);
    await pass(world.clock, LEASE_MS);
    world.record.away = false;
    one.storeIsBack();
    await settled();
    expect(world.record).toMatchObject({ version: 2, tokens: { refreshToken: 'refresh 2' } });
    expect(world.provider.asked).toHaveLength(1);
  });

  it('TOK-01 keeps another process from the old refresh token until it has had the store for three seconds', async () => {
    const world = createWorld();
    const [one, other] = [createProcess(world), createProcess(world)];
    leaveWhileAsking(world);
    await one.fresh();
    await pass(world.clock, LEASE_MS * 2);
    world.record.away = false;
    other.availableForMs = 100;
    const answer = other.fresh();
    await pass(world.clock, 200);
    one.storeIsBack();
    await pass(world.clock, 100);
    expect(await answer).toMatchObject({ version: 2, tokens: { accessToken: 'access 2' } });
    expect(world.provider.asked).toEqual(['refresh 1']);
  });

  it('TOK-01 takes the lease of a process that died, once the store has been there long enough', async () => {
    const world = createWorld();
    world.record.lease = { owner: 'dead', until: world.clock.now() + 100 };
    const answer = createProcess(world).fresh();
    await pass(world.clock, 200);
    expect(await answer).toMatchObject({ version: 2 });
  });

  it('has a lease whose answer was lost, as soon as the store is back', async () => {
    const world = createWorld();
    const one = createProcess(world);
    world.record.away = 'after begin';
    expect(await codeOf(one.fresh())).toBe('SESSIONS_UNAVAILABLE');
    world.record.away = false;
    one.availableForMs = 1;
    expect(await one.fresh()).toMatchObject({ version: 2 });
  });

  it('finds a write done whose answer was lost', async () => {
    const world = createWorld();
    const one = createProcess(world);
    leaveWhileAsking(world, 'after commit');
    await one.fresh();
    world.record.away = false;
    await pass(world.clock, 600);
    expect(world.record).toMatchObject({ version: 2, tokens: { refreshToken: 'refresh 2' } });
    expect(world.clock.pending).toBe(0);
    expect(one.orphans).toEqual([]);
  });

  it('hands what it keeps to requests of its own, and writes it at the latest when it stops', async () => {
    const world = createWorld();
    const one = createProcess(world);
    leaveWhileAsking(world);
    await one.fresh();
    expect(await one.fresh()).toMatchObject({ version: 2, tokens: { accessToken: 'access 2' } });
    world.record.away = false;
    await one.stop();
    expect(world.record.version).toBe(2);
    expect(world.clock.pending).toBe(0);
    expect(world.provider.asked).toHaveLength(1);
  });
});

function tokensOf({ record }: ReturnType<typeof createWorld>) {
  if (record.tokens === undefined) throw new Error('no session');
  return record.tokens;
}

function leaveWhileAsking(world: ReturnType<typeof createWorld>, how: true | 'after commit' = true) {
  const { answer } = world.provider;
  world.provider.answer = async (token) => {
    world.record.away = how;
    return answer(token);
  };
}
