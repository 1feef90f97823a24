import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { leaveNothing } from '../../support/leftovers.ts';

/** What the provider received. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

export interface ScriptedAnswer {
  readonly status: number;
  /** Sent as JSON, a string as it is. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A provider that does by a script what real ones never do, and keeps what it was asked. */
export interface ScriptedProvider {
  readonly issuer: string;
  readonly requests: readonly ReceivedRequest[];
  requestsTo(path: string): readonly ReceivedRequest[];
  /** Members of the metadata that are replaced; undefined removes one. */
  metadata: Readonly<Record<string, unknown>>;
  /** Instead of the ordinary answer of a path; undefined leaves it ordinary. */
  answer: (request: ReceivedRequest) => ScriptedAnswer | undefined | Promise<ScriptedAnswer | undefined>;
  /** Claims that are added to ID tokens, or replace theirs. */
  claims: Readonly<Record<string, unknown>>;
  /** Lets a person in: where the browser goes with the answer. */
  callbackFor(authorizationUrl: URL): URL;
}

export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: 'ES256' };
  const requests: ReceivedRequest[] = [];
  /** By code and by request URI. */
  const asked = new Map<string, URLSearchParams>();

  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  leaveNothing(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer);
    const received = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      form: new URLSearchParams(await text(request)),
      authorization: request.headers.authorization,
    };
    requests.push(received);
    const { status, body, headers } = (await provider.answer(received)) ?? (await ordinaryAnswer(received));
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  async function ordinaryAnswer({ path, form }: ReceivedRequest): Promise<ScriptedAnswer> {
    switch (path) {
      case '/.well-known/openid-configuration':
        return { status: 200, body: { ...metadataOf(issuer), ...provider.metadata } };
      case '/jwks':
        return { status: 200, body: { keys: [jwk] } };
      case '/par': {
        const request_uri = `urn:ietf:params:oauth:request_uri:${requests.length}`;
        asked.set(request_uri, form);
        return { status: 201, body: { request_uri, expires_in: 60 } };
      }
      case '/token':
        return { status: 200, body: await tokensFor(form) };
      default:
        return { status: path === '/revoke' ? 200 : 404, body: {} };
    }
  }

  async function tokensFor(form: URLSearchParams): Promise<object> {
    const tokens = { access_token: `access-${requests.length}`, token_type: 'Bearer', expires_in: 300 };
    const grant = form.get('grant_type');
    if (grant === 'client_credentials') return tokens;
    if (grant !== 'authorization_code' && grant !== 'refresh_token')
      return { ...tokens, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
    const refreshed = { ...tokens, refresh_token: `refresh-${requests.length}` };
    const began = asked.get(form.get('code') ?? '');
    return began === undefined ? refreshed : { ...refreshed, id_token: await idTokenFor(began) };
  }

  function idTokenFor(began: URLSearchParams): Promise<string> {
    const seconds = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: issuer,
      sub: 'u_ada',
      aud: began.get('client_id') ?? '',
      nonce: began.get('nonce'),
      iat: seconds,
      exp: seconds + 300,
      sid: 'provider-session-1',
    };
    return new SignJWT({ ...claims, ...provider.claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .sign(privateKey);
  }

  const provider: ScriptedProvider = {
    issuer,
    requests,
    requestsTo: (path) => requests.filter((request) => request.path === path),
    metadata: {},
    answer: () => undefined,
    claims: {},
    callbackFor(authorizationUrl) {
      const parameters =
        asked.get(authorizationUrl.searchParams.get('request_uri') ?? '') ?? authorizationUrl.searchParams;
      const code = createHash('sha256').update(authorizationUrl.href).digest('base64url');
      asked.set(code, parameters);
      const callback = new URL(parameters.get('redirect_uri') ?? '');
      callback.searchParams.set('code', code);
      callback.searchParams.set('state', parameters.get('state') ?? '');
      callback.searchParams.set('iss', issuer);
      return callback;
    },
  };
  return provider;
}

function metadataOf(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    revocation_endpoint: `${issuer}/revoke`,
    end_session_endpoint: `${issuer}/logout`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['ES256'],
    authorization_response_iss_parameter_supported: true,
  };
}
