import { GatewayError } from '../errors.ts';
import type { Authenticate } from '../gates/authenticate.ts';

/** Knows nobody: who shows a credential is told that it is not good here, instead of being taken for a stranger. */
export const anonymousOnly: Authenticate = async ({ headers }) => {
  if (headers.authorization !== undefined) throw new GatewayError('UNAUTHENTICATED');
  return null;
};
