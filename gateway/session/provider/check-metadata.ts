import type { ServerMetadata } from 'openid-client';
import { SIGNATURES } from '../../options/client-key.ts';

/** What we call, and what we send browsers to. */
const REQUIRED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const OPTIONAL = [
  'end_session_endpoint',
  'pushed_authorization_request_endpoint',
  'revocation_endpoint',
  'userinfo_endpoint',
] as const;

/**
 * The provider's metadata, as far as we believe them: the issuer character by character, PKCE with S256, signatures that
 * we accept, endpoints where the provider lives.
 * @throws MetadataError
 */
export function checkMetadata(
  found: Readonly<ServerMetadata>,
  { issuer, origins }: { readonly issuer: string; readonly origins: readonly string[] },
): ServerMetadata {
  if (found.issuer !== issuer) throw new MetadataError('the issuer is another one');
  if (found.code_challenge_methods_supported?.includes('S256') !== true)
    throw new MetadataError('PKCE with S256 is not offered (code_challenge_methods_supported)');
  const signatures = found.id_token_signing_alg_values_supported ?? ['RS256'];
  const accepted = SIGNATURES.filter((one) => signatures.includes(one));
  if (accepted.length === 0)
    throw new MetadataError(`no signature of ${SIGNATURES.join(', ')} is offered for ID tokens`);
  const allowed = [new URL(issuer).origin, ...origins];
  for (const name of REQUIRED) checkEndpoint(name, found[name], allowed);
  for (const name of OPTIONAL) if (found[name] !== undefined) checkEndpoint(name, found[name], allowed);
  // Endpoints for client certificates would be another road around this check.
  const { mtls_endpoint_aliases: _, ...metadata } = found;
  return { ...metadata, id_token_signing_alg_values_supported: accepted };
}

/** What the provider says of itself cannot be used. The message is for operators, and says nothing that was received. */
export class MetadataError extends Error {}

function checkEndpoint(name: string, url: unknown, allowed: readonly string[]): void {
  const origin = typeof url === 'string' ? URL.parse(url)?.origin : undefined;
  if (origin === undefined || !allowed.includes(origin))
    throw new MetadataError(`${name} is neither where the issuer is nor in OIDC_ORIGINS`);
}
