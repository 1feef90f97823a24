import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
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

/** GET lists the sessions of a person (`?sub=`), DELETE ends one (`&id=`) or all (`&all=1`). */
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
  if (comesFromPage(headers)) throw new GatewayError('CSRF_REJECTED');
  const sub = search.get('sub') ?? '';
  if (sub === '') throw new GatewayError('BAD_REQUEST');
  if (method === 'GET') return { sessions: await people.sessionsOf(sub) };
  if (method !== 'DELETE') throw new GatewayError('METHOD_NOT_ALLOWED');
  const id = search.get('id') ?? undefined;
  if ((id === undefined) !== (search.get('all') === '1')) throw new GatewayError('BAD_REQUEST');
  return { ended: await people.end(sub, id) };
}

/** Names that nobody can register: a page cannot have one, and let it lead here (DNS rebinding). */
const PRIVATE_NAME = /^(?:[^.]+|.*\.(?:localhost|local|internal|svc|test))$/i;

/** A page in an operator's browser may find this port; tools and probes are no pages. */
function comesFromPage({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (origin !== undefined || site !== undefined) return true;
  const name = URL.parse(`http://${host ?? ''}`)?.hostname ?? '';
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) === 0 && !PRIVATE_NAME.test(name);
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
