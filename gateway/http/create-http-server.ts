import { createServer, type RequestListener, type Server } from 'node:http';
import type { ConnectionLimits } from '../options.ts';

/** How often Node looks for requests that are overdue; its own 30 s would make every limit mean that. */
const CHECK_MS = 500;
/** A socket on which nothing moves either way, such as that of a client which stopped reading its answer. */
const SILENCE_MS = 60_000;
/** Browsers send about twenty. */
const MAX_HEADERS = 100;

/** A server with every limit set, for Node's defaults leave some of them open. Listens nowhere yet. */
export function createHttpServer(limits: ConnectionLimits, listener: RequestListener): Server {
  const server = createServer(
    {
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: CHECK_MS,
      maxHeaderSize: limits.maxHeaderBytes,
      insecureHTTPParser: false,
      requireHostHeader: false, // dispatch refuses what names none, with the headers of our answers
    },
    listener,
  );
  // Node would refuse what it does not expect by itself, without the headers of our answers.
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response));
  server.maxConnections = limits.maxConnections;
  server.maxRequestsPerSocket = limits.maxRequestsPerConnection;
  server.maxHeadersCount = MAX_HEADERS;
  server.timeout = SILENCE_MS;
  return server;
}
