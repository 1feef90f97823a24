import { describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../../gateway/errors.ts';
import {
  DEAF_AFTER_MS,
  followRevocations,
  REVOCATION_TTL_MS,
} from '../../../../gateway/session/bearer/follow-revocations.ts';
import type { Revocation } from '../../../../gateway/session/store/ledger.ts';
import { createVirtualClock } from '../../upstream/virtual-clock.ts';

const THEN = Date.UTC(2026, 10, 22);
const settle = () => new Promise(setImmediate);

/** A ledger in the test's hand. */
function follow(...known: readonly Revocation[]) {
  const clock = createVirtualClock();
  const ledger = { revoked: [...known], asked: 0, isAway: false };
  const warnings: string[] = [];
  const followed = followRevocations({
    clock,
    randomness: { fraction: () => 0.999 },
    log: { warn: (_, message) => void warnings.push(message) },
    ledger: {
      async revokedSince(cursor) {
        ledger.asked += 1;
        if (ledger.isAway) throw new GatewayError('SESSIONS_UNAVAILABLE');
        const from = Number(cursor);
        return {
          revocations: ledger.revoked.slice(from, from + 2),
          cursor: String(Math.min(from + 2, ledger.revoked.length)),
        };
      },
    },
  });
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.advance(100);
      await settle();
    }
  };
  const isRevoked = (target: string, issuedAt = clock.now()) => {
    try {
      return followed.isRevoked(['person:other', target], issuedAt);
    } catch (error) {
      return error instanceof GatewayError ? error.code : error;
    }
  };
  return { clock, ledger, followed, pass, isRevoked, warnings };
}

describe('revocations', () => {
  it('of the past are all known when the process starts', async () => {
    const past = Array.from({ length: 7 }, (_, index) => ({ target: `person:${index}`, at: THEN }));
    const { followed, isRevoked } = follow(...past);
    expect(isRevoked('person:6', THEN)).toBe('SESSIONS_UNAVAILABLE');
    await followed.start();
    expect(past.map(({ target }) => isRevoked(target, THEN))).toEqual(Array(7).fill(true));
    expect(past.map(({ target }) => isRevoked(target, THEN + 1))).toEqual(Array(7).fill(false));
    await followed.stop();
  });

  it('are heard of within two seconds, by asking about once a second', async () => {
    const { clock, ledger, followed, pass, isRevoked } = follow();
    await followed.start();
    ledger.revoked.push({ target: 'session:a', at: clock.now() });
    const issuedAt = clock.now();
    expect(isRevoked('session:a', issuedAt)).toBe(false);
    await pass(1_300);
    expect(isRevoked('session:a', issuedAt)).toBe(true);
    const before = ledger.asked;
    await pass(60_000);
    expect(ledger.asked - before).toBeGreaterThanOrEqual(40);
    expect(ledger.asked - before).toBeLessThanOrEqual(75);
    await followed.stop();
  });

  it('that cannot be heard of for 5 seconds make nobody pass, until they can', async () => {
    const { ledger, followed, pass, isRevoked, warnings } = follow();
    await followed.start();
    ledger.isAway = true;
    await pass(DEAF_AFTER_MS);
    expect([isRevoked('person:a'), warnings]).toEqual([false, []]);
    await pass(60_000);
    expect([isRevoked('person:a'), warnings]).toEqual([
      'SESSIONS_UNAVAILABLE',
      ['tokens are refused while the ledger does not answer'],
    ]);
    ledger.isAway = false;
    await pass(1_300);
    expect(isRevoked('person:a')).toBe(false);
    await followed.stop();
  });

  it('are forgotten when no token can be as old', async () => {
    const { clock, ledger, followed, pass, isRevoked } = follow();
    const at = clock.now();
    ledger.revoked.push({ target: 'person:a', at });
    await followed.start();
    clock.advance(REVOCATION_TTL_MS + 2_000);
    await settle();
    await pass(1_300);
    expect(isRevoked('person:a', at)).toBe(false);
    await followed.stop();
  });

  it('are not asked for any more after the end', async () => {
    const { ledger, followed, pass, clock } = follow();
    await followed.start();
    await followed.stop();
    await pass(10_000);
    expect([ledger.asked, clock.pending]).toEqual([1, 0]);
  });
});
