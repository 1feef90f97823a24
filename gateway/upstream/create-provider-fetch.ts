import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { readBody } from './read-body.ts';
import { codeOf } from './upstream-failure.ts';

/** The one road to the identity provider, in the form of `fetch` that openid-client and jose take. */
export interface ProviderFetch {
  /**
   * Sends one request and takes its whole answer; a redirect is an answer like any other.
   * @throws GatewayError SIGN_IN_UNAVAILABLE when there is none in time, when it is longer than `maxAnswerBytes`, and for
   * every origin that is not on the list
   */
  readonly fetch: (url: string, request: ProviderRequest) => Promise<Response>;
  /** Closes all connections; requests under way fail. */
  stop(): Promise<void>;
}

export interface ProviderRequest {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | Headers | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface ProviderFetchSettings {
  /** Its origin may always be asked. */
  readonly issuer: string;
  /** Further origins of the provider's endpoints; https. @default none */
  readonly origins?: readonly string[];
  /**
   * `host:port` to connect to instead of the host of every URL. Everything else stays as the URL says: the `host` header,
   * the name that TLS certificates are checked against. For a provider that containers reach by another road than browsers.
   */
  readonly connectTo?: string | undefined;
  readonly clock: Clock;
  /** For a request and all of its answer. Range 100–30_000 milliseconds. @default 3_000 */
  readonly timeoutMs?: number;
  /** @default 1_000 */
  readonly connectTimeoutMs?: number;
  /** @default 1_000_000 */
  readonly maxAnswerBytes?: number;
}

/** Opens no connection before the first request. */
export function createProviderFetch(settings: ProviderFetchSettings): ProviderFetch {
  const { clock, timeoutMs = 3_000, maxAnswerBytes = 1_000_000 } = settings;
  const allowed = new Set([settings.issuer, ...(settings.origins ?? [])].map((url) => new URL(url).origin));
  const agent = new Agent({
    connect: createConnector(settings),
    pipelining: 1,
    allowH2: false,
    connections: 16,
  });

  async function send(url: URL, request: ProviderRequest, signal: AbortSignal): Promise<Response> {
    const answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method === 'POST' ? 'POST' : 'GET',
      headers: Object.fromEntries(new Headers({ ...recordOf(request.headers) })),
      body: bodyOf(request.body),
      signal,
      headersTimeout: 0, // ours is exact
      bodyTimeout: 0,
    });
    return await responseOf(answer, maxAnswerBytes);
  }

  return {
    async fetch(given, request) {
      const url = URL.parse(given);
      if (url === null || !allowed.has(url.origin)) throw unavailable('this origin is not the provider’s');
      const late = new AbortController();
      const cancel = clock.after(timeoutMs, () => late.abort());
      const signals = request.signal === undefined ? [late.signal] : [late.signal, request.signal];
      try {
        return await send(url, request, AbortSignal.any(signals));
      } catch (error) {
        throw unavailable(late.signal.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error));
      } finally {
        cancel();
      }
    },
    stop: () => agent.destroy(),
  };
}

function createConnector({
  connectTo,
  connectTimeoutMs = 1_000,
}: ProviderFetchSettings): buildConnector.connector {
  const connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false });
  if (connectTo === undefined) return connect;
  const { hostname, port } = new URL(`tcp://${connectTo}`);
  return (options, callback) => {
    const tls = options.protocol === 'https:' ? { servername: options.servername ?? options.hostname } : {};
    connect({ ...options, hostname, port, ...tls }, callback);
  };
}

/** Node's own `Response`, whole: nobody downstream waits for the network any more. */
async function responseOf(answer: Dispatcher.ResponseData, maxBytes: number): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const one of [value ?? []].flat()) headers.append(name, one);
  const bytes = await readBody(answer.body, Object.fromEntries(headers), {
    service: 'identity provider',
    maxBytes,
    progressed: () => {},
  });
  const isBodiless = [204, 205, 304].includes(answer.statusCode);
  return new Response(isBodiless ? null : Uint8Array.from(bytes), { status: answer.statusCode, headers });
}

function recordOf(headers: ProviderRequest['headers']): Record<string, string> {
  return headers instanceof Headers ? Object.fromEntries(headers) : { ...headers };
}

/** openid-client sends forms and nothing else. */
function bodyOf(body: unknown): string | null {
  if (body === undefined || body === null) return null;
  if (body instanceof URLSearchParams || typeof body === 'string') return String(body);
  throw new TypeError('the identity provider is sent forms alone');
}

/** Says to operators what happened; holds nothing of what was sent or received. */
function unavailable(reason: string): GatewayError {
  return new GatewayError('SIGN_IN_UNAVAILABLE', {}, new Error(`the identity provider: ${reason}`));
}

function reasonOf(error: unknown): string {
  if (error instanceof GatewayError) return error.code;
  return codeOf(error) ?? 'no connection';
}
