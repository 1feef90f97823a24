import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../errors.ts';
import type { Viewer } from '../request-scope.ts';
import type { Authenticate } from './authenticate.ts';

/** Bad or expired credentials refuse the whole request; none at all make an anonymous one. */
export async function identifyViewer(
  request: IncomingMessage,
  response: ServerResponse,
  authenticate: Authenticate,
): Promise<Viewer | null> {
  try {
    return await authenticate(request);
  } catch (error) {
    if (error instanceof GatewayError && error.status === 401)
      response.setHeader('www-authenticate', 'Bearer');
    throw error;
  }
}
