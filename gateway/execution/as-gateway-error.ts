import { GatewayError } from '../errors.ts';

/** What was thrown, with a code of the catalogue; what has none is our own fault. */
export function asGatewayError(error: unknown): GatewayError {
  return error instanceof GatewayError ? error : new GatewayError('INTERNAL_SERVER_ERROR', {}, error);
}
