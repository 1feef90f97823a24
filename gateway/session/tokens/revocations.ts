import type { Clock, Randomness } from '../../clock.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Provider } from '../provider/provider.ts';
import type { Ledger } from '../store/ledger.ts';
import { createPendingSeal } from './pending-seal.ts';
import { withinTime } from './within-time.ts';

export interface RevocationParts {
  readonly ledger: Pick<Ledger, 'pendingRevocations'>;
  readonly provider: Pick<Provider, 'revoke'>;
  /** As `SESSION_SECRETS` has them: the first seals, all open. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
}

/** Refresh tokens that nobody needs anymore, told to the provider at least once each (RFC 7009). */
export interface Revocations {
  /**
   * Ends a session, and has its refresh token revoked: now, or as soon as the provider is back, by whichever process is
   * there then.
   * @param end ends the session
   * @returns whether the provider answered: it cannot be asked for anything else now when it did not
   * @throws GatewayError SESSIONS_UNAVAILABLE when the store is away; then the session goes on
   */
  revokeAtLogout(refreshToken: string | undefined, end: () => Promise<unknown>): Promise<boolean>;
  /** For a token whose session has ended already. Never throws. */
  revokeOrphan(refreshToken: string): void;
  /** Works off what is due, from now on. */
  start(): void;
  stop(): Promise<void>;
}

/** Whoever signs out does not wait longer for the provider. */
const LOGOUT_WAIT_MS = 1_000;
/** For that long an entry belongs to whoever wrote it. */
const OWN_MS = 3_000;
/** How often each process looks for entries, give or take a fifth; and when an entry that failed is due again. */
const LOOK_MS = 5_000;
const RETRY_MS = 10_000;
const BATCH = 20;
/** Refresh tokens rarely live longer, and a provider that does not take one for so long never will. */
const FORGOTTEN_AFTER_MS = 7 * 86_400_000;

export function createRevocations(parts: RevocationParts): Revocations {
  const { ledger, provider, clock, randomness, log } = parts;
  const { pendingRevocations: pending } = ledger;
  const seal = createPendingSeal(parts.secrets, randomness);
  let cancel: (() => void) | undefined;
  let round: Promise<void> | undefined;
  let isStopped = false;

  async function remember(refreshToken: string): Promise<string> {
    const id = createId(clock.now(), randomness);
    await pending.add(id, seal.seal(id, refreshToken), clock.now() + OWN_MS);
    return id;
  }

  /** The entry goes only after the provider has answered; one that cannot be removed now is revoked twice. */
  async function revokeNow(id: string, refreshToken: string): Promise<void> {
    await provider.revoke(refreshToken);
    await pending.remove(id).catch(() => undefined);
  }

  function laterOnFailure(): false {
    log.warn({ event: 'revocation waits' }, 'a refresh token is revoked when the provider is back');
    return false;
  }

  async function revokeAtLogout(
    refreshToken: string | undefined,
    end: () => Promise<unknown>,
  ): Promise<boolean> {
    if (refreshToken === undefined) {
      await end();
      return true;
    }
    const id = await remember(refreshToken);
    await end();
    const told = revokeNow(id, refreshToken).then(() => true);
    return withinTime(clock, told, LOGOUT_WAIT_MS).catch(laterOnFailure);
  }

  async function revokeSoon(refreshToken: string): Promise<void> {
    const id = await remember(refreshToken).catch(() => undefined);
    await (id === undefined ? provider.revoke(refreshToken) : revokeNow(id, refreshToken));
  }

  /** Everything that is due, as long as the provider takes it. */
  async function workOff(): Promise<void> {
    const due = await pending.take(clock.now(), RETRY_MS, BATCH);
    const results = await Promise.allSettled(due.map(({ id, sealed }) => revokeDue(id, sealed)));
    const isWell = results.every(({ status }) => status === 'fulfilled');
    if (isWell && due.length === BATCH && !isStopped) await workOff();
  }

  async function revokeDue(id: string, sealed: string): Promise<void> {
    const ageMs = ageOf(id, clock.now());
    const refreshToken = seal.open(id, sealed);
    if (!(ageMs < FORGOTTEN_AFTER_MS)) {
      log.warn(
        { event: 'revocation given up', opens: refreshToken !== undefined },
        'a refresh token was not revoked',
      );
      return pending.remove(id);
    }
    // Another process may have a secret that this one does not know yet.
    if (refreshToken === undefined) return;
    await revokeNow(id, refreshToken);
    log.info({ event: 'revoked late', ageMs }, 'a refresh token was revoked');
  }

  function lookLater(): void {
    cancel = clock.after(LOOK_MS * (0.8 + 0.4 * randomness.fraction()), () => {
      round = workOff()
        .catch(() => undefined) // the store is away: what is due stays due
        .finally(() => {
          if (!isStopped) lookLater();
        });
    });
  }

  return {
    revokeAtLogout,
    revokeOrphan: (refreshToken) => void revokeSoon(refreshToken).catch(laterOnFailure),
    start: lookLater,
    async stop() {
      isStopped = true;
      cancel?.();
      await round;
    },
  };
}

/** Says when it was made, for entries that do not open. */
function createId(now: number, randomness: Pick<Randomness, 'id'>): string {
  return `${now}-${randomness.id()}`;
}

function ageOf(id: string, now: number): number {
  return now - Number.parseInt(id, 10);
}
