import { createDiscovery, type Discovery, type DiscoverySettings } from './create-discovery.ts';
import { createGrants } from './create-grants.ts';
import { createSignIn, type SignIn } from './create-sign-in.ts';
import type { Provider } from './provider.ts';
import { createProviderKeys } from './provider-keys.ts';

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
  const { clock, scopes, redirectUri } = settings;
  const { current, confirmed, ...provider } = connectGrants(settings);
  const signIn = createSignIn({ current, confirmed, keys: provider.keys, clock, scopes, redirectUri });
  return { ...provider, ...signIn };
}

/** The provider of a process that nobody signs in at. */
export function connectGrants(settings: DiscoverySettings): Provider & Discovery {
  const { issuer, clock } = settings;
  const discovery = createDiscovery(settings);
  const { current } = discovery;
  const jwksUri = async () => (await current()).serverMetadata().jwks_uri ?? '';
  const keys = createProviderKeys({ ...settings, jwksUri });
  return { issuer, keys, ...discovery, ...createGrants(current, clock) };
}
