import type { ClientKey } from './client-key.ts';

/** How we prove to the identity provider that we are its client. */
export type ClientCredential =
  /** RFC 7523: nothing secret leaves this process. */
  | { readonly method: 'private_key_jwt'; readonly key: ClientKey }
  | { readonly method: 'client_secret_basic'; readonly secret: string };

/** Which identity provider a process believes, and who it is to that provider. */
export interface ProviderOptions {
  /** Character by character as the provider writes it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly credential: ClientCredential;
  /** Further origins of the provider's endpoints. */
  readonly origins: readonly string[];
  /** See `ProviderFetchSettings`. */
  readonly connectTo: string | undefined;
}
