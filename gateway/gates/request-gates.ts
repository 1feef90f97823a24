import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Randomness } from '../clock.ts';
import type { Logger } from '../observability/logger.ts';
import type { Authenticate } from './authenticate.ts';
import { checkBodyHeaders, createBodyReader } from './body.ts';
import { refuseDoubledHeaders } from './doubled-headers.ts';
import { refuseWhileDraining } from './drain.ts';
import { identifyRequest } from './identify-request.ts';
import { identifyViewer } from './identify-viewer.ts';
import { requireProof } from './proof.ts';
import { startRequestSignal } from './request-signal.ts';
import type { Exchange, Route } from './route.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { closeIfUnread } from './unread-body.ts';

export interface RequestGateSettings {
  readonly clock: Clock;
  readonly randomness: Pick<Randomness, 'id'>;
  readonly log: Logger;
  /** Where browsers find this process; HSTS is sent only when it is https. Undefined means that nobody said. */
  readonly publicOrigin: string | undefined;
  /** Milliseconds for one request, from its headers to its answer. */
  readonly deadlineMs: number;
  readonly authenticate: Authenticate;
  /** True once the process takes no more requests. */
  isDraining(): boolean;
}

export interface RequestGates {
  /**
   * Runs every gate in order; the route may then handle the exchange. Throws `GatewayError`: the caller answers with
   * its status, best through `endResponse`. By then the response carries `x-request-id`, the security headers, and
   * what the refusal demands (`www-authenticate`, `allow`, `retry-after`, `connection`).
   */
  pass(request: IncomingMessage, response: ServerResponse, route: Route): Promise<Exchange>;
}

/** The gates of every HTTP request, as one list. Their order is policy: what costs least and reveals least comes first. */
export function createRequestGates(settings: RequestGateSettings): RequestGates {
  const setSecurityHeaders = createSecurityHeaders(settings.publicOrigin);

  async function pass(request: IncomingMessage, response: ServerResponse, route: Route): Promise<Exchange> {
    const id = identifyRequest(request, response, settings.randomness);
    const { signal, deadlineAt } = startRequestSignal(request, response, settings);
    setSecurityHeaders(request, response); // before the first refusal, so that no answer lacks them
    refuseWhileDraining(response, settings.isDraining());
    requireProof(request, response, route);
    refuseDoubledHeaders(request);
    const viewer = await identifyViewer(request, response, settings.authenticate);
    checkBodyHeaders(request, route.maxBodyBytes);

    const { clock } = settings;
    const scope = { id, clock, signal, deadlineAt, viewer, log: settings.log.child({ requestId: id }) };
    const readBody = createBodyReader(request, response, { maxBytes: route.maxBodyBytes, signal });
    return { request, response, scope, readBody };
  }

  return {
    async pass(request, response, route) {
      try {
        return await pass(request, response, route);
      } catch (error) {
        closeIfUnread(request, response);
        throw error;
      }
    },
  };
}
