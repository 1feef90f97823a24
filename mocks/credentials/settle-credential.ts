import type { IncomingRequest } from '../incoming-request.ts';
import type { ReadBearer } from './read-bearer.ts';

/** In place of a bearer token that is not good; what follows says why. No client sends it. */
const REFUSED = 'Refused ';

/**
 * A request whose bearer token has become what all of the mocks understand: `Test <sub> <scope>…`. It is looked into
 * here and nowhere else. Throws `KeysUnavailable`.
 */
export async function settleCredential(
  request: IncomingRequest,
  service: string,
  readBearer: ReadBearer,
): Promise<IncomingRequest> {
  const authorization = request.headers.get('authorization') ?? '';
  if (authorization.startsWith(REFUSED)) return withCredential(request, '');
  const token = /^bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (token === undefined) return request;
  const read = await readBearer(token, service);
  return withCredential(
    request,
    'problem' in read ? `${REFUSED}${read.problem}` : ['Test', read.sub, ...read.scopes].join(' '),
  );
}

/** Why the token of a request was not good; undefined where it had none, or a good one. */
export function refusedToken(authorization: string | null): string | undefined {
  return authorization?.startsWith(REFUSED) === true ? authorization.slice(REFUSED.length) : undefined;
}

function withCredential(request: IncomingRequest, authorization: string): IncomingRequest {
  const headers = new Headers(request.headers);
  headers.set('authorization', authorization);
  return { ...request, headers };
}
