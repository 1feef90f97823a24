import type { IncomingMessage } from 'node:http';
import type { RequestScope, Viewer } from '../request-scope.ts';

/**
 * Who asks, from the request's credentials alone; null when it carries none.
 * @param scope.deadlineAt until when an answer is of use to the request; see `RequestScope`
 * @throws GatewayError UNAUTHENTICATED when it carries some that are bad or expired
 */
export type Authenticate = (
  request: IncomingMessage,
  scope?: Pick<RequestScope, 'deadlineAt'>,
) => Promise<Viewer | null>;
