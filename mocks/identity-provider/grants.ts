import { errors, type Provider, type TokenEndpointGrantContext } from 'oidc-provider';
import { type Audience, findAudience } from './audiences.ts';
import type { CheckOwnToken } from './check-own-token.ts';
import { PERSON_GRANT, TOKEN_EXCHANGE } from './create-clients.ts';
import { findPerson } from './people.ts';
import type { SignAccessToken } from './sign-access-token.ts';

export interface GrantParts {
  readonly audiences: readonly Audience[];
  readonly signAccessToken: SignAccessToken;
  readonly checkOwnToken: CheckOwnToken;
  readonly accessTokenSeconds: number;
  readonly createId: () => string;
  /** Seconds since 1970. */
  readonly nowSeconds: () => number;
}

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** What the token endpoint grants besides codes and refresh tokens. */
export function addGrants(provider: Provider, parts: GrantParts): void {
  const target = ['audience', 'resource', 'scope'];
  provider.registerGrantType(TOKEN_EXCHANGE, (context) => exchangeToken(context, parts), [
    'subject_token',
    'subject_token_type',
    'requested_token_type',
    ...target,
  ]);
  provider.registerGrantType('client_credentials', (context) => grantToSystem(context, parts), target);
  provider.registerGrantType(PERSON_GRANT, (context) => grantToPerson(context, parts), ['person', 'scope']);
}

/**
 * RFC 8693: a token for a service in place of one for the client that asks. It says no more than the token given,
 * and lives no longer.
 */
async function exchangeToken(context: TokenEndpointGrantContext, parts: GrantParts): Promise<void> {
  const { client, params } = context.oidc;
  const { subject_token: given, subject_token_type: type, requested_token_type: wanted } = params;
  if (typeof given !== 'string' || type !== ACCESS_TOKEN)
    throw new errors.InvalidRequest('subject_token is an access token of this provider');
  if (wanted !== undefined && wanted !== ACCESS_TOKEN)
    throw new errors.InvalidRequest('only access tokens can be asked for');
  const subject = await parts.checkOwnToken(given, client.clientId);
  if (subject?.sub === undefined) throw new errors.InvalidGrant('subject_token is not good');
  const audience = audienceOf(context, parts.audiences);
  const held = scopesIn(subject['scope']);
  const scopes = scopesOf(
    params.scope,
    audience.userScopes.filter((scope) => held.includes(scope)),
  );
  const remaining = (subject.exp ?? 0) - parts.nowSeconds();
  await answer(context, parts, {
    sub: subject.sub,
    audience: audience.name,
    scopes,
    sid: typeof subject['sid'] === 'string' ? subject['sid'] : undefined,
    lifetimeSeconds: Math.max(1, Math.min(remaining, parts.accessTokenSeconds)),
    issuedTokenType: ACCESS_TOKEN,
  });
}

/** RFC 6749, 4.4, for one service: `audience` or `resource` says which. */
async function grantToSystem(context: TokenEndpointGrantContext, parts: GrantParts): Promise<void> {
  const { client, params } = context.oidc;
  const audience = audienceOf(context, parts.audiences);
  await answer(context, parts, {
    sub: client.clientId,
    audience: audience.name,
    scopes: scopesOf(params.scope, audience.systemScopes),
    lifetimeSeconds: parts.accessTokenSeconds,
  });
}

/** Neither RFC nor password: people of the development shop have none. A token such as the app would get. */
async function grantToPerson(context: TokenEndpointGrantContext, parts: GrantParts): Promise<void> {
  const { params } = context.oidc;
  const person = findPerson(typeof params['person'] === 'string' ? params['person'] : '');
  if (person === undefined) throw new errors.InvalidGrant('person is ada or grace');
  const audience = findAudience(parts.audiences, 'mobile-bff');
  await answer(context, parts, {
    sub: person.sub,
    audience: 'mobile-bff',
    scopes: scopesOf(params.scope, audience?.userScopes ?? []),
    sid: parts.createId(),
    lifetimeSeconds: parts.accessTokenSeconds,
  });
}

interface Granted {
  readonly sub: string;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly sid?: string | undefined;
  readonly lifetimeSeconds: number;
  readonly issuedTokenType?: string;
}

async function answer(
  context: TokenEndpointGrantContext,
  { signAccessToken }: GrantParts,
  { issuedTokenType, ...claims }: Granted,
): Promise<void> {
  const { clientId } = context.oidc.client;
  context.body = {
    access_token: await signAccessToken({ ...claims, clientId }),
    ...(issuedTokenType === undefined ? {} : { issued_token_type: issuedTokenType }),
    token_type: 'Bearer',
    expires_in: claims.lifetimeSeconds,
    scope: claims.scopes.join(' '),
  };
}

/** Services alone: nobody gets a token for a BFF by exchange. */
function audienceOf({ oidc }: TokenEndpointGrantContext, audiences: readonly Audience[]): Audience {
  const { audience, resource } = oidc.params;
  const wanted = audience ?? resource;
  const found = typeof wanted === 'string' ? findAudience(audiences, wanted) : undefined;
  if (found === undefined || found.name.endsWith('-bff'))
    throw new errors.InvalidTarget('audience is the name of a service');
  return found;
}

/** Without a wish, everything that may be. */
function scopesOf(wanted: unknown, allowed: readonly string[]): readonly string[] {
  if (wanted === undefined) return allowed;
  // Says who somebody is, and gives no rights at a service: alone, it asks for a token without any.
  const scopes = scopesIn(wanted).filter((scope) => scope !== 'openid');
  const refused = scopes.filter((scope) => !allowed.includes(scope));
  if (refused.length > 0) throw new errors.InvalidScope('more than may be granted', refused.join(' '));
  return scopes;
}

function scopesIn(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(' ').filter((scope) => scope !== '') : [];
}
