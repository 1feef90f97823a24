import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { GatewayError } from '../errors.ts';
import { assertProof } from '../gates/proof.ts';
import type { RequestGates } from '../gates/request-gates.ts';
import type { Exchange, Route } from '../gates/route.ts';
import type { AccessLog } from './access-log.ts';
import type { ActiveRequests } from './active-requests.ts';
import { type ErrorFormat, type ErrorResponseParts, sendError, toGatewayError } from './error-response.ts';
import { HEALTH_PATHS } from './health.ts';

interface Pair {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export type Admit = (request: IncomingMessage, response: ServerResponse, route: Route) => Promise<Exchange>;
export type RefuseWith = (pair: Pair, thrown: unknown, format: ErrorFormat) => void;

/** Lets a request through the gates, and tells the access log who came through. */
export function createAdmit(gates: RequestGates, accessLog: AccessLog): Admit {
  return async (request, response, route) => {
    const exchange = await gates.pass(request, response, route);
    accessLog.admitted(response, exchange.scope);
    return exchange;
  };
}

export function createRefuseWith(accessLog: AccessLog, parts: ErrorResponseParts): RefuseWith {
  return (pair, thrown, format) => {
    accessLog.refused(pair.response, toGatewayError(thrown).code);
    sendError(pair, thrown, format, parts);
  };
}

export interface DispatchParts {
  /** Served directly: Express would add more to such a request than all the gates do. */
  readonly routes: readonly Route[];
  /** Everything else. */
  readonly app: RequestListener;
  readonly admit: Admit;
  readonly routeOf: RequestGates['routeOf'];
  readonly refuseWith: RefuseWith;
  readonly accessLog: AccessLog;
  readonly active: ActiveRequests;
}

/** Where every request enters: by its exact path to a route, or else to the app. Both pass the same gates. */
export function createDispatch(parts: DispatchParts): RequestListener {
  const routes = indexRoutes(parts.routes);

  async function serve(route: Route, pair: Pair): Promise<void> {
    const { request, response } = pair;
    try {
      const exchange = await parts.admit(request, response, route);
      if (route !== NOWHERE && route !== NOBODY) requireMethod(route, pair);
      await route.handle(exchange);
      if (!response.headersSent && !response.destroyed) throw new Error(`${route.path} gave no answer`);
    } catch (error) {
      parts.refuseWith(pair, error, formatOf(route));
    }
  }

  return function dispatch(request, response) {
    if (isCrowded(request.socket, response)) return;
    const path = pathOf(request);
    const route = hasHost(request)
      ? (routes.get(path) ?? (path.startsWith('/') ? undefined : NOWHERE))
      : NOBODY;
    parts.active.add(response);
    parts.accessLog.begin(request, response, labelOf(path, route));
    if (route === undefined) parts.app(request, response);
    else void serve(parts.routeOf(request, route), { request, response });
  };
}

/** Targets that are no paths (`http://`, `*`): Express would answer them with a page of its own. */
const NOWHERE: Route = {
  path: 'other',
  methods: [],
  proof: 'bearer',
  maxBodyBytes: Number.POSITIVE_INFINITY,
  handle: () => Promise.reject(new GatewayError('NOT_FOUND')),
};

/** RFC 9112, 3.2: a request of HTTP/1.1 says whom it means, or is refused whatever it asks for. */
const NOBODY: Route = {
  ...NOWHERE,
  async handle({ response }) {
    response.setHeader('connection', 'close');
    throw new GatewayError('BAD_REQUEST');
  },
};

function hasHost({ httpVersion, headers }: IncomingMessage): boolean {
  return headers.host !== undefined || httpVersion === '1.0';
}

function labelOf(path: string, route: Route | undefined): string {
  return route?.path ?? (HEALTH_PATHS.includes(path) ? path : 'other');
}

/** How many requests a connection may have under way. Browsers and proxies send one after the other. */
const MAX_PIPELINED = 8;
const underWay = new WeakMap<Socket, number>();

/**
 * Node starts every request that one piece of a connection holds, all in one turn: thousands of small ones would
 * stop everybody else's. A connection that sends so is cut; what it still holds is not looked at.
 */
function isCrowded(socket: Socket, response: ServerResponse): boolean {
  if (socket.destroyed) return true;
  const count = (underWay.get(socket) ?? 0) + 1;
  if (count > MAX_PIPELINED) {
    socket.destroy();
    return true;
  }
  underWay.set(socket, count);
  response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
  return false;
}

/** @throws Error for a route that declares no proof, or a path that is taken. */
function indexRoutes(routes: readonly Route[]): ReadonlyMap<string, Route> {
  const byPath = new Map<string, Route>();
  for (const route of routes) {
    assertProof(route);
    if (byPath.has(route.path)) throw new Error(`two routes have the path ${route.path}`);
    byPath.set(route.path, route);
  }
  return byPath;
}

/** As sent, up to the query: a path in another spelling is another path, so that no gate sees one and a route another. */
function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function requireMethod({ methods }: Route, { request, response }: Pair): void {
  if (methods.includes(request.method ?? '')) return;
  response.setHeader('allow', methods.join(', '));
  throw new GatewayError('METHOD_NOT_ALLOWED');
}

function formatOf({ path }: Route): ErrorFormat {
  return path === '/graphql' || path.startsWith('/graphql/') ? 'graphql' : 'problem';
}
