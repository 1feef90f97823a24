import type { Revocation } from '../store/ledger.ts';

export interface RevocationMemory {
  add(revocation: Revocation): void;
  /** Whether a token that was issued then is void. */
  covers(targets: readonly string[], issuedAtMs: number): boolean;
  /** Lets go of what no token can be old enough for. */
  forget(now: number): void;
  readonly size: number;
}

export interface RevocationMemoryLimits {
  /** How long one matters. */
  readonly ttlMs: number;
  /** Past it the oldest go, and every token that is older than them is refused: better new tokens than old ones. @default 200_000 */
  readonly maxTargets?: number;
}

/** What was revoked, the latest time for each target; in the order of their coming. */
export function createRevocationMemory({
  ttlMs,
  maxTargets = 200_000,
}: RevocationMemoryLimits): RevocationMemory {
  const latest = new Map<string, number>();
  let floor = Number.NEGATIVE_INFINITY;

  return {
    add({ target, at }) {
      const newest = Math.max(at, latest.get(target) ?? at);
      latest.delete(target);
      latest.set(target, newest);
      for (const [oldest, then] of latest) {
        if (latest.size <= maxTargets) return;
        latest.delete(oldest);
        floor = Math.max(floor, then);
      }
    },
    covers: (targets, issuedAtMs) =>
      issuedAtMs <= floor ||
      targets.some((target) => issuedAtMs <= (latest.get(target) ?? Number.NEGATIVE_INFINITY)),
    forget(now) {
      for (const [target, at] of latest) {
        if (at + ttlMs >= now) return;
        latest.delete(target);
      }
    },
    get size() {
      return latest.size;
    },
  };
}
