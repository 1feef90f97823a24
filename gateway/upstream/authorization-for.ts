import { GatewayError } from '../errors.ts';
import type { RequestScope } from '../request-scope.ts';
import type { TokenDemand, TokenSource } from './token-source.ts';
import { abortReason } from './upstream-failure.ts';

/**
 * The token for one service, or null for none. A token source that hangs ends with the request.
 * @throws GatewayError its own, DEADLINE_EXCEEDED or REQUEST_ABORTED; INTERNAL_SERVER_ERROR for anything else.
 */
export async function authorizationFor(
  tokens: TokenSource,
  demand: TokenDemand,
  scope: RequestScope,
): Promise<string | null> {
  const { service } = demand;
  const { signal } = scope;
  if (signal.aborted) throw abortReason(signal, service);
  if (demand.token === 'none') return null;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(abortReason(signal, service));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([tokens.authorizationFor(demand, scope), aborted]);
  } catch (error) {
    throw error instanceof GatewayError
      ? error
      : new GatewayError('INTERNAL_SERVER_ERROR', { service }, error);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
