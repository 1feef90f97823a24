import {
  type Configuration,
  clientCredentialsGrant,
  genericGrantRequest,
  refreshTokenGrant,
  type TokenEndpointResponse,
  tokenRevocation,
} from 'openid-client';
import type { Clock } from '../../clock.ts';
import type { AccessDemand, AccessToken, Provider, TokenSet } from './provider.ts';
import { exchangeFailure, grantFailure, providerFailure } from './provider-failure.ts';

/** RFC 8693. */
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
/** A provider that does not say how long its tokens live is asked again soon. */
const UNSAID_SECONDS = 60;
/** A year, as long as a session may live: what a provider says beyond that may be no date any more. */
const LONGEST_SECONDS = 31_536_000;

export type Grants = Pick<Provider, 'refresh' | 'exchange' | 'ownToken' | 'revoke'>;

/** What goes to the provider's token endpoint besides a sign-in. */
export function createGrants(current: () => Promise<Configuration>, clock: Clock): Grants {
  return {
    async refresh(refreshToken) {
      const configuration = await current();
      const answer = await refreshTokenGrant(configuration, refreshToken).catch((error: unknown) => {
        throw grantFailure(error);
      });
      return { ...tokenSetOf(answer, clock, []), subject: answer.claims()?.sub };
    },
    async exchange(accessToken, demand) {
      const configuration = await current();
      const parameters = {
        subject_token: accessToken,
        subject_token_type: ACCESS_TOKEN,
        requested_token_type: ACCESS_TOKEN,
        ...demanded(demand),
        // Who names no scopes gets all that there are; this one gives no rights at any service.
        ...(demand.scopes.length === 0 ? { scope: 'openid' } : {}),
      };
      const answer = await genericGrantRequest(configuration, EXCHANGE, parameters).catch(
        (error: unknown) => {
          throw exchangeFailure(error);
        },
      );
      return accessTokenOf(answer, clock);
    },
    async ownToken(demand) {
      const configuration = await current();
      const answer = await clientCredentialsGrant(configuration, demanded(demand)).catch((error: unknown) => {
        throw providerFailure(error);
      });
      return accessTokenOf(answer, clock);
    },
    async revoke(refreshToken) {
      const configuration = await current();
      if (configuration.serverMetadata().revocation_endpoint === undefined) return; // not every provider has one
      await tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' }).catch(
        (error: unknown) => {
          throw providerFailure(error);
        },
      );
    },
  };
}

/** @param asked the scopes that a token has when the provider does not name them (RFC 6749, 5.1) */
export function tokenSetOf(answer: TokenEndpointResponse, clock: Clock, asked: readonly string[]): TokenSet {
  const scopes = answer.scope?.split(' ').filter((scope) => scope !== '') ?? asked;
  return { ...accessTokenOf(answer, clock), refreshToken: answer.refresh_token, scopes };
}

function accessTokenOf(
  { access_token: accessToken, expires_in: said = UNSAID_SECONDS }: TokenEndpointResponse,
  clock: Clock,
) {
  const seconds = Math.min(said, LONGEST_SECONDS);
  const token: AccessToken = { accessToken, expiresAt: clock.now() + seconds * 1_000 };
  return token;
}

function demanded({ audience, scopes }: AccessDemand): Record<string, string> {
  return { audience, ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }) };
}
