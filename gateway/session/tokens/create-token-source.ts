import type { Clock } from '../../clock.ts';
import { GatewayError } from '../../errors.ts';
import { type RequestScope, remainingMs, type Viewer } from '../../request-scope.ts';
import type { ServiceSettings } from '../../upstream/service-settings.ts';
import type { TokenDemand, TokenSource } from '../../upstream/token-source.ts';
import type { AccessDemand, AccessToken, Provider } from '../provider/provider.ts';
import { createTokenCache } from './token-cache.ts';
import { withinTime } from './within-time.ts';

export interface TokenSourceParts {
  readonly provider: Pick<Provider, 'exchange' | 'ownToken'>;
  /** By service; what is not here gets no token. */
  readonly services: ReadonlyMap<string, Pick<ServiceSettings, 'token' | 'audience'>>;
  readonly clock: Clock;
}

export interface ServiceTokens extends TokenSource {
  /** Forgets what was exchanged for a session that has ended. @param viewerKey `Viewer.key` */
  forget(viewerKey: string): void;
}

/** Sessions whose exchanged tokens are kept; with six services a few kilobytes each. */
const MAX_VIEWERS = 5_000;
/** How long a call waits for its token, so that there is time to say what the matter is before the deadline. */
const MAX_WAIT_MS = 2_000;

/**
 * Tokens by what the contract says of an operation, and the deployment of its service. A user's operation is shown the
 * token of the user who asks, or nothing: never one of ours.
 */
export function createTokenSource({ provider, services, clock }: TokenSourceParts): ServiceTokens {
  const users = createTokenCache(clock, MAX_VIEWERS);
  // One owner for each service, which are few.
  const own = createTokenCache(clock, Math.max(1, services.size));

  async function ofUser(viewer: Viewer, demand: TokenDemand, audience: string): Promise<AccessToken> {
    const scopes = satisfied(demand, viewer);
    const ask = async () => provider.exchange(await viewer.accessToken(), { audience, scopes });
    return users.once(viewer.key, nameOf({ audience, scopes }), ask);
  }

  async function ofSystem({ service, alternatives }: TokenDemand, audience: string): Promise<AccessToken> {
    const demand = { audience, scopes: alternatives[0] ?? [] };
    return own.once(service, nameOf(demand), () => provider.ownToken(demand)).catch(ourFault);
  }

  async function bearerOf(demand: TokenDemand, { viewer }: RequestScope): Promise<string | null> {
    const settings = services.get(demand.service);
    if (settings === undefined || settings.token === 'none' || demand.token === 'none') return null;
    const audience = settings.audience ?? demand.service;
    if (demand.token === 'system') return (await ofSystem(demand, audience)).accessToken;
    if (viewer === null) return null;
    if (settings.token === 'propagate') return viewer.accessToken();
    return (await ofUser(viewer, demand, audience)).accessToken;
  }

  return {
    async authorizationFor(demand, scope) {
      const limitMs = Math.min(remainingMs(scope) * ANSWER_SHARE, MAX_WAIT_MS);
      try {
        const token = await withinTime(clock, bearerOf(demand, scope), limitMs);
        return token === null ? null : `Bearer ${token}`;
      } catch (error) {
        throw ofService(error, demand.service);
      }
    },
    forget: (viewerKey) => users.forget(viewerKey),
  };
}

/** The rest of the time is for the answer. */
const ANSWER_SHARE = 0.9;

/** The scopes of the first alternative that the viewer satisfies; a token with more could do more than is asked. */
function satisfied({ alternatives }: TokenDemand, viewer: Viewer): readonly string[] {
  const found = alternatives.find((scopes) => scopes.every((scope) => viewer.scopes.has(scope)));
  if (found === undefined) throw new GatewayError('FORBIDDEN');
  return found;
}

/** Scopes have no order, and neither they nor audiences have line breaks. */
function nameOf({ audience, scopes }: AccessDemand): string {
  return [audience, ...scopes.toSorted()].join('\n');
}

/** Whatever the provider has against us, whoever asks cannot mend it by signing in. */
function ourFault(error: unknown): never {
  throw new GatewayError('SIGN_IN_UNAVAILABLE', {}, error);
}

/** A failure for one service concerns the fields of that service alone. */
function ofService(error: unknown, service: string): unknown {
  return error instanceof GatewayError
    ? new GatewayError(error.code, { ...error.detail, service }, error.cause)
    : error;
}
