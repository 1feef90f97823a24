import type { Clock } from '../../clock.ts';
import type { AccessToken } from '../provider/provider.ts';

export interface TokenCache {
  /** The token of this name that somebody holds, or one that `ask` gives; whoever comes meanwhile waits for the same. */
  once(owner: string, name: string, ask: () => Promise<AccessToken>): Promise<AccessToken>;
  /** Forgets every token of an owner, and does not keep those that are being asked for. */
  forget(owner: string): void;
}

/** A token with less time left is no longer handed out: the call that carries it takes its time, and clocks differ. */
const MARGIN_MS = 10_000;

/** Failures are not remembered. The owner used longest ago is forgotten first. */
export function createTokenCache(clock: Pick<Clock, 'now'>, maxOwners: number): TokenCache {
  const owners = new Map<string, Map<string, Held>>();

  function tokensOf(owner: string): Map<string, Held> {
    const known = owners.get(owner) ?? new Map<string, Held>();
    owners.delete(owner);
    owners.set(owner, known);
    const [oldest] = owners.keys();
    if (owners.size > maxOwners && oldest !== undefined) owners.delete(oldest);
    return known;
  }

  return {
    once(owner, name, ask) {
      const tokens = tokensOf(owner);
      const known = tokens.get(name);
      if (known !== undefined && isGood(known, clock)) return known.token;
      const held: Held = { token: ask(), until: undefined };
      tokens.set(name, held);
      void settle(held, clock, () => {
        if (tokens.get(name) === held) tokens.delete(name);
      });
      return held.token;
    },
    forget: (owner) => void owners.delete(owner),
  };
}

interface Held {
  readonly token: Promise<AccessToken>;
  /** Undefined while it is asked for. */
  until: number | undefined;
}

function isGood({ until }: Held, clock: Pick<Clock, 'now'>): boolean {
  return until === undefined || clock.now() < until;
}

async function settle(held: Held, clock: Pick<Clock, 'now'>, drop: () => void): Promise<void> {
  try {
    const { expiresAt } = await held.token;
    held.until = expiresAt - Math.min(MARGIN_MS, (expiresAt - clock.now()) / 3);
  } catch {
    drop();
  }
}
