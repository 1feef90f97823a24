import type { Clock, Randomness } from '../clock.ts';
import type { Logger } from '../observability/logger.ts';
import type { TokenSource } from '../upstream/token-source.ts';
import { backchannelLogout } from './backchannel/backchannel-logout.ts';
import { authenticateBearer } from './bearer/authenticate-bearer.ts';
import { followRevocations, REVOCATION_TTL_MS } from './bearer/follow-revocations.ts';
import { BFF_PATHS } from './bff-paths.ts';
import type { Identity } from './identity.ts';
import type { Provider } from './provider/provider.ts';
import type { Ledger } from './store/ledger.ts';

export interface TokenIdentityParts {
  readonly provider: Pick<Provider, 'issuer' | 'keys'>;
  /** `aud` of the access tokens that are for us. */
  readonly audience: string;
  /** Clients of the provider whose users' tokens these are: `aud` of logout tokens. */
  readonly apps: readonly string[];
  readonly ledger: Pick<Ledger, 'revokedSince' | 'isClaimed' | 'claimOnce' | 'revoke'>;
  /** What services are shown. */
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
}

/** Users who hold an access token of the provider. There are no sessions here, and no sign-in. */
export function createTokenIdentity(parts: TokenIdentityParts): Identity {
  const { provider, audience, apps, ledger, clock, tokens } = parts;
  const { issuer, keys } = provider;
  const revocations = followRevocations(parts);
  const logout = backchannelLogout({
    path: BFF_PATHS.backchannelLogout,
    issuer,
    keys,
    clock,
    audiences: apps,
    ledger,
    revocationTtlMs: REVOCATION_TTL_MS,
    endSessions: async () => 0,
  });
  return {
    proof: 'bearer',
    authenticate: authenticateBearer({ issuer, keys, clock, audience, revocations }),
    routes: [logout],
    tokens,
    people: undefined,
    start: () => revocations.start(),
    stop: () => revocations.stop(),
  };
}
