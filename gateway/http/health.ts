import type { RequestHandler } from 'express';
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
export function answerHealth({ setSecurityHeaders, phase }: HealthParts): RequestHandler {
  return (request, response, next) => {
    // Not as a route: Express would answer OPTIONS of one by itself, without the headers that every answer has.
    if (!HEALTH_PATHS.includes(request.path) || !['GET', 'HEAD'].includes(request.method)) {
      next();
      return;
    }
    setSecurityHeaders(request, response);
    closeIfUnread(request, response);
    const ready = request.path === '/livez' || phase() === 'serving';
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : phase() });
  };
}

export const HEALTH_PATHS = ['/livez', '/readyz'];
