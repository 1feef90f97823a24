import { type Router as ExpressRouter, Router } from 'express';
import type { SetSecurityHeaders } from '../gates/security-headers.ts';
import { closeIfUnread } from '../gates/unread-body.ts';
import type { LifecycleState } from '../lifecycle.ts';

export interface HealthParts {
  readonly setSecurityHeaders: SetSecurityHeaders;
  readonly phase: () => LifecycleState['phase'];
}

/**
 * `/livez` says that the event loop turns; a probe that asked more would restart processes because of their
 * neighbours. `/readyz` says whether this process wants requests.
 */
export function healthRoutes({ setSecurityHeaders, phase }: HealthParts): ExpressRouter {
  const routes = Router({ strict: true, caseSensitive: true });
  routes.get(HEALTH_PATHS, (request, response) => {
    setSecurityHeaders(request, response);
    closeIfUnread(request, response);
    const ready = request.path === '/livez' || phase() === 'serving';
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : phase() });
  });
  return routes;
}

export const HEALTH_PATHS = ['/livez', '/readyz'];
