import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { parseMediaType } from '../gates/body.ts';
import type { Exchange } from '../gates/route.ts';
import { malformed } from '../gates/sent-operation.ts';
import { closeIfUnread } from '../gates/unread-body.ts';

/**
 * The request as Apollo wants it. A body that is not JSON stays unread and undefined.
 * @throws OperationRefused BAD_REQUEST for JSON that is none
 */
export async function readGraphqlRequest(exchange: Exchange): Promise<HTTPGraphQLRequest> {
  const { method = '', url = '' } = exchange.request;
  const start = url.indexOf('?');
  return {
    method,
    headers: readHeaders(exchange),
    search: start === -1 ? '' : url.slice(start),
    body: await readJson(exchange),
  };
}

function readHeaders({ request }: Exchange): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

async function readJson(exchange: Exchange): Promise<unknown> {
  const { request, response } = exchange;
  const isJson = parseMediaType(request.headers['content-type'])?.essence === 'application/json';
  if (request.method !== 'POST' || !isJson) {
    closeIfUnread(request, response);
    return undefined;
  }
  const body = await exchange.readBody();
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw malformed('Invalid JSON in the body.');
  }
}
