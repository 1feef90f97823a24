import type { RequestScope } from '../request-scope.ts';
import type { TokenDemand } from './token-source.ts';

/** One call as it goes over the wire. Made by `execution` from a binding; `upstream` knows no contract. */
export interface UpstreamRequest extends TokenDemand {
  readonly method: string;
  /** Encoded path with query, starting with `/`, below the service's base URL. */
  readonly path: string;
  /** Lower-case names. Never `authorization`: that comes from the token source. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Statuses besides 2xx whose answers are results, and no failures: these are checked as successes are. */
  readonly results?: ReadonlySet<number> | undefined;
  /**
   * What is wrong with a successful answer, by the contract; undefined when nothing is.
   * Called when the settings ask for validation of this answer.
   */
  check(answer: UpstreamAnswer): { readonly pointer: string; readonly rule: string } | undefined;
}

export interface UpstreamAnswer {
  readonly status: number;
  /** Lower-case names; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Media type without parameters, lower case; undefined when there is no body. */
  readonly mediaType: string | undefined;
  /** Parsed JSON; undefined when there is no body. */
  readonly body: unknown;
}

export interface Upstream {
  /**
   * Sends one call and gives back its answer, whatever its status; redirects are answers like any other.
   * Throws `GatewayError` when there is none: UPSTREAM_UNAVAILABLE, UPSTREAM_TIMED_OUT, DEADLINE_EXCEEDED,
   * REQUEST_ABORTED, UPSTREAM_ANSWER_TOO_LARGE, CONTRACT_VIOLATED, UPSTREAM_FAILED (not HTTP, not JSON).
   */
  send(request: UpstreamRequest, scope: RequestScope): Promise<UpstreamAnswer>;
  /** Closes all connections; calls in flight fail. */
  stop(): Promise<void>;
}
