import { type ErrorCode, GatewayError } from '../../errors.ts';

/**
 * What openid-client throws, as an error of ours. Its errors hold what was received, tokens and claims among it, so they
 * are replaced, not wrapped: the cause says a code and nothing else.
 */
export function providerFailure(thrown: unknown): GatewayError {
  return failure('SIGN_IN_UNAVAILABLE', thrown);
}

/** The same for requests that show a grant: `invalid_grant` says that whoever had it is signed out. */
export function grantFailure(thrown: unknown): GatewayError {
  return failure(
    oauthErrorOf(thrown) === 'invalid_grant' ? 'UNAUTHENTICATED' : 'SIGN_IN_UNAVAILABLE',
    thrown,
  );
}

/** RFC 8693, 2.2.2: `invalid_request` is said of a user's token that is no good, `invalid_target` of an audience that it is no good for. */
const EXCHANGE_CODES: ReadonlyMap<string | undefined, ErrorCode> = new Map<string | undefined, ErrorCode>([
  ['invalid_grant', 'UNAUTHENTICATED'],
  ['invalid_request', 'UNAUTHENTICATED'],
  ['invalid_target', 'FORBIDDEN'],
  ['invalid_scope', 'FORBIDDEN'],
  ['access_denied', 'FORBIDDEN'],
]);

/** The same for an exchange, which concerns one service and ends no session. */
export function exchangeFailure(thrown: unknown): GatewayError {
  return failure(EXCHANGE_CODES.get(oauthErrorOf(thrown)) ?? 'SIGN_IN_UNAVAILABLE', thrown);
}

/** Codes of answers that say nothing about the sign-in: the provider, or what stands before it, is broken for the moment. */
const MAY_PASS: readonly (string | undefined)[] = [
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
  'ERR_JOSE_GENERIC', // keys answered with another status than 200
  'ERR_JWKS_INVALID',
  'ERR_JWKS_TIMEOUT',
];

/** The same for a callback: what proves nothing fails; what could not be asked is told apart from it. */
export function signInFailure(thrown: unknown): GatewayError {
  const oauthError = oauthErrorOf(thrown);
  const isOurs = thrown instanceof GatewayError || causeOf(thrown) instanceof GatewayError;
  const mayPass = isOurs || MAY_PASS.includes(codeIn(thrown));
  const proves = oauthError === undefined ? !mayPass : isUsersOwn(thrown, oauthError);
  return failure(proves ? 'SIGN_IN_FAILED' : 'SIGN_IN_UNAVAILABLE', thrown);
}

/** What the provider says about the person or the code, not about itself or about us as its client. */
function isUsersOwn(thrown: unknown, oauthError: string): boolean {
  if (codeIn(thrown) === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR')
    return !['server_error', 'temporarily_unavailable'].includes(oauthError);
  return oauthError === 'invalid_grant';
}

function failure(code: ErrorCode, thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const cause = causeOf(thrown);
  if (cause instanceof GatewayError) return cause;
  const reason = oauthErrorOf(thrown) ?? codeIn(thrown) ?? nameOf(thrown);
  return new GatewayError(code, {}, new Error(`the identity provider: ${reason}`));
}

/** The `error` of RFC 6749, 5.2, which is printable ASCII. */
function oauthErrorOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('error' in thrown)) return undefined;
  return typeof thrown.error === 'string' && /^[\x20-\x7e]{1,64}$/.test(thrown.error)
    ? thrown.error
    : undefined;
}

function codeIn(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

function causeOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null && 'cause' in thrown ? thrown.cause : undefined;
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : 'unknown';
}
