import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Randomness } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { RequestScope, Viewer } from '../request-scope.ts';
import type { Authenticate } from './authenticate.ts';
import { checkBodyHeaders, createBodyReader } from './body.ts';
import { createClientAddress } from './client-address.ts';
import { type CrossSiteRules, createCrossSiteRules } from './cross-site.ts';
import { refuseDoubledHeaders } from './doubled-headers.ts';
import { refuseWhileDraining } from './drain.ts';
import { identifyRequest } from './identify-request.ts';
import { identifyViewer } from './identify-viewer.ts';
import { requireProof } from './proof.ts';
import type { RateGate } from './rate-gate.ts';
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
  /** See `GatewayOptions`. */
  readonly trustedProxies: readonly string[];
  /** See `GatewayOptions`. */
  readonly allowedOrigins: readonly string[];
  readonly rateGate: RateGate;
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
  /** The route that takes a request which found this one: itself, or what answers a browser's question about it. */
  routeOf(this: void, request: IncomingMessage, route: Route): Route;
}

/** The gates of every HTTP request, as one list. Their order is policy: what costs least and reveals least comes first. */
export function createRequestGates(settings: RequestGateSettings): RequestGates {
  const { clock, rateGate } = settings;
  const setSecurityHeaders = createSecurityHeaders(settings.publicOrigin);
  const crossSite: CrossSiteRules = createCrossSiteRules(settings);
  const addressOf = createClientAddress(settings.trustedProxies);

  async function pass(request: IncomingMessage, response: ServerResponse, route: Route): Promise<Exchange> {
    const id = identifyRequest(request, response, settings.randomness);
    const { signal, deadlineAt } = startRequestSignal(request, response, settings);
    setSecurityHeaders(request, response); // before the first refusal, so that no answer lacks them
    crossSite.present(request, response, route);
    refuseWhileDraining(response, settings.isDraining());
    requireProof(request, response, route);
    crossSite.check(request, route);
    refuseDoubledHeaders(request);
    const sender = { address: addressOf(request), log: settings.log.child({ requestId: id }) };
    rateGate.refuseBlocked(sender, route);
    const viewer = await countAndIdentify({ request, response, route, sender, deadlineAt });
    checkBodyHeaders(request, route.maxBodyBytes);

    const scope = { id, clock, signal, deadlineAt, viewer, ...sender };
    const readBody = createBodyReader(request, response, { maxBytes: route.maxBodyBytes, signal });
    return { request, response, scope, readBody };
  }

  /** Both ask Redis, so they ask together; whoever asks too much is told that, not who they are. */
  async function countAndIdentify(identified: Identified): Promise<Viewer | null> {
    const { request, response, route, sender, deadlineAt } = identified;
    const counted = rateGate.countRequest(sender, route);
    const { authenticate } = settings;
    const viewer = identifyViewer(request, response, { authenticate, deadlineAt });
    viewer.catch(() => {}); // its reader may have gone with the refusal
    await counted;
    return viewer;
  }

  return {
    async pass(request, response, route) {
      try {
        return await pass(request, response, route);
      } catch (error) {
        closeIfUnread(request, response);
        const wait = error instanceof GatewayError ? error.detail.retryAfterSeconds : undefined;
        if (wait !== undefined) response.setHeader('retry-after', wait);
        throw error;
      }
    },
    routeOf: (request, route) => crossSite.preflightOf(request, route) ?? route,
  };
}

interface Identified {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route: Route;
  readonly sender: Pick<RequestScope, 'address' | 'log'>;
  readonly deadlineAt: number;
}
