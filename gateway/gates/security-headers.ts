import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { Randomness } from '../clock.ts';

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

export type SetPageHeaders = (response: ServerResponse) => { readonly nonce: string };

/**
 * For an answer that is a page: replaces `content-security-policy` by one which runs and styles what carries the nonce of
 * this one answer (`<script nonce="…">`), loads images from here, talks to this process, and is framed by nobody.
 */
export function createPageHeaders(randomness: Pick<Randomness, 'id'>): SetPageHeaders {
  return (response) => {
    const nonce = randomness.id();
    const policy = [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ];
    response.setHeader('content-security-policy', policy.join('; '));
    return { nonce };
  };
}

function rethrow(error?: unknown): void {
  if (error !== undefined) throw error;
}
