import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { JWK, JWTPayload } from 'jose';
import { createSigningKey, type Forgery, forgeToken, type SigningKey } from './forge-token.ts';
import { listenOn } from './listen-on.ts';

/** What a provider does that it must not. What is left out it does well. */
export interface Misdeeds {
  readonly idToken?: Forgery;
  readonly accessToken?: Forgery;
  readonly metadata?: (good: Record<string, unknown>) => Record<string, unknown>;
  readonly jwks?: (good: readonly JWK[]) => readonly JWK[];
  /** Of the redirection back to the client: `iss`, `state`, `code`. */
  readonly callback?: (good: URLSearchParams) => void;
  /** Of the token endpoint, instead of tokens. */
  readonly token?: Answer | 'hang';
  /** Changes what the token endpoint says beside the tokens, or takes tokens out. */
  readonly tokenSet?: (good: Record<string, unknown>) => Record<string, unknown>;
  readonly userinfo?: (good: JWTPayload) => JWTPayload;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Of a form; empty for anything else. */
  readonly form: URLSearchParams;
}

/**
 * An OpenID provider that signs whatever a test says. It asks nobody who they are: whoever is sent to `/authorize` is
 * sent back as `person`. It checks nothing either: what clients send is there to be looked at in `requests`.
 */
export interface MaliciousProvider {
  readonly issuer: string;
  readonly port: number;
  /** Everything that was asked of it, the newest last. */
  readonly requests: readonly SeenRequest[];
  /** Everything it gave out or was shown that nobody else may ever see: codes, tokens, verifiers. */
  readonly secrets: ReadonlySet<string>;
  readonly keys: { readonly own: SigningKey; readonly other: SigningKey; readonly stranger: SigningKey };
  /** From now on, and nothing of what was said before. */
  misbehave(this: void, misdeeds: Misdeeds): void;
  stop(this: void): Promise<void>;
}

export interface MaliciousProviderChoices {
  readonly clientId?: string;
  /** Claims of the ID token and of userinfo. @default Ada */
  readonly person?: JWTPayload & { readonly sub: string };
  readonly accessTokenSeconds?: number;
}

interface Grant {
  readonly nonce: string | null;
  readonly scope: string;
}

const ADA = { sub: 'u_ada', name: 'Ada' };

export async function startMaliciousProvider({
  clientId = 'web-bff',
  person = ADA,
  accessTokenSeconds = 300,
}: MaliciousProviderChoices = {}): Promise<MaliciousProvider> {
  const keys = {
    own: createSigningKey('own'),
    other: createSigningKey('other'),
    stranger: createSigningKey('stranger'),
  };
  const requests: SeenRequest[] = [];
  const secrets = new Set<string>();
  const grants = new Map<string, Grant>();
  let misdeeds: Misdeeds = {};
  let issuer = '';

  const keep = (secret: string): string => {
    secrets.add(secret);
    return secret;
  };
  const random = (kind: string): string => keep(`${kind}-${randomBytes(24).toString('base64url')}`);

  const pages: Readonly<Record<string, (asked: SeenRequest) => Answer | Promise<Answer>>> = {
    '/.well-known/openid-configuration': () => json((misdeeds.metadata ?? same)(metadataOf(issuer))),
    '/jwks': () => json({ keys: (misdeeds.jwks ?? same)([keys.own.publicJwk, keys.other.publicJwk]) }),
    // Of the stranger, for headers that name a place for their key.
    '/stranger-jwks': () => json({ keys: [keys.stranger.publicJwk] }),
    '/authorize': ({ query }) => sendBack(query),
    '/token': ({ form }) => answerTokens(form),
    '/userinfo': () => json((misdeeds.userinfo ?? same)(person)),
    '/revoke': () => ({}),
    '/end-session': () => ({ body: 'signed out' }),
  };

  function sendBack(query: URLSearchParams): Answer {
    const code = random('code');
    grants.set(code, { nonce: query.get('nonce'), scope: query.get('scope') ?? '' });
    const back = new URL(query.get('redirect_uri') ?? 'about:blank');
    const params = new URLSearchParams({ code, state: query.get('state') ?? '', iss: issuer });
    misdeeds.callback?.(params);
    params.forEach((value, name) => back.searchParams.append(name, value));
    return { status: 303, headers: { location: back.href } };
  }

  function answerTokens(form: URLSearchParams): Answer | Promise<Answer> {
    for (const name of ['code', 'code_verifier', 'refresh_token', 'subject_token', 'client_secret'])
      if (form.has(name)) keep(form.get(name) ?? '');
    const { token } = misdeeds;
    if (token === 'hang') return new Promise<Answer>(() => {});
    if (token !== undefined) return token;
    const grant = grants.get(form.get('code') ?? form.get('refresh_token') ?? '');
    const scope = form.get('scope') ?? grant?.scope ?? '';
    const set = {
      token_type: 'Bearer',
      expires_in: accessTokenSeconds,
      scope,
      access_token: accessToken(scope, form.get('audience') ?? clientId),
      ...(grant !== undefined && {
        refresh_token: refreshToken(grant),
        id_token: idToken(grant),
      }),
      ...(form.get('grant_type')?.endsWith(':token-exchange') === true && {
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      }),
    };
    return json((misdeeds.tokenSet ?? same)(set));
  }

  function refreshToken(grant: Grant): string {
    const token = random('refresh');
    grants.set(token, grant);
    return token;
  }

  function idToken({ nonce }: Grant): string {
    const claims = {
      ...person,
      iss: issuer,
      aud: clientId,
      sid: 'sid_1',
      iat: now(),
      exp: now() + 300,
      ...(nonce !== null && { nonce }),
    };
    return keep(forgeToken(claims, {}, keys, misdeeds.idToken));
  }

  function accessToken(scope: string, aud: string): string {
    const claims = {
      iss: issuer,
      sub: person.sub,
      aud,
      scope,
      client_id: clientId,
      jti: random('jti'),
      iat: now(),
      exp: now() + accessTokenSeconds,
    };
    return keep(forgeToken(claims, { typ: 'at+jwt' }, keys, misdeeds.accessToken));
  }

  const server = createServer((incoming, outgoing) => {
    void read(incoming)
      .then((seen) => {
        requests.push(seen);
        return pages[seen.path]?.(seen) ?? { status: 404 };
      })
      .then(({ status = 200, headers = {}, body = '' }) => outgoing.writeHead(status, headers).end(body));
  });
  const port = await listenOn(server);
  issuer = `http://localhost:${port}`;
  return {
    issuer,
    port,
    requests,
    secrets,
    keys,
    misbehave: (next) => (misdeeds = next),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://provider.test');
  const body = await text(incoming);
  const isForm = incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return {
    method: incoming.method ?? '',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    form: new URLSearchParams(isForm ? body : ''),
  };
}

function metadataOf(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    revocation_endpoint: `${issuer}/revoke`,
    end_session_endpoint: `${issuer}/end-session`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'ES256', 'PS256', 'EdDSA'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    scopes_supported: ['openid', 'profile', 'offline_access'],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  };
}

function json(value: unknown): Answer {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

const same = <T>(value: T): T => value;

const now = (): number => Math.floor(Date.now() / 1000);
