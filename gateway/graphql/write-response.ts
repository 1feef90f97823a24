import { once } from 'node:events';
import type { HTTPGraphQLResponse } from '@apollo/server';
import { GatewayError } from '../errors.ts';
import type { Exchange } from '../gates/route.ts';
import { endResponse } from '../gates/unread-body.ts';

/**
 * Writes an answer, at the pace at which the client reads it.
 * @throws GatewayError REQUEST_ABORTED when the client is gone
 */
export async function writeResponse(
  exchange: Exchange,
  { status, headers, body }: HTTPGraphQLResponse,
): Promise<void> {
  const { request, response, scope } = exchange;
  if (response.destroyed) throw new GatewayError('REQUEST_ABORTED');
  response.statusCode = status ?? 200;
  for (const [name, value] of headers) response.setHeader(name, value);
  if (body.kind === 'complete') {
    endResponse(request, response, { body: body.string, clock: scope.clock });
    return;
  }
  for await (const chunk of body.asyncIterator) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await once(response, 'drain', { signal: scope.signal });
  }
  response.end();
}
