import type { IncomingMessage } from 'node:http';
import { GatewayError } from '../errors.ts';

/** Node takes the first, others the last: a proxy in front may have checked the other one (RFC 9110, 5.3). */
const SINGLE = ['authorization', 'content-type', 'host'] as const;

/** @throws GatewayError BAD_REQUEST */
export function refuseDoubledHeaders({ headersDistinct }: Pick<IncomingMessage, 'headersDistinct'>): void {
  if (SINGLE.some((name) => (headersDistinct[name]?.length ?? 0) > 1)) throw new GatewayError('BAD_REQUEST');
}
