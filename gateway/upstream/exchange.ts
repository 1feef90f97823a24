import type { Dispatcher, Pool } from 'undici';
import type { CallLimits } from './call-limits.ts';
import { mediaTypeOf, parseBody } from './parse-body.ts';
import { readBody } from './read-body.ts';
import type { UpstreamAnswer, UpstreamRequest } from './upstream.ts';
import { abortReason, upstreamFailure } from './upstream-failure.ts';

export interface Exchange {
  readonly pool: Pool;
  readonly request: UpstreamRequest;
  /** On the pool's origin, with the base URL's path. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly maxAnswerBytes: number;
  readonly limits: CallLimits;
}

/**
 * One request over the network, and its whole answer. Redirects are answers: nothing is followed.
 * @throws GatewayError as `Upstream.send` says, without CONTRACT_VIOLATED.
 */
export async function exchange(parts: Exchange): Promise<UpstreamAnswer> {
  const { limits, request } = parts;
  try {
    const response = await parts.pool.request({
      path: parts.path,
      method: request.method,
      headers: parts.headers,
      body: request.body ?? null,
      signal: limits.signal,
      // Ours are exact and know the deadline; undici rounds limits above a second up to half a second.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    limits.progressed();
    return await receive(response, parts);
  } catch (error) {
    throw limits.signal.aborted
      ? abortReason(limits.signal, request.service)
      : upstreamFailure(error, request.service);
  }
}

async function receive(response: Dispatcher.ResponseData, parts: Exchange): Promise<UpstreamAnswer> {
  const status = response.statusCode;
  const headers = joinedHeaders(response.headers);
  try {
    return { status, headers, ...(await receiveBody(response, headers, parts)) };
  } catch (error) {
    // A failure is told by its status; that its body is cut off, huge or HTML changes nothing.
    if (status >= 200 && status < 300) throw error;
    return { status, headers, mediaType: undefined, body: undefined };
  }
}

async function receiveBody(
  response: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  { limits, maxAnswerBytes, request }: Exchange,
): Promise<Pick<UpstreamAnswer, 'mediaType' | 'body'>> {
  const { service } = request;
  const bytes = await readBody(response.body, headers, {
    service,
    maxBytes: maxAnswerBytes,
    progressed: () => limits.progressed(),
  });
  if (bytes.length === 0) return { mediaType: undefined, body: undefined };
  const mediaType = mediaTypeOf(headers['content-type']);
  return { mediaType, body: parseBody(bytes, mediaType, service) };
}

/** Own properties only, whatever the service calls its headers: `fromEntries` assigns nothing. */
function joinedHeaders(received: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(received).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
