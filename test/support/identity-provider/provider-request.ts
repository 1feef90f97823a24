import type { IncomingMessage } from 'node:http';

/** What the local provider is asked for, by what it is for. */
export type ProviderEndpoint =
  | 'discovery'
  | 'jwks'
  | 'authorization'
  | 'pushed'
  | 'token'
  | 'introspection'
  | 'revocation'
  | 'userinfo'
  | 'end-session'
  | 'interaction'
  | 'other';

/** One request that the provider received, oldest first in `requests`. */
export interface ProviderRequest {
  readonly endpoint: ProviderEndpoint;
  readonly method: string;
  /** As sent: path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of the query and of a form body. Tokens and secrets stand here as they were sent. */
  readonly params: URLSearchParams;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The status it was answered with; undefined until then, and where it never was. */
  status: number | undefined;
}

const ENDPOINTS: readonly (readonly [RegExp, ProviderEndpoint])[] = [
  [/^\/\.well-known\/(openid-configuration|oauth-authorization-server)/, 'discovery'],
  [/^\/jwks/, 'jwks'],
  [/^\/auth(\/|$)/, 'authorization'],
  [/^\/request/, 'pushed'],
  [/^\/token\/introspection/, 'introspection'],
  [/^\/token\/revocation/, 'revocation'],
  [/^\/token/, 'token'],
  [/^\/me/, 'userinfo'],
  [/^\/session\/end/, 'end-session'],
  [/^\/interaction/, 'interaction'],
];

export function describeRequest(
  { url = '/', method = '', headers }: IncomingMessage,
  body: Buffer,
): ProviderRequest {
  const { pathname, searchParams } = new URL(url, 'http://provider');
  const isForm = headers['content-type']?.includes('form-urlencoded') === true;
  const form = isForm ? [...new URLSearchParams(body.toString('utf8'))] : [];
  return {
    endpoint: ENDPOINTS.find(([pattern]) => pattern.test(pathname))?.[1] ?? 'other',
    method,
    target: url,
    headers,
    params: new URLSearchParams([...searchParams, ...form]),
    at: Date.now(),
    status: undefined,
  };
}

/** The body as it arrived, without reading it: that is for the provider, who would complain of an empty stream. */
export function seeBody(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    const goesOn = push(chunk, encoding);
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    if (chunk === null || !goesOn) resolve(Buffer.concat(chunks));
    return goesOn;
  };
  return promise;
}
