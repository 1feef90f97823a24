import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

export type SetSecurityHeaders = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The headers of every answer, refusals included: nothing is stored, sniffed, framed or run. A route whose answer
 * is a page replaces `content-security-policy`. HSTS is sent only when browsers find this process by https.
 */
export function createSecurityHeaders(publicOrigin: string | undefined): SetSecurityHeaders {
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: publicOrigin?.startsWith('https:')
      ? { maxAge: 31_536_000, includeSubDomains: false }
      : false,
    xFrameOptions: { action: 'deny' },
  });
  return (request, response) => {
    response.setHeader('cache-control', 'no-store');
    setHeaders(request, response, rethrow);
  };
}

function rethrow(error?: unknown): void {
  if (error !== undefined) throw error;
}
