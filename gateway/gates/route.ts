import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestScope } from '../request-scope.ts';

/**
 * What shows that a request was not forged by another site. Every route declares one, or start fails.
 *
 * - `header`: a static header that no form can send (`x-csrf: 1` or `apollo-require-preflight`); refused first, with 403.
 * - `origin`: the exact Origin of a page that is ours or allowed, else Sec-Fetch-Site: same-origin; for WebSocket and
 *   EventSource, which cannot send a header of ours.
 * - `bearer`: the route reads no cookies at all, so there is nothing to ride on.
 * - `signed`: the body carries a signature that the route checks. Cookies and credentials are taken away, so that nothing
 *   is done in the name of whoever made the request. POST alone.
 * - `none`: GET and HEAD without effect.
 */
export type Proof = 'header' | 'origin' | 'bearer' | 'signed' | 'none';

export interface Route {
  /** Exact path, without a trailing slash. */
  readonly path: string;
  readonly methods: readonly string[];
  readonly proof: Proof;
  /** Bytes; a longer body is refused with PAYLOAD_TOO_LARGE before more of it is read. */
  readonly maxBodyBytes: number;
  /** `sign-in`: also counted against `RateLimits.addressSignIns`, which is stricter. @default counted like any request */
  readonly rate?: 'sign-in';
  /** Runs after every request gate. A thrown `GatewayError` becomes the answer. */
  handle(exchange: Exchange): Promise<void>;
}

/** One HTTP request that passed the request gates. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly scope: RequestScope;
  /** The whole body, at most the route's `maxBodyBytes`. Empty when there is none. */
  readBody(): Promise<Buffer>;
}
