import type { ServerResponse } from 'node:http';
import { GatewayError } from '../errors.ts';

/** A stopping process finishes what it has and sends everybody else to another one. */
export function refuseWhileDraining(response: ServerResponse, isDraining: boolean): void {
  if (!isDraining) return;
  response.setHeader('connection', 'close');
  throw new GatewayError('DRAINING', { retryAfterSeconds: 1 });
}
