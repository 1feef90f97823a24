import type { Server } from 'node:http';
import type { Clock } from '../clock.ts';
import type { RequestGates } from '../gates/request-gates.ts';
import type { Route } from '../gates/route.ts';
import { createSecurityHeaders } from '../gates/security-headers.ts';
import type { SignedInPeople } from '../gates/signed-in-people.ts';
import { createAccessLog } from '../http/access-log.ts';
import { createActiveRequests } from '../http/active-requests.ts';
import { answerUnreadable } from '../http/answer-unreadable.ts';
import { createApp } from '../http/create-app.ts';
import { createHttpServer } from '../http/create-http-server.ts';
import { createOperationsServer } from '../http/create-operations-server.ts';
import { createAdmit, createDispatch, createRefuseWith } from '../http/dispatch.ts';
import { drain } from '../http/drain.ts';
import { listen } from '../http/listen.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { GatewaySettings } from '../options.ts';
import type { RequestScope } from '../request-scope.ts';

export interface HttpParts {
  readonly settings: GatewaySettings;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly gates: RequestGates;
  readonly routes: readonly Route[];
  readonly operationOf: (scope: RequestScope) => string | undefined;
  readonly diagnostics: () => object;
  readonly people: SignedInPeople | undefined;
}

/** Where a gateway can be reached. */
export interface Addresses {
  readonly url: string;
  readonly operationsUrl: string;
}

/** Opens both ports; the lifecycle closes them. @throws ListenError */
export async function serveHttp(parts: HttpParts): Promise<Addresses> {
  const { settings, lifecycle } = parts;
  const operations = createOperationsServer({ ...parts, limits: settings.connections });
  const operationsUrl = await listen('operations', operations, {
    host: settings.operationsHost,
    port: settings.operationsPort,
  });
  lifecycle.onStop('operations server', () => close(operations));
  const url = await serveClients(parts);
  return { url, operationsUrl };
}

async function serveClients(parts: HttpParts): Promise<string> {
  const { settings, clock, log, lifecycle, gates, routes } = parts;
  const active = createActiveRequests();
  const accessLog = createAccessLog(parts);
  const admit = createAdmit(gates, accessLog);
  const refuseWith = createRefuseWith(accessLog, { clock, log });
  const setSecurityHeaders = createSecurityHeaders(settings.publicOrigin);
  const app = createApp({
    health: { setSecurityHeaders, phase: () => lifecycle.state.phase },
    admit,
    refuseWith,
  });
  const server = createHttpServer(
    settings.connections,
    createDispatch({ routes, app, admit, routeOf: gates.routeOf, refuseWith, accessLog, active }),
  );
  answerUnreadable(server, setSecurityHeaders);
  const url = await listen('clients', server, settings);
  const { drainDelayMs: delayMs, drainMs } = settings;
  const stop = async () => {
    const { cutOff } = await drain({ server, active, clock, delayMs, drainMs });
    if (cutOff) log.warn({ drainMs }, 'requests were cut off');
  };
  lifecycle.onStop('http server', stop, delayMs + drainMs + CLOSE_MS);
  return url;
}

/** Closing sockets by force takes no longer. */
const CLOSE_MS = 1_000;

function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}
