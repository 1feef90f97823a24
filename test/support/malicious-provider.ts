import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { decodeJwt, type JWK, type JWTPayload } from 'jose';
import { createSigningKey, type Forgery, forgeToken, type SigningKey } from './forge-token.ts';
import { listenOn } from './listen-on.ts';
import { metadataOf } from './metadata-of.ts';

/** What a provider does that it must not. What is left out it does well. */
export interface Misdeeds {
  readonly idToken?: Forgery;
  readonly accessToken?: Forgery;
  readonly metadata?: (good: Record<string, unknown>) => Record<string, unknown>;
  readonly jwks?: (good: readonly JWK[]) => readonly JWK[];
  /** Of the redirection back to the client: `iss`, `state`, `code`. */
  readonly callback?: (good: URLSearchParams) => void;
  /** Of the token endpoint, instead of tokens. */
  readonly token?: Answer | 'hang' | ((form: URLSearchParams) => Answer | undefined);
  /** Between the making of tokens and their being sent. */
  readonly holdTokens?: () => Promise<unknown>;
  /** Changes what the token endpoint says beside the tokens, or takes tokens out. */
  readonly tokenSet?: (good: Record<string, unknown>, form: URLSearchParams) => Record<string, unknown>;
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
  /** Whoever comes from now on is this person. */
  introduce(this: void, person: Person): void;
  stop(this: void): Promise<void>;
}

/** Claims of the ID token and of userinfo. */
export type Person = JWTPayload & { readonly sub: string };

export interface MaliciousProviderChoices {
  readonly clientId?: string;
  /** @default a free one */
  readonly port?: number;
  /** @default Ada */
  readonly person?: Person;
  /** @default 300 */
  readonly accessTokenSeconds?: number;
  /** Whether it keeps what it was asked, and what nobody may see: long runs do without. @default true */
  readonly remembers?: boolean;
}

interface Grant {
  readonly person: Person;
  readonly nonce: string | null;
  readonly scope: string;
}

const ADA = { sub: 'u_ada', name: 'Ada' };

export async function startMaliciousProvider({
  clientId = 'web-bff',
  port: wanted = 0,
  person: first = ADA,
  accessTokenSeconds = 300,
  remembers = true,
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
  let person = first;
  let issuer = '';

  const keep = (secret: string): string => {
    if (remembers) secrets.add(secret);
    return secret;
  };
  const random = (kind: string): string => keep(`${kind}-${randomBytes(24).toString('base64url')}`);

  const pages: Readonly<Record<string, (asked: SeenRequest) => Answer | Promise<Answer>>> = {
    '/.well-known/openid-configuration': () => json((misdeeds.metadata ?? same)(metadataOf(issuer))),
    '/jwks': () => json({ keys: (misdeeds.jwks ?? same)([keys.own.publicJwk, keys.other.publicJwk]) }),
    // Of the stranger, for headers that name a place for their key.
    '/stranger-jwks': () => json({ keys: [keys.stranger.publicJwk] }),
    '/authorize': ({ query }) => sendBack(query),
    '/token': async ({ form }) => {
      const answer = await answerTokens(form);
      await misdeeds.holdTokens?.();
      return answer;
    },
    '/userinfo': () => json((misdeeds.userinfo ?? same)(person)),
    '/revoke': () => ({}),
    '/end-session': () => ({ body: 'signed out' }),
  };

  function sendBack(query: URLSearchParams): Answer {
    const code = random('code');
    grants.set(code, { person, nonce: query.get('nonce'), scope: query.get('scope') ?? '' });
    const back = new URL(query.get('redirect_uri') ?? 'about:blank');
    const params = new URLSearchParams({ code, state: query.get('state') ?? '', iss: issuer });
    misdeeds.callback?.(params);
    params.forEach((value, name) => back.searchParams.append(name, value));
    return { status: 303, headers: { location: back.href } };
  }

  function answerTokens(form: URLSearchParams): Answer | Promise<Answer> {
    for (const name of ['code', 'code_verifier', 'refresh_token', 'subject_token', 'client_secret'])
      if (form.has(name)) keep(form.get(name) ?? '');
    const token = typeof misdeeds.token === 'function' ? misdeeds.token(form) : misdeeds.token;
    if (token === 'hang') return new Promise<Answer>(() => {});
    if (token !== undefined) return token;
    const grant = grants.get(form.get('code') ?? form.get('refresh_token') ?? '');
    const scope = form.get('scope') ?? grant?.scope ?? '';
    const set = {
      token_type: 'Bearer',
      expires_in: accessTokenSeconds,
      scope,
      access_token: accessToken(subjectOf(form, grant), scope, form.get('audience') ?? clientId),
      ...(grant !== undefined && {
        refresh_token: refreshToken(grant),
        id_token: idToken(grant),
      }),
      ...(form.get('grant_type')?.endsWith(':token-exchange') === true && {
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      }),
    };
    return json((misdeeds.tokenSet ?? same)(set, form));
  }

  function subjectOf(form: URLSearchParams, grant: Grant | undefined): string {
    const token = form.get('subject_token');
    return (token === null ? undefined : decodeJwt(token).sub) ?? (grant?.person ?? person).sub;
  }

  function refreshToken(grant: Grant): string {
    const token = random('refresh');
    grants.set(token, grant);
    return token;
  }

  function idToken({ nonce, person: whose }: Grant): string {
    const claims = {
      ...whose,
      iss: issuer,
      aud: clientId,
      sid: 'sid_1',
      iat: now(),
      exp: now() + 300,
      ...(nonce !== null && { nonce }),
    };
    return keep(forgeToken(claims, {}, keys, misdeeds.idToken));
  }

  function accessToken(sub: string, scope: string, aud: string): string {
    const claims = {
      iss: issuer,
      sub,
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
        if (remembers) requests.push(seen);
        return pages[seen.path]?.(seen) ?? { status: 404 };
      })
      .then(({ status = 200, headers = {}, body = '' }) => outgoing.writeHead(status, headers).end(body))
      .catch(() => outgoing.writeHead(400).end()); // was shown what no provider can read
  });
  const port = await listenOn(server, wanted);
  issuer = `http://localhost:${port}`;
  return {
    issuer,
    port,
    requests,
    secrets,
    keys,
    misbehave: (next) => (misdeeds = next),
    introduce: (next) => (person = next),
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

function json(value: unknown): Answer {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

const same = <T>(value: T): T => value;

const now = (): number => Math.floor(Date.now() / 1000);
