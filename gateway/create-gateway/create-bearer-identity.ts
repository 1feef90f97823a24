import type { BearerOptions } from '../options/bearer-options.ts';
import type { ProviderOptions } from '../options/provider-options.ts';
import { createTokenIdentity } from '../session/create-token-identity.ts';
import type { Identity } from '../session/identity.ts';
import { connectGrants } from '../session/provider/connect-provider.ts';
import { createTokenSource } from '../session/tokens/create-token-source.ts';
import { createProviderFetch } from '../upstream/create-provider-fetch.ts';
import { createLedger } from './create-ledger.ts';
import type { IdentityParts } from './identity-parts.ts';

/** People who sign in elsewhere, and whose app holds an access token for this gateway. */
export interface BearerUsers {
  readonly provider: ProviderOptions;
  readonly bearer: BearerOptions;
}

export function createBearerIdentity(users: BearerUsers, parts: IdentityParts): Identity {
  const { provider: options, bearer } = users;
  const road = createProviderFetch({ ...options, clock: parts.clock });
  const provider = connectGrants({ ...parts, ...options, fetch: road.fetch });
  const identity = createTokenIdentity({
    ...parts,
    ...bearer,
    provider,
    ledger: createLedger(parts),
    tokens: createTokenSource({ ...parts, provider }),
  });
  return {
    ...identity,
    async stop() {
      await identity.stop();
      await road.stop();
    },
  };
}
