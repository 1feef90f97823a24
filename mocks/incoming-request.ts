import type { IncomingMessage } from 'node:http';

/** A request as it arrived, its body not yet read. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: URL;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly headers: Headers;
}

/** Undefined when what is asked for is no path. */
export function readIncomingRequest(incoming: IncomingMessage): IncomingRequest | undefined {
  const { method = 'GET', url: target = '/', socket, rawHeaders } = incoming;
  const url = URL.parse(target.startsWith('/') ? `http://localhost:${socket.localPort}${target}` : target);
  if (url === null) return undefined;
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  }
  return { method, url, target, headers };
}

/** A `Request` for GET or HEAD cannot have a body; HTTP gives it no meaning there. */
export function toRequest(
  { method, url, headers }: IncomingRequest,
  body: Buffer<ArrayBuffer>,
  signal: AbortSignal,
): Request {
  const isBodiless = method === 'GET' || method === 'HEAD' || body.byteLength === 0;
  return new Request(url, { method, headers, body: isBodiless ? null : body, signal });
}
