import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { GatewayError } from '../errors.ts';
import type { Route } from '../gates/route.ts';
import type { Admit, RefuseWith } from './dispatch.ts';
import { answerHealth, type HealthParts } from './health.ts';

export interface AppParts {
  readonly health: HealthParts;
  readonly admit: Admit;
  readonly refuseWith: RefuseWith;
}

/** Everything that is not on the hot path. The order is policy. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.set('trust proxy', false); // no forwarded header is believed; whoever needs the client's address adds a list
  app.use(answerHealth(parts.health)); // before the gates: a probe has no credentials, and is answered while draining
  app.use(requestGates(parts.admit));
  app.use(notFound);
  app.use(errorResponse(parts.refuseWith));
  return app;
}

/** Reads no cookies and does nothing, whatever the method; so there is nothing to forge. */
const ANYTHING_ELSE: Omit<Route, 'handle'> = {
  path: '*',
  methods: [],
  proof: 'bearer',
  maxBodyBytes: Number.POSITIVE_INFINITY,
};

function requestGates(admit: Admit) {
  const route: Route = { ...ANYTHING_ELSE, handle: () => Promise.reject(new GatewayError('NOT_FOUND')) };
  return async function passGates(request: Request, response: Response, next: NextFunction): Promise<void> {
    await admit(request, response, route);
    next();
  };
}

function notFound(): never {
  throw new GatewayError('NOT_FOUND');
}

/** Express tells error middleware by its four parameters. */
function errorResponse(refuseWith: RefuseWith) {
  return (thrown: unknown, request: Request, response: Response, _next: NextFunction): void => {
    refuseWith({ request, response }, thrown, 'problem');
  };
}
