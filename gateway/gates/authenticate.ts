import type { IncomingMessage } from 'node:http';
import type { Viewer } from '../request-scope.ts';

/**
 * Who asks, from the request's credentials alone; null when it carries none.
 * @throws GatewayError UNAUTHENTICATED when it carries some that are bad or expired
 */
export type Authenticate = (request: IncomingMessage) => Promise<Viewer | null>;
