import type { IncomingMessage, ServerResponse } from 'node:http';
import { MIMEType } from 'node:util';
import { GatewayError } from '../errors.ts';
import { closeIfUnread } from './unread-body.ts';

/** Refuses, by its headers alone, a body that would be too long or that nobody here reads. */
export function checkBodyHeaders({ headers }: IncomingMessage, maxBytes: number): void {
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    throw new GatewayError('UNSUPPORTED_MEDIA_TYPE');
  }
  const coding = headers['transfer-encoding'] ?? 'chunked'; // RFC 9112, 6.1: another one is not understood here
  if (coding.trim().toLowerCase() !== 'chunked') throw new GatewayError('UNSUPPORTED_MEDIA_TYPE');
  const charset = parseMediaType(headers['content-type'])?.params.get('charset') ?? 'utf-8';
  if (!['utf-8', 'utf8'].includes(charset.toLowerCase())) throw new GatewayError('UNSUPPORTED_MEDIA_TYPE');
}

/** Undefined for a missing header and for one that is not a media type. */
export function parseMediaType(header: string | undefined): MIMEType | undefined {
  try {
    return header === undefined ? undefined : new MIMEType(header);
  } catch {
    return undefined;
  }
}

interface BodyBounds {
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Reads the body once, on first demand, and no further than `maxBytes`. */
export function createBodyReader(
  request: IncomingMessage,
  response: ServerResponse,
  bounds: BodyBounds,
): () => Promise<Buffer> {
  let body: Promise<Buffer> | undefined;
  return () => {
    body ??= collectBody(request, bounds).catch((error: unknown) => {
      closeIfUnread(request, response);
      throw error;
    });
    return body;
  };
}

/** By events: an async iterator that ends early destroys the socket, and with it the answer. */
function collectBody(request: IncomingMessage, { maxBytes, signal }: BodyBounds): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;
  const fail = (error: unknown) => {
    request.pause();
    reject(error);
  };
  const onData = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) fail(tooLarge(maxBytes));
  };
  const onEnd = () => resolve(Buffer.concat(chunks, length));
  const onLost = () => fail(new GatewayError('REQUEST_ABORTED'));
  const onAbort = () => fail(signal.reason);
  if (signal.aborted) onAbort();
  request.on('data', onData).once('end', onEnd).once('error', onLost).once('close', onLost);
  signal.addEventListener('abort', onAbort);
  return promise.finally(() => {
    request.off('data', onData).off('end', onEnd).off('error', onLost).off('close', onLost);
    signal.removeEventListener('abort', onAbort);
  });
}

function tooLarge(maxBytes: number): GatewayError {
  return new GatewayError('PAYLOAD_TOO_LARGE', { limit: { name: 'maxBodyBytes', max: maxBytes } });
}
