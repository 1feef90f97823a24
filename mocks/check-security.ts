import type { JsonObject, Operation, SecurityRequirement } from '#contract';
import { refusedToken } from './credentials/settle-credential.ts';

/**
 * `test`: bearer tokens are test credentials alone, as our own services take them. `any`: clients of somebody else's
 * service send the token that they have, and it is believed to have every scope.
 */
export type AcceptedTokens = 'test' | 'any';

/** Who a request says it comes from: `Authorization: Test <sub> <scope> <scope>…`. */
export interface TestCredential {
  readonly sub: string;
  readonly scopes: ReadonlySet<string>;
}

/** Why an operation does not answer this caller. */
export interface SecurityRefusal {
  /** 401 when something is not there at all, 403 when only scopes lack. */
  readonly status: 401 | 403;
  readonly detail: string;
  readonly challenge: string;
}

/**
 * Whether the credentials of a request meet one alternative of the operation's `security`.
 * Bearer tokens have become test credentials before (credentials/settle-credential.ts), so that only scopes are
 * compared here.
 */
export function checkSecurity(
  operation: Operation,
  request: Request,
  tokens: AcceptedTokens = 'test',
): SecurityRefusal | undefined {
  if (operation.security.length === 0) return undefined;
  const verdicts = operation.security.map((requirement) =>
    checkRequirement(operation, requirement, request, tokens),
  );
  if (verdicts.includes('met')) return undefined;
  const lacking = verdicts.find((verdict) => typeof verdict === 'object');
  if (lacking === undefined) {
    const problem = refusedToken(request.headers.get('authorization'));
    return {
      status: 401,
      detail: problem ?? 'Credentials that this operation asks for are missing.',
      challenge: `${challengeOf(operation)}${problem === undefined ? '' : ', error="invalid_token"'}`,
    };
  }
  const scope = lacking.scopes.join(' ');
  return {
    status: 403,
    detail: `The token lacks what this operation asks for: ${scope}`,
    challenge: `Bearer realm="${operation.service}", error="insufficient_scope", scope="${scope}"`,
  };
}

/** Reads `Test <sub> <scopes>`; undefined for any other form. */
export function parseTestCredential(authorization: string | null): TestCredential | undefined {
  const [scheme, sub, ...scopes] = (authorization ?? '').trim().split(/\s+/);
  if (scheme?.toLowerCase() !== 'test' || sub === undefined) return undefined;
  return { sub, scopes: new Set(scopes) };
}

type Verdict = 'met' | 'absent' | { readonly scopes: readonly string[] };

function checkRequirement(
  operation: Operation,
  requirement: SecurityRequirement,
  request: Request,
  tokens: AcceptedTokens,
): Verdict {
  const verdicts = requirement.map(({ scheme, scopes }): Verdict => {
    const definition = operation.contract.securitySchemes.get(scheme);
    return definition === undefined ? 'absent' : checkScheme(definition, scopes, request, tokens);
  });
  if (verdicts.includes('absent')) return 'absent';
  const scopes = verdicts.flatMap((verdict) => (typeof verdict === 'string' ? [] : verdict.scopes));
  return scopes.length === 0 ? 'met' : { scopes };
}

function checkScheme(
  definition: JsonObject,
  scopes: readonly string[],
  request: Request,
  tokens: AcceptedTokens,
): Verdict {
  const authorization = request.headers.get('authorization');
  if (definition.type === 'apiKey') return hasApiKey(definition, request) ? 'met' : 'absent';
  if (definition.type === 'mutualTLS') return 'met';
  const name = authorizationScheme(definition);
  if (name !== 'bearer')
    return authorization?.toLowerCase().startsWith(`${name} `) === true ? 'met' : 'absent';
  const credential = parseTestCredential(authorization);
  if (credential === undefined) return tokens === 'any' && authorization !== null ? 'met' : 'absent';
  const missing = scopes.filter((scope) => !credential.scopes.has(scope));
  return missing.length === 0 ? 'met' : { scopes: missing };
}

/** What stands first in `Authorization`; oauth2 and openIdConnect are bearer schemes. */
function authorizationScheme(definition: JsonObject | undefined): string {
  const { type, scheme } = definition ?? {};
  return type === 'http' && typeof scheme === 'string' ? scheme.toLowerCase() : 'bearer';
}

function hasApiKey({ in: place, name }: JsonObject, request: Request): boolean {
  const key = typeof name === 'string' ? name : '';
  if (place === 'header') return request.headers.has(key);
  if (place === 'query') return new URL(request.url).searchParams.has(key);
  const cookies = request.headers.get('cookie')?.split(';') ?? [];
  return cookies.some((cookie) => cookie.trim().startsWith(`${key}=`));
}

function challengeOf(operation: Operation): string {
  const schemes = operation.security
    .flat()
    .map(({ scheme }) => operation.contract.securitySchemes.get(scheme));
  const names = schemes.map((definition) => {
    if (definition?.type === 'apiKey') return 'ApiKey';
    const scheme = authorizationScheme(definition);
    return `${scheme.charAt(0).toUpperCase()}${scheme.slice(1)}`;
  });
  return [...new Set(names)].map((name) => `${name} realm="${operation.service}"`).join(', ');
}
