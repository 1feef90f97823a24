import { createHash } from 'node:crypto';
import type { Route } from '../gates/route.ts';

/** A page that is the same for everybody: it asks by itself who looks at it. */
export interface StaticPage {
  /** `/` */
  readonly path: string;
  /** A whole document. Its scripts and styles stand in it; nothing else of either will run. */
  readonly html: string;
}

const METHODS = ['GET', 'HEAD'];

/** Pages as routes, each with a policy that lets run what it was written with, and talk to this process alone. */
export function createPageRoutes(pages: readonly StaticPage[]): readonly Route[] {
  return pages.map(({ path, html }) => {
    const policy = contentSecurityPolicy(html);
    return {
      path,
      methods: METHODS,
      // Its cookies are not looked at: the page is there for whoever comes, whatever is away behind us.
      proof: 'bearer',
      maxBodyBytes: 0,
      async handle({ response }) {
        response.setHeader('content-security-policy', policy);
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(html);
      },
    };
  });
}

function contentSecurityPolicy(html: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashesOf('script', html)}`,
    `style-src ${hashesOf('style', html)}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** `'none'` where the page has no such element. */
function hashesOf(element: 'script' | 'style', html: string): string {
  const found = [...html.matchAll(new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}>`, 'g'))];
  const hashes = found.map(([, content = '']) => createHash('sha256').update(content).digest('base64'));
  return hashes.length === 0 ? "'none'" : hashes.map((hash) => `'sha256-${hash}'`).join(' ');
}
