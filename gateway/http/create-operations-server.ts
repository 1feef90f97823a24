import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { ERRORS, GatewayError } from '../errors.ts';
import type { SignedInPeople } from '../gates/signed-in-people.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { ConnectionLimits } from '../options.ts';
import { createHttpServer } from './create-http-server.ts';

export interface OperationsParts {
  readonly limits: ConnectionLimits;
  readonly metrics: Metrics;
  /** What an operator asks first; nothing secret. */
  readonly diagnostics: () => object;
  /** Who is signed in; undefined where nobody can be. */
  readonly people: SignedInPeople | undefined;
}

const PATHS = ['/metrics', '/diagnostics', '/sessions?sub='];

/** For people and machines that run the process, on a port that clients cannot reach. */
export function createOperationsServer(parts: OperationsParts): Server {
  const { limits, metrics, diagnostics, people } = parts;
  return createHttpServer(limits, (request, response) => {
    const { pathname, searchParams } = URL.parse(request.url ?? '', 'http://operations') ?? NOWHERE;
    const isRead = request.method === 'GET';
    if (pathname === '/sessions' && people !== undefined)
      void answerSessions(request, response, { people, search: searchParams });
    else if (isRead && pathname === '/metrics') void sendMetrics(metrics, response);
    else if (isRead && pathname === '/diagnostics')
      send(response, 200, JSON.stringify(diagnostics(), undefined, 2));
    else send(response, 404, JSON.stringify({ paths: PATHS }));
  });
}

const NOWHERE = new URL('http://operations/nowhere');

/** GET lists the sessions of a person (`?sub=`), DELETE ends them all, or one (`&id=`). */
async function answerSessions(
  request: IncomingMessage,
  response: ServerResponse,
  { people, search }: { readonly people: SignedInPeople; readonly search: URLSearchParams },
): Promise<void> {
  try {
    send(response, 200, JSON.stringify(await sessionsFor(request, people, search)));
  } catch (error) {
    const code = error instanceof GatewayError ? error.code : 'INTERNAL_SERVER_ERROR';
    send(response, ERRORS[code].status, JSON.stringify({ code, title: ERRORS[code].text }));
  }
}

async function sessionsFor(
  { method, headers }: IncomingMessage,
  people: SignedInPeople,
  search: URLSearchParams,
): Promise<object> {
  // A page in an operator's browser may find this port; tools and probes are no pages.
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    throw new GatewayError('CSRF_REJECTED');
  const sub = search.get('sub') ?? '';
  if (sub === '') throw new GatewayError('BAD_REQUEST');
  if (method === 'GET') return { sessions: await people.sessionsOf(sub) };
  if (method === 'DELETE') return { ended: await people.end(sub, search.get('id') ?? undefined) };
  throw new GatewayError('METHOD_NOT_ALLOWED');
}

async function sendMetrics(metrics: Metrics, response: ServerResponse): Promise<void> {
  try {
    send(response, 200, await metrics.render(), metrics.contentType);
  } catch {
    response.destroy();
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  contentType = 'application/json',
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
