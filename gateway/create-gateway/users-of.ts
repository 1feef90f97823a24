import type { BearerOptions } from '../options/bearer-options.ts';
import type { ProviderOptions } from '../options/provider-options.ts';
import type { SessionOptions } from '../options/session-options.ts';
import type { Users } from './create-identity.ts';

/** What the clients of a gateway show: a cookie, which browsers send by themselves, or a token that they hold. */
export type Credential = 'session' | 'bearer';

/** What a process was configured with. */
export interface ConfiguredUsers {
  readonly provider: ProviderOptions;
  /** Undefined where people do not sign in. */
  readonly session: SessionOptions | undefined;
  /** Undefined where they do. */
  readonly bearer: BearerOptions | undefined;
}

export function usersOf(credential: Credential, { provider, session, bearer }: ConfiguredUsers): Users {
  if (credential === 'session' && session !== undefined) return { by: 'session', provider, session };
  if (credential === 'bearer' && bearer !== undefined) return { by: 'bearer', provider, bearer };
  throw new Error('a client and its environment name the same credential');
}
