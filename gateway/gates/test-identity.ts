import { GatewayError } from '../errors.ts';
import type { Viewer } from '../request-scope.ts';
import type { Authenticate } from './authenticate.ts';

const SUBJECT = /^[\w.-]{1,64}$/;
/** The characters of a scope in RFC 6749. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * Believes what it is told: `Authorization: Test <sub> <scope> <scope>…`. For development and tests, until there is
 * sign-in; services get the same header. No header, nobody.
 */
export function createTestIdentity(): Authenticate {
  return async ({ headers }) =>
    headers.authorization === undefined ? null : parseViewer(headers.authorization);
}

function parseViewer(header: string): Viewer {
  const [scheme, sub = '', ...scopes] = header.split(' ');
  if (scheme !== 'Test' || !SUBJECT.test(sub) || !scopes.every((scope) => SCOPE.test(scope))) {
    throw new GatewayError('UNAUTHENTICATED');
  }
  return { sub, key: header, scopes: new Set(scopes), claims: { sub }, accessToken: async () => header };
}
