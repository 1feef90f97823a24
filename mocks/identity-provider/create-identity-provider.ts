import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { createAudiences } from './audiences.ts';
import { type CheckOwnToken, createCheckOwnToken } from './check-own-token.ts';
import { configureProvider } from './configure-provider.ts';
import { addGrants } from './grants.ts';
import { presentStartPage } from './pages.ts';
import { DEFAULT_LIFETIMES, type IdentityProviderOptions } from './provider-options.ts';
import { sendPage, serveInteraction } from './serve-interaction.ts';
import { serveUserinfo } from './serve-userinfo.ts';
import { createSignAccessToken, type SignAccessToken } from './sign-access-token.ts';

/** A provider without a socket. */
export interface IdentityProvider {
  /** For a server of node:http. */
  readonly listener: RequestListener;
  readonly signAccessToken: SignAccessToken;
}

/** A real OpenID provider, certified, with the shop's rules: two people, three clients, no questions. */
export function createIdentityProvider(options: IdentityProviderOptions): IdentityProvider {
  const { issuer, keys, algorithm = 'RS256', createId, onTrouble = () => {} } = options;
  const audiences = createAudiences(options.services);
  const provider = new Provider(issuer, configureProvider(options, audiences));
  const signAccessToken = createSignAccessToken({ issuer, keys, algorithm, createId });
  const checkOwnToken = createCheckOwnToken(issuer, keys);
  addGrants(provider, { ...DEFAULT_LIFETIMES, ...options, audiences, signAccessToken, checkOwnToken });
  provider.on('backchannel.error', (_context, error, client) =>
    onTrouble(`${client.clientId} did not take its logout token: ${error.message}`),
  );
  provider.on('end_session.success', ({ oidc: { session, params } }) => {
    if (session !== undefined && params?.['logout'] !== undefined) options.models.removeSession(session.uid);
  });
  provider.on('server_error', (_context, error) => onTrouble(error.stack ?? error.message));
  return { listener: createListener(provider, issuer, { checkOwnToken, onTrouble }), signAccessToken };
}

function createListener(
  provider: Provider,
  issuer: string,
  {
    checkOwnToken,
    onTrouble,
  }: { readonly checkOwnToken: CheckOwnToken; readonly onTrouble: (problem: string) => void },
): RequestListener {
  const { host } = new URL(issuer);
  const rest = provider.callback();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/') return sendPage(response, 200, presentStartPage(issuer));
    if (await serveInteraction(provider, request, response)) return;
    if (await serveUserinfo(checkOwnToken, request, response)) return;
    await rest(request, response);
  }

  return (request, response) => {
    // One issuer for everybody, whatever address they reached it by: what it tells must not depend on that.
    request.headers.host = host;
    serve(request, response).catch((error: unknown) => {
      onTrouble(error instanceof Error ? (error.stack ?? error.message) : String(error));
      response.destroy();
    });
  };
}
