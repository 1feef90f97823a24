import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../errors.ts';
import type { Route } from './route.ts';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD'];
const PROOFS: readonly string[] = ['header', 'origin', 'bearer', 'signed', 'none'] satisfies Route['proof'][];

/**
 * Refuses requests that another site may have made a browser send. On `header` routes that is every request without
 * the header, whatever its method and content type: which content types browsers send unasked has changed before.
 * What `origin` routes ask is checked with the other rules about origins, in `cross-site.ts`.
 */
export function requireProof(
  { method = '', headers }: IncomingMessage,
  response: ServerResponse,
  { proof }: Pick<Route, 'proof'>,
): void {
  if (proof === 'header' && !carriesHeader(headers)) throw new GatewayError('CSRF_REJECTED');
  if (proof === 'bearer' || proof === 'signed') delete headers.cookie;
  if (proof === 'signed') delete headers.authorization;
  if (proof === 'none' && !SAFE_METHODS.includes(method)) {
    response.setHeader('allow', SAFE_METHODS.join(', '));
    throw new GatewayError('METHOD_NOT_ALLOWED');
  }
}

/** @throws Error for a route that could never hold what its proof promises; for the start of a process. */
export function assertProof({ path, proof, methods }: Pick<Route, 'path' | 'proof' | 'methods'>): void {
  if (!PROOFS.includes(proof)) throw new Error(`${path} must declare its proof against forgery`);
  if (proof === 'signed' && methods.join() !== 'POST')
    throw new Error(`${path} declares the proof "signed", which stands in a body: POST alone`);
  const unsafe = methods.filter((method) => !SAFE_METHODS.includes(method));
  if (proof === 'none' && unsafe.length > 0) {
    throw new Error(
      `${path} declares the proof "none", which allows GET and HEAD only, not ${unsafe.join(', ')}`,
    );
  }
}

/** `apollo-require-preflight` is what Apollo's own clients send. */
function carriesHeader(headers: IncomingHttpHeaders): boolean {
  return headers['x-csrf'] === '1' || (headers['apollo-require-preflight'] ?? '') !== '';
}
