import type { Authenticate } from '../gates/authenticate.ts';
import type { Proof } from '../gates/route.ts';
import type { TokenSource } from '../upstream/token-source.ts';
import type { Identity } from './identity.ts';

/** Users who are known in a way that only the program around the gateway knows. */
export interface OwnIdentity {
  readonly proof: Proof;
  readonly authenticate: Authenticate;
  /** @default the user's access token, as it is, for operations that ask for a user's */
  readonly tokens?: TokenSource;
}

/** Has no token to give in the system's name. */
export const propagatedTokens: TokenSource = {
  authorizationFor: async ({ token }, { viewer }) =>
    token === 'user' && viewer !== null ? `Bearer ${await viewer.accessToken()}` : null,
};

export function createOwnIdentity({ proof, authenticate, tokens = propagatedTokens }: OwnIdentity): Identity {
  return {
    proof,
    authenticate,
    routes: [],
    tokens,
    people: undefined,
    start: doNothing,
    stop: doNothing,
  };
}

function doNothing(): Promise<void> {
  return Promise.resolve();
}
