import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CheckOwnToken } from './check-own-token.ts';
import { claimsOfPerson, findPerson } from './people.ts';

/**
 * The userinfo endpoint for access tokens of any audience, as most providers have it; oidc-provider's own takes only
 * those without one. True when the request was for it.
 */
export async function serveUserinfo(
  check: CheckOwnToken,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.url !== '/me') return false;
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
  const claims = scheme.toLowerCase() === 'bearer' ? await check(token) : undefined;
  const scopes = typeof claims?.['scope'] === 'string' ? claims['scope'].split(' ') : [];
  const person = scopes.includes('openid') ? findPerson(claims?.sub ?? '') : undefined;
  if (person === undefined) {
    const challenge = 'Bearer error="invalid_token"';
    response.writeHead(401, { 'www-authenticate': challenge, 'cache-control': 'no-store' }).end();
    return true;
  }
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(claimsOfPerson(person)));
  return true;
}
