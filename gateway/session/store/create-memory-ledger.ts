import type { Clock } from '../../clock.ts';
import type { Ledger, Revocation } from './ledger.ts';

interface KeptRevocation {
  readonly revocation: Revocation;
  readonly place: number;
  readonly until: number;
}

/** For one process, and gone with it. Forgets what has run out whenever something is added. */
export function createMemoryLedger({ clock }: { readonly clock: Pick<Clock, 'now'> }): Ledger {
  const claims = new Map<string, number>();
  const pending = new Map<string, { readonly sealed: string; notBefore: number }>();
  let revocations: readonly KeptRevocation[] = [];
  let places = 0;
  const isClaimed = (name: string) => (claims.get(name) ?? -Infinity) > clock.now();

  return {
    async claimOnce(name, ttlMs) {
      if (isClaimed(name)) return false;
      for (const [other, until] of claims) if (until <= clock.now()) claims.delete(other);
      claims.set(name, clock.now() + ttlMs);
      return true;
    },
    isClaimed: async (name) => isClaimed(name),
    async revoke(revocation, ttlMs) {
      const now = clock.now();
      places += 1;
      const kept = { revocation, place: places, until: now + ttlMs };
      revocations = [...revocations.filter(({ until }) => until > now), kept];
    },
    async revokedSince(cursor) {
      const after = Number(cursor);
      const found = revocations.filter(({ place, until }) => place > after && until > clock.now());
      return { revocations: found.map(({ revocation }) => revocation), cursor: String(places) };
    },
    pendingRevocations: {
      async add(id, sealed, notBefore) {
        pending.set(id, { sealed, notBefore });
      },
      async take(now, retryMs, count) {
        const due = [...pending].filter(([, { notBefore }]) => notBefore <= now).slice(0, count);
        for (const [, work] of due) work.notBefore = now + retryMs;
        return due.map(([id, { sealed }]) => ({ id, sealed }));
      },
      async remove(id) {
        pending.delete(id);
      },
    },
  };
}
