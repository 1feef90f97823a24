import { createTestIdentity } from '../gates/test-identity.ts';
import { anonymousOnly } from './anonymous-only.ts';
import type { Users } from './create-identity.ts';

/** What the clients of a gateway show: a cookie, which browsers send by themselves, or a token that they hold. */
export type Credential = 'session' | 'bearer';

export function usersOf(credential: Credential, production: boolean): Users {
  return {
    by: 'own',
    proof: credential === 'session' ? 'header' : 'bearer',
    authenticate: production ? anonymousOnly : createTestIdentity(),
    tokens: {
      authorizationFor: async ({ token }, { viewer }) =>
        token === 'user' && viewer !== null ? viewer.accessToken() : null,
    },
  };
}
