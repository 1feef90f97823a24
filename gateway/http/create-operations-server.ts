import type { Server, ServerResponse } from 'node:http';
import type { Metrics } from '../observability/metrics.ts';
import type { ConnectionLimits } from '../options.ts';
import { createHttpServer } from './create-http-server.ts';

export interface OperationsParts {
  readonly limits: ConnectionLimits;
  readonly metrics: Metrics;
  /** What an operator asks first; nothing secret. */
  readonly diagnostics: () => object;
}

/** For people and machines that run the process, on a port that clients cannot reach. */
export function createOperationsServer({ limits, metrics, diagnostics }: OperationsParts): Server {
  return createHttpServer(limits, (request, response) => {
    const path = request.method === 'GET' ? request.url?.split('?')[0] : undefined;
    if (path === '/metrics') void sendMetrics(metrics, response);
    else if (path === '/diagnostics') send(response, 200, JSON.stringify(diagnostics(), undefined, 2));
    else send(response, 404, JSON.stringify({ paths: ['/metrics', '/diagnostics'] }));
  });
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
