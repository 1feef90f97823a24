import { type JWTPayload, jwtVerify } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildAuthorizationUrlWithPAR,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Clock } from '../../clock.ts';
import { GatewayError } from '../../errors.ts';
import { SIGNATURES } from '../../options/client-key.ts';
import type { Discovery } from './create-discovery.ts';
import { tokenSetOf } from './create-grants.ts';
import type { ProviderKeys, TokenSet } from './provider.ts';
import { providerFailure, signInFailure } from './provider-failure.ts';

/** The secrets of one attempt to sign in. They stay with the browser that began it. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636. */
  readonly verifier: string;
}

/** Somebody whom the provider knows, and what it gave us for them. */
export interface SignedIn {
  readonly sub: string;
  /** The provider's own session, where it says so. */
  readonly sid: string | undefined;
  /** Of the ID token, whole. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly tokens: TokenSet;
}

export interface SignIn {
  createAttempt(): Attempt;
  /**
   * Where to send the browser. Pushes the request to the provider first where that is offered (RFC 9126).
   * @throws GatewayError SIGN_IN_UNAVAILABLE
   */
  authorizationUrl(attempt: Attempt): Promise<URL>;
  /**
   * What the browser brought back becomes somebody. State and issuer (RFC 9207) are held against the attempt before the
   * provider is asked.
   * @throws GatewayError SIGN_IN_FAILED, SIGN_IN_UNAVAILABLE
   */
  redeem(parameters: URLSearchParams, attempt: Attempt): Promise<SignedIn>;
  /**
   * Where a browser signs out of the provider, too; undefined when the provider has no such place.
   * @throws GatewayError SIGN_IN_UNAVAILABLE
   */
  logoutUrl(parameters: Readonly<Record<string, string>>): Promise<string | undefined>;
}

export interface SignInParts extends Discovery {
  readonly keys: ProviderKeys;
  readonly clock: Clock;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
}

/** OpenID Connect Core, 3.1: the code flow, with PKCE. */
export function createSignIn(parts: SignInParts): SignIn {
  const { current, confirmed, scopes, redirectUri } = parts;
  return {
    createAttempt: () => ({ state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }),
    async authorizationUrl({ state, nonce, verifier }) {
      const configuration = await current();
      const parameters = {
        redirect_uri: redirectUri,
        scope: scopes.join(' '),
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        // Core, 11: without it, some providers leave `offline_access` out.
        ...(scopes.includes('offline_access') ? { prompt: 'consent' } : {}),
      };
      const { pushed_authorization_request_endpoint: pushed } = configuration.serverMetadata();
      if (pushed === undefined) return buildAuthorizationUrl(await confirmed(), parameters);
      return buildAuthorizationUrlWithPAR(configuration, parameters).catch((error: unknown) => {
        throw providerFailure(error);
      });
    },
    redeem: (parameters, attempt) =>
      redeem(parts, parameters, attempt).catch((error: unknown) => {
        throw signInFailure(error);
      }),
    async logoutUrl(parameters) {
      const configuration = await current();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return buildEndSessionUrl(configuration, parameters).href;
    },
  };
}

async function redeem(parts: SignInParts, parameters: URLSearchParams, attempt: Attempt): Promise<SignedIn> {
  const { clock, keys, scopes } = parts;
  const configuration = await parts.current();
  const callback = new URL(parts.redirectUri);
  callback.search = parameters.toString();
  const answer = await authorizationCodeGrant(configuration, callback, {
    expectedState: attempt.state,
    expectedNonce: attempt.nonce,
    pkceCodeVerifier: attempt.verifier,
    idTokenExpected: true,
  });
  const issuer = configuration.serverMetadata().issuer;
  const { client_id: audience } = configuration.clientMetadata();
  // The library leaves the signature to the connection (Core, 3.1.3.7, 6); we hold it against the provider's keys.
  const { payload } = await jwtVerify(answer.id_token ?? '', keys, {
    algorithms: [...SIGNATURES],
    issuer,
    audience,
    clockTolerance: TOLERANCE_SECONDS,
    currentDate: new Date(clock.now()),
  });
  checkIdToken(payload, audience, clock.now() / 1_000);
  return {
    sub: payload.sub ?? '',
    sid: typeof payload['sid'] === 'string' ? payload['sid'] : undefined,
    claims: payload,
    tokens: tokenSetOf(answer, clock, scopes),
  };
}

const TOLERANCE_SECONDS = 30;
/** An ID token is made for the answer that it comes with. */
const OLDEST_SECONDS = 600;
/** OpenID Connect Core, 2. */
const LONGEST_SUBJECT = 255;

/** What the library leaves to us of Core, 3.1.3.7. */
function checkIdToken({ sub, iat, azp, aud }: JWTPayload, clientId: string, nowSeconds: number): void {
  if (typeof sub !== 'string' || sub === '' || sub.length > LONGEST_SUBJECT) throw failed('sub');
  if (iat === undefined || iat > nowSeconds + TOLERANCE_SECONDS || iat < nowSeconds - OLDEST_SECONDS)
    throw failed('iat');
  if (azp !== undefined && azp !== clientId) throw failed('azp');
  if (Array.isArray(aud) && aud.length > 1 && azp === undefined) throw failed('aud');
}

function failed(claim: string): GatewayError {
  return new GatewayError('SIGN_IN_FAILED', {}, new Error(`the ID token’s ${claim} is not acceptable`));
}
