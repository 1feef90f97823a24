import { createMemoryLedger } from '../session/store/create-memory-ledger.ts';
import { createRedisLedger } from '../session/store/create-redis-ledger.ts';
import type { Ledger } from '../session/store/ledger.ts';
import type { IdentityParts } from './identity-parts.ts';

/** Of all processes of a client, or of this one alone where there is no Redis. */
export function createLedger({
  redis,
  prefix,
  clock,
}: Pick<IdentityParts, 'redis' | 'prefix' | 'clock'>): Ledger {
  return redis === undefined ? createMemoryLedger({ clock }) : createRedisLedger({ redis, prefix });
}
