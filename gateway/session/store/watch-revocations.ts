import type { Ledger } from './ledger.ts';

/** Whether one of these targets was revoked since the watch began. */
export type WasRevoked = (targets: readonly string[]) => Promise<boolean>;

/**
 * Begins a watch at the present end of the ledger. For what happens rarely, and where revocations are kept for a short
 * time: it reads all of them. No clock is asked, neither ours nor the provider's.
 */
export async function watchRevocations(ledger: Pick<Ledger, 'revokedSince'>): Promise<WasRevoked> {
  let { cursor, revocations } = await ledger.revokedSince('');
  while (revocations.length > 0) ({ cursor, revocations } = await ledger.revokedSince(cursor));
  return async (targets) => {
    for (let from = cursor; ; ) {
      const news = await ledger.revokedSince(from);
      if (news.revocations.length === 0) return false;
      if (news.revocations.some(({ target }) => targets.includes(target))) return true;
      from = news.cursor;
    }
  };
}
