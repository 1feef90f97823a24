import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { answeredAt } from '../gates/unread-body.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { RequestScope } from '../request-scope.ts';
import { HEALTH_PATHS } from './health.ts';

/** One line and one count for each request, written when its connection is done with it. */
export interface AccessLog {
  /** `route` is the path of a route, or `other`. */
  begin(request: IncomingMessage, response: ServerResponse, route: string): void;
  /** The request passed its gates. */
  admitted(response: ServerResponse, scope: RequestScope): void;
  /** The request was refused or failed with this code. */
  refused(response: ServerResponse, code: string): void;
}

export interface AccessLogParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The trusted name of the GraphQL operation that a request asked for. */
  readonly operationOf: (scope: RequestScope) => string | undefined;
}

interface Entry {
  scope?: RequestScope;
  code?: string;
}

/** What nginx writes for a client that closed its connection before the answer. */
const CLIENT_CLOSED = 499;

export function createAccessLog(parts: AccessLogParts): AccessLog {
  const { clock, metrics } = parts;
  const entries = new WeakMap<ServerResponse, Entry>();

  return {
    begin(request, response, route) {
      const begunAt = clock.monotonicMs();
      const entry: Entry = {};
      entries.set(response, entry);
      metrics.requestBegan();
      response.once('close', () => {
        const endedAt = answeredAt(response, clock);
        const durationMs = (endedAt ?? clock.monotonicMs()) - begunAt;
        const status = endedAt === undefined ? CLIENT_CLOSED : response.statusCode;
        metrics.requestEnded({ route, status, durationMs });
        writeLine(parts, entry, { method: request.method, route, status, durationMs }, response);
      });
    },
    admitted(response, scope) {
      const entry = entries.get(response);
      if (entry !== undefined) entry.scope = scope;
    },
    refused(response, code) {
      const entry = entries.get(response);
      if (entry !== undefined) entry.code = code;
    },
  };
}

interface Facts {
  readonly method: string | undefined;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

/** Never the query string, a body, a header, a variable or who it was. */
function writeLine(
  { log, operationOf }: AccessLogParts,
  { scope, code }: Entry,
  facts: Facts,
  response: ServerResponse,
): void {
  const operation = scope === undefined ? undefined : operationOf(scope);
  const line = {
    requestId: response.getHeader('x-request-id'),
    ...facts,
    durationMs: Math.round(facts.durationMs * 10) / 10,
    viewer: scope !== undefined && scope.viewer !== null,
    ...(operation === undefined ? {} : { operation }),
    ...(code === undefined ? {} : { code }),
  };
  if (HEALTH_PATHS.includes(facts.route)) log.debug(line, 'request');
  else log.info(line, 'request');
}
