import type { Clock, Randomness } from '../clock.ts';
import type { Logger } from '../observability/logger.ts';
import type { GatewaySettings } from '../options.ts';
import type { ClientSchemas } from '../read-schemas.ts';
import type { Redis } from '../redis/redis.ts';
import type { ServiceSettings } from '../upstream/service-settings.ts';

/** What users' credentials are known by, besides what is said of the users themselves. */
export interface IdentityParts {
  readonly schemas: Pick<ClientSchemas, 'client' | 'sdl'>;
  readonly settings: GatewaySettings;
  readonly services: ReadonlyMap<string, ServiceSettings>;
  /** Undefined: what processes must agree on, this one keeps for itself. */
  readonly redis: Redis | undefined;
  /** What keys in Redis begin with: `gatehouse:web:`. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
}
