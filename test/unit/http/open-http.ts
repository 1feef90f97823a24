import type { Server } from 'node:http';
import { type Clock, systemClock, systemRandomness } from '../../../gateway/clock.ts';
import type { Authenticate } from '../../../gateway/gates/authenticate.ts';
import { createRequestGates } from '../../../gateway/gates/request-gates.ts';
import type { Route } from '../../../gateway/gates/route.ts';
import { createSecurityHeaders } from '../../../gateway/gates/security-headers.ts';
import { createAccessLog } from '../../../gateway/http/access-log.ts';
import { type ActiveRequests, createActiveRequests } from '../../../gateway/http/active-requests.ts';
import { createApp } from '../../../gateway/http/create-app.ts';
import { createHttpServer } from '../../../gateway/http/create-http-server.ts';
import { createAdmit, createDispatch, createRefuseWith } from '../../../gateway/http/dispatch.ts';
import { listen } from '../../../gateway/http/listen.ts';
import type { LifecycleState } from '../../../gateway/lifecycle.ts';
import { createLogger } from '../../../gateway/observability/create-logger.ts';
import { createMetrics } from '../../../gateway/observability/create-metrics.ts';
import type { Metrics } from '../../../gateway/observability/metrics.ts';
import { type ConnectionLimits, resolveOptions } from '../../../gateway/options.ts';
import { leaveNothing } from '../../support/leftovers.ts';
import { openGates } from '../../support/open-gates.ts';
import { believeAll } from '../../support/test-viewer.ts';

export interface HttpOptions {
  readonly routes?: readonly Route[];
  readonly limits?: Partial<ConnectionLimits>;
  readonly phase?: () => LifecycleState['phase'];
  readonly authenticate?: Authenticate;
  readonly clock?: Clock;
}

export type Line = Readonly<Record<string, unknown>>;

export interface OpenHttp {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  readonly active: ActiveRequests;
  readonly metrics: Metrics;
  /** Log lines so far. */
  readonly lines: readonly Line[];
  /** The first log line that fits, written already or yet to come. */
  readonly line: (fits: (line: Line) => boolean) => Promise<Line>;
}

/** The http room with real gates on a free port, until the test is over. */
export async function openHttp(options: HttpOptions = {}): Promise<OpenHttp> {
  const { routes = [], limits = {}, phase = () => 'serving', clock = systemClock } = options;
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  const write = (text: string) => {
    lines.push(JSON.parse(text));
    waiting.forEach((look) => look());
  };
  const log = createLogger({ level: 'debug', fields: {}, clock, destination: { write } });
  const metrics = createMetrics({ client: 'test', version: '0' });
  const gates = createRequestGates({
    ...openGates,
    clock,
    randomness: systemRandomness,
    log,
    publicOrigin: undefined,
    deadlineMs: 5_000,
    authenticate: options.authenticate ?? believeAll,
    isDraining: () => false,
  });
  const accessLog = createAccessLog({ clock, log, metrics, operationOf: () => undefined });
  const admit = createAdmit(gates, accessLog);
  const refuseWith = createRefuseWith(accessLog, { clock, log });
  const app = createApp({
    health: { setSecurityHeaders: createSecurityHeaders(undefined), phase },
    admit,
    refuseWith,
  });
  const active = createActiveRequests();
  const { connections } = resolveOptions({ connections: limits });
  const server = createHttpServer(
    connections,
    createDispatch({ routes, app, admit, routeOf: gates.routeOf, refuseWith, accessLog, active }),
  );
  const url = await listen('clients', server, { host: '127.0.0.1', port: 0 });
  leaveNothing(() => {
    server.closeAllConnections();
    server.close();
  });
  const line: OpenHttp['line'] = (fits) => {
    const { promise, resolve } = Promise.withResolvers<Line>();
    const look = () => {
      const found = lines.find(fits);
      if (found !== undefined) resolve(found);
    };
    waiting.add(look);
    look();
    return promise;
  };
  return { url, port: Number(new URL(url).port), server, active, metrics, lines, line };
}

/** A route that answers as the test says. */
export function routeAt(path: string, handle: Route['handle'], more: Partial<Route> = {}): Route {
  return { path, methods: ['GET', 'POST'], proof: 'bearer', maxBodyBytes: 1_000, ...more, handle };
}
