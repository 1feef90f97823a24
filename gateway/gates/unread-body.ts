import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';

/** How long a client that is still sending may take to read its answer. */
const LINGER_MS = 1_000;

/** When, in monotonic milliseconds, all of an answer was out although its connection lingers. */
const answered = new WeakMap<ServerResponse, number>();

/** When the last byte of an answer was handed to the network; undefined for an answer that lacks one. */
export function answeredAt(response: ServerResponse, clock: Clock): number | undefined {
  return answered.get(response) ?? (response.writableFinished ? clock.monotonicMs() : undefined);
}

/**
 * Ends a response. When the client is still sending a body that nobody will read, the connection closes; but not at
 * once: closing a socket with unread bytes resets it, and the client might lose the answer it has not read yet.
 */
export function endResponse(
  request: IncomingMessage,
  response: ServerResponse,
  { body, clock }: { readonly body: string | Buffer; readonly clock: Clock },
): void {
  if (!isUnread(request)) {
    response.end(body);
    return;
  }
  response.setHeader('connection', 'close');
  response.setHeader('content-length', Buffer.byteLength(body));
  response.write(body, (error) => {
    if (error === undefined || error === null) answered.set(response, clock.monotonicMs());
  });
  response.once('finish', () => request.socket.destroy()); // before Node reads on, to throw the rest of the body away
  response.once(
    'close',
    clock.after(LINGER_MS, () => response.end()),
  );
}

/**
 * To be called wherever a body is left unread: the next request could not be told from the rest of this one. What is
 * still to come is not taken from the socket either.
 */
export function closeIfUnread(request: IncomingMessage, response: ServerResponse): void {
  if (!isUnread(request) || response.headersSent) return;
  response.setHeader('connection', 'close');
  request.socket.pause();
}

function isUnread({ headers, complete }: IncomingMessage): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return hasBody && !complete;
}
