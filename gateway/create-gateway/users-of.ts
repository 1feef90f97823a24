import { createTestIdentity } from '../gates/test-identity.ts';
import type { ProviderOptions } from '../options/provider-options.ts';
import type { SessionOptions } from '../options/session-options.ts';
import { anonymousOnly } from './anonymous-only.ts';
import type { Users } from './create-identity.ts';

/** What the clients of a gateway show: a cookie, which browsers send by themselves, or a token that they hold. */
export type Credential = 'session' | 'bearer';

/** What a process was configured with. */
export interface ConfiguredUsers {
  readonly provider: ProviderOptions;
  /** Undefined where people do not sign in. */
  readonly session: SessionOptions | undefined;
  readonly production: boolean;
}

export function usersOf(credential: Credential, { provider, session, production }: ConfiguredUsers): Users {
  if (credential === 'session') {
    if (session === undefined)
      throw new Error('an environment of a client that signs in says so: credential');
    return { by: 'session', provider, session };
  }
  return {
    by: 'own',
    proof: 'bearer',
    authenticate: production ? anonymousOnly : createTestIdentity(),
    tokens: {
      authorizationFor: async ({ token }, { viewer }) =>
        token === 'user' && viewer !== null ? viewer.accessToken() : null,
    },
  };
}
