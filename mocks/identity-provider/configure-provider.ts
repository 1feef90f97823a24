import {
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
  type Provider,
} from 'oidc-provider';
import { type Audience, findAudience } from './audiences.ts';
import { createClients, NOWHERE } from './create-clients.ts';
import { presentFailurePage, presentSignedOutPage, presentSignOutPage } from './pages.ts';
import { claimsOfPerson, findPerson } from './people.ts';
import type { PresentedPage } from './present-page.ts';
import { DEFAULT_LIFETIMES, type IdentityProviderOptions } from './provider-options.ts';

const INTERACTION_SECONDS = 600;
const ID_TOKEN_SECONDS = 3600;
const CODE_SECONDS = 60;

/** The shop's rules, in oidc-provider's words. */
export function configureProvider(
  options: IdentityProviderOptions,
  audiences: readonly Audience[],
): Configuration {
  const { rotateRefreshTokens = true, models, keys, cookieSecret } = options;
  return {
    adapter: models.adapter,
    jwks: { keys: keys.keys.map((key) => ({ ...key })) },
    clients: createClients(options),
    cookies: { keys: [cookieSecret], names: COOKIE_NAMES },
    // Known to every audience, so that the check of scopes lets them through.
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false,
    findAccount: (_context, sub) => accountOf(sub),
    interactions: { policy: signInAlone(), url: (_context, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: grantEverything,
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    // oidc-provider would let a second sign-in of a browser end the codes and tokens of its first one, which is not
    // what parallel tabs expect. What a session granted ends when the person leaves: create-identity-provider.ts.
    expiresWithSession: () => false,
    rotateRefreshToken: rotateRefreshTokens,
    extraTokenClaims: (_context, token) =>
      'sid' in token && token.sid !== undefined ? { sid: token.sid } : {},
    pkce: { required: () => true },
    clientBasedCORS: () => false,
    ttl: lifetimesOf(options),
    features: featuresOf(options, audiences),
    // oidc-provider would add a dispatcher that refuses loopback, which is where everything is in development.
    fetch: async (url, init) =>
      addressOf(url) === NOWHERE
        ? new Response(null, { status: 204 })
        : await (options.send ?? fetch)(url, withoutDispatcher(init ?? {})),
    renderError: (context, out) => show(context, presentFailurePage('This cannot be done', { ...out })),
  };
}

/** Ports do not keep cookies apart: on localhost the shop sees these, too. */
const COOKIE_NAMES = { session: 'idp_session', interaction: 'idp_interaction', resume: 'idp_resume' };

function lifetimesOf(options: IdentityProviderOptions): NonNullable<Configuration['ttl']> {
  const { accessTokenSeconds, refreshTokenSeconds, sessionSeconds } = { ...DEFAULT_LIFETIMES, ...options };
  return {
    AccessToken: accessTokenSeconds,
    RefreshToken: refreshTokenSeconds,
    Session: sessionSeconds,
    Grant: refreshTokenSeconds,
    IdToken: ID_TOKEN_SECONDS,
    Interaction: INTERACTION_SECONDS,
    AuthorizationCode: CODE_SECONDS,
  };
}

function featuresOf(
  { accessTokenSeconds = DEFAULT_LIFETIMES.accessTokenSeconds, algorithm = 'RS256' }: IdentityProviderOptions,
  audiences: readonly Audience[],
): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: {
      enabled: true,
      allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
    },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context, form) =>
        show(context, presentSignOutPage(form, context.oidc.entities['IdTokenHint'] !== undefined)),
      postLogoutSuccessSource: (context) => show(context, presentSignedOutPage()),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_context, client, oneOf) =>
        (Array.isArray(oneOf) ? oneOf[0] : oneOf) ?? resourceOf(audiences, client.clientId),
      useGrantedResource: () => true,
      getResourceServerInfo(_context, resource) {
        const audience = findAudience(audiences, resource);
        if (audience === undefined) throw new errors.InvalidTarget('there is no such resource');
        return {
          audience: audience.name,
          // A token that names OpenID's scopes is taken by the userinfo endpoint.
          scope: ['openid', 'profile', 'email', ...audience.userScopes].join(' '),
          accessTokenFormat: 'jwt',
          accessTokenTTL: accessTokenSeconds,
          jwt: { sign: { alg: algorithm } },
        };
      },
    },
  };
}

/** Whom a client's own tokens are for, when it names nobody. */
function resourceOf(audiences: readonly Audience[], clientId: string): string {
  const name = clientId === 'mobile-app' ? 'mobile-bff' : clientId;
  const audience = findAudience(audiences, name);
  if (audience === undefined) throw new errors.InvalidTarget(`${clientId} has no audience of its own`);
  return audience.resource;
}

/** People are asked who they are, and nothing else; `prompt=consent` is understood, and granted at once. */
function signInAlone(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('consent')?.checks.clear();
  return policy;
}

/** A grant of its own for each sign-in, so that the end of one session of a browser ends no other one's tokens. */
async function grantEverything({
  oidc,
}: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']> | undefined> {
  const { provider, client, session, params, requestParamOIDCScopes, resourceServers = {} } = oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
  const wanted = typeof params?.['scope'] === 'string' ? params['scope'] : '';
  for (const resource of Object.keys(resourceServers)) grant.addResourceScope(resource, wanted);
  await grant.save();
  return grant;
}

function accountOf(sub: string): Awaited<ReturnType<NonNullable<Configuration['findAccount']>>> {
  const person = findPerson(sub);
  return person === undefined ? undefined : { accountId: person.sub, claims: () => claimsOfPerson(person) };
}

function show(context: KoaContextWithOIDC, { html, headers }: PresentedPage): void {
  context.set({ ...headers });
  context.body = html;
}

function withoutDispatcher({
  dispatcher: _dispatcher,
  ...init
}: RequestInit & { readonly dispatcher?: unknown }): RequestInit {
  return init;
}

function addressOf(input: string | URL | Request): string {
  return input instanceof Request ? input.url : input.toString();
}
