import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../errors.ts';
import type { RequestScope, Viewer } from '../request-scope.ts';
import type { Authenticate } from './authenticate.ts';

/**
 * Bad or expired credentials refuse the whole request; none at all make an anonymous one. A client that sent a bearer token
 * is told that the token is what was wrong (RFC 6750, 3.1).
 */
export async function identifyViewer(
  request: IncomingMessage,
  response: ServerResponse,
  { authenticate, deadlineAt }: { readonly authenticate: Authenticate } & Pick<RequestScope, 'deadlineAt'>,
): Promise<Viewer | null> {
  try {
    return await authenticate(request, { deadlineAt });
  } catch (error) {
    if (error instanceof GatewayError && error.status === 401) {
      const isBearer = /^bearer\b/i.test(request.headers.authorization ?? '');
      response.setHeader('www-authenticate', isBearer ? 'Bearer error="invalid_token"' : 'Bearer');
    }
    throw error;
  }
}
