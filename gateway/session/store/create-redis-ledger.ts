import { hash } from 'node:crypto';
import { GatewayError } from '../../errors.ts';
import { createScript } from '../../redis/create-script.ts';
import type { Redis } from '../../redis/redis.ts';
import type { Ledger, Revocation } from './ledger.ts';
import {
  ADD_PENDING_SCRIPT,
  CLAIM_SCRIPT,
  REMOVE_PENDING_SCRIPT,
  REVOKE_SCRIPT,
  REVOKED_SINCE_SCRIPT,
  TAKE_PENDING_SCRIPT,
} from './ledger-scripts.ts';

export interface RedisLedgerParts {
  readonly redis: Redis;
  /** What all keys begin with: `gatehouse:web:`. */
  readonly prefix: string;
}

/** How many revocations one answer holds; the cursor goes on behind them. */
const PAGE = 1_000;
/** Refresh tokens that the provider could not be told of for so long are left to die by themselves. */
const PENDING_TTL_MS = 7 * 86_400_000;

export function createRedisLedger({ redis, prefix }: RedisLedgerParts): Ledger {
  const claim = createScript(redis, CLAIM_SCRIPT);
  const revoke = createScript(redis, REVOKE_SCRIPT);
  const revokedSince = createScript(redis, REVOKED_SINCE_SCRIPT);
  const [addPending, takePending, removePending] = [
    createScript(redis, ADD_PENDING_SCRIPT),
    createScript(redis, TAKE_PENDING_SCRIPT),
    createScript(redis, REMOVE_PENDING_SCRIPT),
  ];
  const claimKey = (name: string) => `${prefix}claim:{${hash('sha256', name, 'base64url')}}`;
  const revocationsKey = `${prefix}revocations`;
  const pendingKeys = [`${prefix}{pending}:due`, `${prefix}{pending}:sealed`];

  return {
    claimOnce: async (name, ttlMs) => (await claim([claimKey(name)], [ttlMs])) === 1,
    isClaimed: (name) => redis.run(async (client) => (await client.exists(claimKey(name))) === 1),
    async revoke({ target, at }, ttlMs) {
      await revoke([revocationsKey], [target, at, ttlMs]);
    },
    revokedSince: async (cursor) => readRevocations(await revokedSince([revocationsKey], [cursor, PAGE])),
    pendingRevocations: {
      async add(id, sealed, notBefore) {
        await addPending(pendingKeys, [id, sealed, notBefore, PENDING_TTL_MS]);
      },
      take: async (now, retryMs, count) =>
        readLists(await takePending(pendingKeys, [now, now + retryMs, count])).map(([id, sealed]) => ({
          id,
          sealed,
        })),
      async remove(id) {
        await removePending(pendingKeys, [id]);
      },
    },
  };
}

function refuse(): never {
  throw new GatewayError('SESSIONS_UNAVAILABLE', {}, new Error('Redis holds something else than a ledger'));
}

function readRevocations(reply: unknown): { revocations: readonly Revocation[]; cursor: string } {
  if (!Array.isArray(reply) || typeof reply[0] !== 'string') return refuse();
  const found = readLists(reply[1]);
  return { revocations: found.map(([target, at]) => ({ target, at: Number(at) })), cursor: reply[0] };
}

function readLists(reply: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(reply)) return refuse();
  return reply.map((each: unknown) => {
    if (!Array.isArray(each)) return refuse();
    const [one, other]: readonly unknown[] = each;
    return typeof one === 'string' && typeof other === 'string' ? ([one, other] as const) : refuse();
  });
}
