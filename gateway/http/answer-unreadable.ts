import { IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SetSecurityHeaders } from '../gates/security-headers.ts';

/** What Node's parser calls its troubles, where the answer is not 400. */
const STATUSES: ReadonlyMap<string | undefined, number> = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
]);

/** Answers what cannot be read as a request: as Node does, but with the headers that every answer has. */
export function answerUnreadable(server: Server, setSecurityHeaders: SetSecurityHeaders): void {
  const headers = writtenHeaders(setSecurityHeaders);
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => void latest.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = latest.get(socket);
    const isAnswering = response?.headersSent === true && !response.writableFinished;
    if (!socket.writable || isAnswering) {
      socket.destroy(); // another answer in the middle of one would belong to nobody
      return;
    }
    const status = STATUSES.get(error.code) ?? 400;
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      ...headers,
      'content-length: 0',
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n`, () => socket.destroy());
  });
}

function writtenHeaders(setSecurityHeaders: SetSecurityHeaders): readonly string[] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  setSecurityHeaders(request, response);
  return Object.entries(response.getHeaders()).map(([name, value]) => `${name}: ${String(value)}`);
}
