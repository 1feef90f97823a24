import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as send } from 'undici';
import { type StartedService, startService } from '../upstream/start-service.ts';

/** One request as a service received it, secrets included. */
export interface Recorded {
  readonly service: string;
  readonly method: string;
  /** With its query, as it was sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As they stood on the wire, in order. */
  readonly rawHeaders: readonly string[];
}

export interface Recorders {
  /** By service. */
  readonly urls: Readonly<Record<string, string>>;
  readonly records: readonly Recorded[];
  readonly services: Readonly<Record<string, StartedService>>;
  /** Answers instead of the service; undefined lets it answer. */
  answer: ((record: Recorded, response: ServerResponse) => boolean) | undefined;
  clear(): void;
}

/** Stands before services, and keeps what is sent to them. @param targets by service */
export async function startRecorders(targets: Readonly<Record<string, string>>): Promise<Recorders> {
  const records: Recorded[] = [];
  const recorders: { -readonly [Key in keyof Recorders]: Recorders[Key] } = {
    urls: {},
    services: {},
    records,
    answer: undefined,
    clear: () => void records.splice(0),
  };
  const started = await Promise.all(
    Object.entries(targets).map(async ([service, target]) => {
      const forward = (request: IncomingMessage, response: ServerResponse) => {
        const record = recordOf(service, request);
        records.push(record);
        if (recorders.answer?.(record, response) !== true) void pass(target, request, response);
      };
      return [service, await startService(forward)] as const;
    }),
  );
  recorders.services = Object.fromEntries(started);
  recorders.urls = Object.fromEntries(started.map(([service, { url }]) => [service, url]));
  return recorders;
}

function recordOf(
  service: string,
  { method = '', url = '', headers, rawHeaders }: IncomingMessage,
): Recorded {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return { service, method, path: url, headers: Object.fromEntries(texts), rawHeaders };
}

async function pass(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host: _, connection: _connection, 'content-length': _length, ...headers } = request.headers;
  const body = Buffer.concat(await request.toArray());
  const answer = await send(`${target}${request.url}`, {
    method: request.method === 'POST' ? 'POST' : 'GET',
    headers,
    ...(body.length === 0 ? {} : { body }),
    reset: true,
  });
  const type = answer.headers['content-type'];
  response.writeHead(answer.statusCode, typeof type === 'string' ? { 'content-type': type } : {});
  response.end(await answer.body.text());
}
