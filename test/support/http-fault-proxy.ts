import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { listenOn } from './listen-on.ts';

/** What is answered instead of what the server behind would answer. */
export interface FaultyAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Never answers. */
  readonly hangs?: boolean;
}

/** An HTTP proxy in front of one server, which answers some paths itself, and badly. */
export interface HttpFaultProxy {
  readonly url: string;
  readonly port: number;
  /** Requests by their path, whoever answered them. */
  readonly counts: ReadonlyMap<string, number>;
  /** From now on; an undefined answer lets the server behind answer again. The path `*` is every path that has none of its own. */
  answer(this: void, path: string, answer: FaultyAnswer | undefined): void;
  stop(this: void): Promise<void>;
}

/** @param target the origin behind; its requests keep the `host` that the client sent */
export async function startHttpFaultProxy(target: string): Promise<HttpFaultProxy> {
  const answers = new Map<string, FaultyAnswer>();
  const counts = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', target);
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1);
    const faulty = answers.get(pathname) ?? answers.get('*');
    if (faulty === undefined) forward(target, incoming, outgoing);
    else answerBadly(faulty, incoming, outgoing);
  });
  const port = await listenOn(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    counts,
    answer(path, answer) {
      if (answer === undefined) answers.delete(path);
      else answers.set(path, answer);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url = '/' } = incoming;
  const onwards = request(new URL(url, target), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(outgoing);
  });
  onwards.on('error', () => outgoing.destroy());
  outgoing.once('close', () => onwards.destroy());
  incoming.pipe(onwards);
}

function answerBadly(
  { status = 200, headers = {}, body = '', hangs = false }: FaultyAnswer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  incoming.resume();
  if (!hangs) outgoing.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
}
