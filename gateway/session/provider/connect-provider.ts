import { createRemoteJWKSet, customFetch } from 'jose';
import { createDiscovery, type DiscoverySettings } from './create-discovery.ts';
import { createGrants } from './create-grants.ts';
import { createSignIn, type SignIn } from './create-sign-in.ts';
import type { Provider, ProviderKeys } from './provider.ts';

export interface ProviderSettings extends DiscoverySettings {
  /** Where the provider sends browsers back to. */
  readonly redirectUri: string;
  /** What a sign-in asks for; `openid` is among them. */
  readonly scopes: readonly string[];
}

/** The provider, with what only the process that people sign in at needs. */
export interface ConnectedProvider extends Provider, SignIn {}

/** Sends nothing before somebody needs it. */
export function connectProvider(settings: ProviderSettings): ConnectedProvider {
  const { issuer, clock, scopes, redirectUri } = settings;
  const { current } = createDiscovery(settings);
  const keys = createKeys(async () => (await current()).serverMetadata().jwks_uri, settings);
  const signIn = createSignIn({ current, keys, clock, scopes, redirectUri });
  return { issuer, keys, ...createGrants(current, clock), ...signIn };
}

/** Asks for keys it does not know at most once in 30 seconds. */
function createKeys(
  locate: () => Promise<string | undefined>,
  { fetch }: Pick<ProviderSettings, 'fetch'>,
): ProviderKeys {
  const remotes = new Map<string, ReturnType<typeof createRemoteJWKSet>>();
  return async (header, token) => {
    const url = (await locate()) ?? '';
    const remote =
      remotes.get(url) ??
      createRemoteJWKSet(new URL(url), {
        [customFetch]: (asked, options) => fetch(asked, options),
        cooldownDuration: 30_000,
        cacheMaxAge: 600_000,
      });
    remotes.set(url, remote);
    return remote(header, token);
  };
}
