import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../../gateway/errors.ts';
import { createPendingSeal } from '../../../../gateway/session/tokens/pending-seal.ts';
import { createRevocations, type RevocationParts } from '../../../../gateway/session/tokens/revocations.ts';
import { createScope } from '../../upstream/create-scope.ts';
import { createVirtualClock } from '../../upstream/virtual-clock.ts';
import { pass } from './create-tokens.ts';

const SECRETS = ['the secret of today, long enough', 'the secret of yesterday, long enough'];
const unavailable = () => Promise.reject(new GatewayError('SIGN_IN_UNAVAILABLE'));

function createWorld() {
  const clock = createVirtualClock();
  const scope = createScope();
  const entries = new Map<string, { sealed: string; notBefore: number }>();
  const told: string[] = [];
  let ids = 0;
  const world = {
    clock,
    entries,
    told,
    lines: scope.lines,
    steps: [] as string[],
    isStoreAway: false,
    revoke: async (token: string): Promise<void> => void told.push(token),
    start: (secrets = SECRETS) => {
      const revocations = createRevocations({ ...parts, secrets });
      revocations.start();
      return revocations;
    },
    end: async () => {
      world.steps.push('end');
      return 'ended';
    },
  };
  const parts: Omit<RevocationParts, 'secrets'> = {
    clock,
    log: scope.log,
    randomness: { id: () => String((ids += 1)).padStart(32, '0'), fraction: () => 0.5 },
    provider: {
      revoke: (token) => {
        world.steps.push('revoke');
        return world.revoke(token);
      },
    },
    ledger: {
      pendingRevocations: {
        async add(id, sealed, notBefore) {
          if (world.isStoreAway) throw new GatewayError('SESSIONS_UNAVAILABLE');
          world.steps.push('add');
          entries.set(id, { sealed, notBefore });
        },
        async take(now, retryMs, count) {
          if (world.isStoreAway) throw new GatewayError('SESSIONS_UNAVAILABLE');
          const due = [...entries].filter(([, { notBefore }]) => notBefore <= now).slice(0, count);
          for (const [, entry] of due) entry.notBefore = now + retryMs;
          return due.map(([id, { sealed }]) => ({ id, sealed }));
        },
        remove: async (id) => void entries.delete(id),
      },
    },
  };
  return world;
}

describe('revoking refresh tokens at logout', () => {
  it('TOK-03 remembers first, then ends the session, then tells the provider, then forgets', async () => {
    const world = createWorld();
    expect(await world.start().revokeAtLogout('token', world.end)).toBe(true);
    expect(world.steps).toEqual(['add', 'end', 'revoke']);
    expect(world.told).toEqual(['token']);
    expect(world.entries.size).toBe(0);
  });

  it('ends sessions that have no refresh token', async () => {
    const world = createWorld();
    await world.start().revokeAtLogout(undefined, world.end);
    expect(world.steps).toEqual(['end']);
  });

  it('ends nothing while the store is away, so that whoever signs out is told', async () => {
    const world = createWorld();
    world.isStoreAway = true;
    await expect(world.start().revokeAtLogout('token', world.end)).rejects.toMatchObject({
      code: 'SESSIONS_UNAVAILABLE',
    });
    expect(world.steps).toEqual([]);
  });

  it('does not keep whoever signs out waiting for a provider that hangs', async () => {
    const world = createWorld();
    world.revoke = () => new Promise(() => undefined);
    const ended = world.start().revokeAtLogout('token', world.end);
    await pass(world.clock, 1_000);
    expect(await ended).toBe(false);
    expect(world.entries.size).toBe(1);
  });

  it('TOK-03 has another process revoke it within a minute after the provider is back, though none of this one is left', async () => {
    const world = createWorld();
    world.revoke = unavailable;
    const gone = world.start();
    await gone.revokeAtLogout('token', world.end);
    await gone.stop();
    const other = world.start(SECRETS.toReversed());
    await pass(world.clock, 120_000);
    expect(world.told).toEqual([]);
    world.revoke = async (token) => void world.told.push(token);
    await pass(world.clock, 30_000);
    expect(world.told).toEqual(['token']);
    expect(world.entries.size).toBe(0);
    await other.stop();
    expect(world.clock.pending).toBe(0);
  });

  it('TOK-03 works off thousands at once when the provider is back, and asks little while it is away', async () => {
    const world = createWorld();
    world.revoke = unavailable;
    const revocations = world.start();
    for (let user = 0; user < 2_000; user += 1) await revocations.revokeAtLogout(`token ${user}`, world.end);
    world.steps.length = 0;
    await pass(world.clock, 60_000);
    expect(world.steps.length).toBeLessThanOrEqual(20 * 15);
    world.revoke = async (token) => void world.told.push(token);
    await pass(world.clock, 30_000);
    expect(new Set(world.told).size).toBe(2_000);
    await revocations.stop();
  });

  it('goes on after the store was away', async () => {
    const world = createWorld();
    world.revoke = unavailable;
    await world.start().revokeAtLogout('token', world.end);
    world.isStoreAway = true;
    await pass(world.clock, 30_000);
    world.isStoreAway = false;
    world.revoke = async (token) => void world.told.push(token);
    await pass(world.clock, 30_000);
    expect(world.told).toEqual(['token']);
  });

  it('leaves what it cannot open to others, and gives up with a line what is a week old', async () => {
    const world = createWorld();
    world.revoke = unavailable;
    const newer = world.start(['the secret of tomorrow, long enough', ...SECRETS]);
    await newer.revokeAtLogout('token', world.end);
    await newer.stop();
    const older = world.start();
    await pass(world.clock, 30_000);
    expect(world.entries.size).toBe(1);
    world.clock.advance(7 * 86_400_000);
    await pass(world.clock, 30_000);
    expect(world.entries.size).toBe(0);
    expect(world.lines.at(-1)?.fields).toEqual({ event: 'revocation given up', opens: false });
    await older.stop();
  });

  it('revokes tokens of sessions that ended while they were got, even without a store', async () => {
    const world = createWorld();
    const revocations = world.start();
    revocations.revokeOrphan('first');
    world.isStoreAway = true;
    revocations.revokeOrphan('second');
    await pass(world.clock, 10);
    expect(world.told).toEqual(['first', 'second']);
  });

  it('lets no token be read in the ledger or the log', async () => {
    const world = createWorld();
    world.revoke = () => Promise.reject(new Error('refresh-token-canary'));
    await world.start().revokeAtLogout('refresh-token-canary', world.end);
    expect(JSON.stringify([...world.entries, world.lines])).not.toContain('canary');
  });
});

describe('the seal of what is pending', () => {
  const randomness = { id: () => 'ab'.repeat(16) };

  it('opens in its own entry alone, and not when it was changed', () => {
    const seal = createPendingSeal(SECRETS, randomness);
    const sealed = seal.seal('1', 'text');
    expect(seal.open('1', sealed)).toBe('text');
    expect(seal.open('2', sealed)).toBeUndefined();
    expect(seal.open('1', `A${sealed.slice(1)}`)).toBeUndefined();
    expect(seal.open('1', '')).toBeUndefined();
  });

  it('needs a secret', () => {
    expect(() => createPendingSeal([], randomness)).toThrow('without a secret');
  });
});
