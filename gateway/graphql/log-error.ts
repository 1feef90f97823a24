import { ERRORS, GatewayError } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';
import { causeOf, codeOf } from './present-error.ts';

/**
 * Writes what the client is not told, once: failures of ours with their stack, failures of services with their
 * cause. What clients do wrong is theirs to read in their answer.
 */
export function logError(error: unknown, log: Logger): void {
  const code = codeOf(error);
  if (code === 'REQUEST_ABORTED') return; // the access log has a line for a client that left
  const fields = { code, err: causeOf(error), path: pathOf(error) };
  if (code === 'INTERNAL_SERVER_ERROR') log.error(fields, 'operation failed');
  else if (ERRORS[code].actor === 'service' || ERRORS[code].actor === 'gateway')
    log.warn(fields, 'service failed');
  else if (fields.err instanceof GatewayError && fields.err.cause !== undefined)
    log.info(fields, 'operation refused');
}

function pathOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('path' in error) || !Array.isArray(error.path))
    return undefined;
  return error.path.join('.');
}
