import type { ClientMetadata } from 'oidc-provider';
import type { ClientOfProvider, IdentityProviderOptions } from './provider-options.ts';
import { publicHalfOf } from './signing-keys.ts';

/** RFC 8693. */
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
/** Ours alone: a token for a person of the development shop, without a browser. */
export const PERSON_GRANT = 'urn:gatehouse:person';

/** Where logout tokens go that nobody waits for. Without an address, oidc-provider leaves `sid` out of all tokens. */
export const NOWHERE = 'https://nowhere.invalid/';

/**
 * `web-bff` and `mobile-bff` keep secrets and exchange tokens; `mobile-app` is public, as an app on a phone is.
 */
export function createClients(options: IdentityProviderOptions): ClientMetadata[] {
  const { webBff, mobileBff, mobileApp, algorithm = 'RS256' } = options;
  const own = { response_types: [], redirect_uris: [], id_token_signed_response_alg: algorithm };
  return [
    {
      ...own,
      ...signInOf(webBff),
      ...proofOf(webBff),
      client_id: 'web-bff',
      client_name: 'The web shop',
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials', TOKEN_EXCHANGE],
    },
    {
      ...own,
      client_id: 'mobile-bff',
      client_secret: mobileBff.secret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials', TOKEN_EXCHANGE],
    },
    {
      ...own,
      ...signInOf(mobileApp),
      client_id: 'mobile-app',
      client_name: 'The shop’s app',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token', PERSON_GRANT],
    },
  ];
}

function signInOf({
  redirectUris,
  postLogoutRedirectUris,
  backchannelLogoutUri = NOWHERE,
}: Omit<ClientOfProvider, 'proof'>): Partial<ClientMetadata> {
  return {
    response_types: ['code'],
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: [...postLogoutRedirectUris],
    backchannel_logout_uri: backchannelLogoutUri,
    backchannel_logout_session_required: true,
  };
}

function proofOf({ proof }: ClientOfProvider): Partial<ClientMetadata> {
  if ('secret' in proof)
    return { client_secret: proof.secret, token_endpoint_auth_method: 'client_secret_basic' };
  return {
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: proof.keys.map(publicHalfOf) },
  };
}
