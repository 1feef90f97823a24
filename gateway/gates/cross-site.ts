import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../errors.ts';
import type { Proof, Route } from './route.ts';

export interface CrossSiteSettings {
  /** Ours. Undefined: whatever host a request names, by http; for machines of developers. */
  readonly publicOrigin: string | undefined;
  /** As browsers write them: compared as text. */
  readonly allowedOrigins: readonly string[];
}

/** Whose page makes a browser send a request, and what a page of another origin may learn from the answer. */
export interface CrossSiteRules {
  /** CORS headers, for pages of allowed origins alone. Nothing at all when none are allowed. */
  present(request: IncomingMessage, response: ServerResponse, route: Pick<Route, 'proof'>): void;
  /**
   * Refuses credentials that a page of an origin which is not allowed made a browser send, and what a route's proof does
   * not hold for. @throws GatewayError CSRF_REJECTED
   */
  check(request: IncomingMessage, route: Pick<Route, 'proof'>): void;
  /** The route that answers a question of a browser about another one (CORS preflight); undefined when it is none. */
  preflightOf(request: IncomingMessage, route: Route): Route | undefined;
}

/** What clients of ours send, and nothing that another header would let them do. */
const ALLOWED_HEADERS = [
  'content-type',
  'x-csrf',
  'apollo-require-preflight',
  'x-request-id',
  'x-deadline-ms',
  'traceparent',
];
const EXPOSED_HEADERS = 'x-request-id, retry-after';
const PREFLIGHT_SECONDS = 600;

export function createCrossSiteRules({ publicOrigin, allowedOrigins }: CrossSiteSettings): CrossSiteRules {
  const allowed: ReadonlySet<string> = new Set(allowedOrigins);
  const isAllowed = (origin: string | undefined) => origin !== undefined && allowed.has(origin);
  const isOwn = ({ origin, host }: IncomingHttpHeaders) =>
    origin !== undefined && origin === (publicOrigin ?? `http://${host ?? ''}`);

  /** No Origin and no Sec-Fetch-Site: no browser of the last years, and nobody's cookies. */
  function isForeign(headers: IncomingHttpHeaders): boolean {
    const { origin, 'sec-fetch-site': site = 'none' } = headers;
    if (isAllowed(origin)) return false;
    return (origin !== undefined && !isOwn(headers)) || (site !== 'same-origin' && site !== 'none');
  }
  function isProven(headers: IncomingHttpHeaders): boolean {
    if (headers.origin !== undefined) return isOwn(headers) || isAllowed(headers.origin);
    return headers['sec-fetch-site'] === 'same-origin';
  }

  return {
    present({ headers: { origin } }, response, { proof }) {
      if (allowed.size === 0) return;
      response.appendHeader('vary', 'Origin');
      if (origin === undefined || !isAllowed(origin)) return;
      presentTo(origin, response, proof);
      response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
    },
    check(request, { proof }) {
      const { headers } = request;
      if (proof === 'origin' && !isProven(headers)) throw new GatewayError('CSRF_REJECTED');
      if (carriesCredentials(headers) && isForeign(headers) && !isFollowedLink(request, proof)) {
        throw new GatewayError('CSRF_REJECTED');
      }
    },
    preflightOf({ method, headers }, route) {
      if (method !== 'OPTIONS' || !isAllowed(headers.origin)) return undefined;
      if (headers['access-control-request-method'] === undefined) return undefined;
      return {
        ...route,
        methods: ['OPTIONS'],
        proof: 'bearer',
        maxBodyBytes: 0,
        handle: answerPreflight(route),
      };
    },
  };
}

function answerPreflight({ methods, proof }: Route): Route['handle'] {
  const names = proof === 'bearer' ? [...ALLOWED_HEADERS, 'authorization'] : ALLOWED_HEADERS;
  return async ({ request, response }) => {
    presentTo(request.headers.origin ?? '', response, proof);
    response.setHeader('access-control-allow-methods', methods.join(', '));
    response.setHeader('access-control-allow-headers', names.join(', '));
    response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
    response.writeHead(204).end();
  };
}

function presentTo(origin: string, response: ServerResponse, proof: Proof): void {
  response.setHeader('access-control-allow-origin', origin);
  const readsCookies = proof === 'header' || proof === 'origin';
  if (readsCookies) response.setHeader('access-control-allow-credentials', 'true');
}

/** Which cookie is a session's is not for gates to know. Routes that read none have lost theirs by now. */
function carriesCredentials({ cookie, authorization }: IncomingHttpHeaders): boolean {
  return cookie !== undefined || authorization !== undefined;
}

/**
 * A link, or a provider's redirect, that a person follows to a page of ours: the address bar will say where they are.
 * Browsers that fetch pages ahead have asked nobody.
 */
function isFollowedLink({ method, headers }: IncomingMessage, proof: Proof): boolean {
  return (
    proof === 'none' &&
    method === 'GET' &&
    headers.origin === undefined &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document' &&
    headers['sec-purpose'] === undefined
  );
}
