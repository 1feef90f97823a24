import { GatewayError } from '../errors.ts';
import { type RequestScope, remainingMs } from '../request-scope.ts';
import type { UpstreamRequest } from './upstream.ts';

/**
 * Headers that say who asks, where from, or how the connection works. They are ours to send or nobody's: a contract
 * that declares one of them as a parameter must not become a way to forge it (CVE-2025-64484).
 */
const DENIED = new Set([
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'expect',
  'forwarded',
  'from',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-client-ip',
  'x-deadline-ms',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-uri',
  'x-original-url',
  'x-real-ip',
  'x-request-id',
  'x-rewrite-url',
  'x-user',
  'x-user-id',
]);
const DENIED_PREFIXES = ['proxy-', 'sec-', 'x-auth-', 'x-forwarded-', 'x-original-', 'x-remote-'];

const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Everything that goes over the wire besides what HTTP itself needs. */
export function outboundHeaders(
  request: UpstreamRequest,
  scope: RequestScope,
  authorization: string | null,
): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  for (const [written, value] of Object.entries(request.headers)) {
    const name = written.toLowerCase();
    if (isDenied(name)) continue;
    // Both come from a contract and its arguments; a value that ends its line would be a header of the client's.
    if (!NAME.test(name) || !VALUE.test(value)) {
      throw new GatewayError(
        'UPSTREAM_REJECTED',
        { service: request.service },
        new Error('a header cannot be sent'),
      );
    }
    headers[name] = value;
  }
  // Refused when an answer is encoded all the same, so that the size cap counts what is parsed: read-body.ts.
  headers['accept-encoding'] = 'identity';
  headers['x-request-id'] = scope.id;
  headers['x-deadline-ms'] = String(Math.floor(remainingMs(scope)));
  if (authorization !== null) headers['authorization'] = authorization;
  return headers;
}

/** `x_user_id` is `x-user-id` to CGI-like servers, and so is every other spelling. */
function isDenied(name: string): boolean {
  const plain = name.replaceAll('_', '-');
  return DENIED.has(plain) || DENIED_PREFIXES.some((prefix) => plain.startsWith(prefix));
}
