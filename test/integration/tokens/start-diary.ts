import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGateway, createLogger, GatewayError, systemClock, type Viewer } from '#gateway';
import { systemRandomness } from '../../../gateway/clock.ts';
import type { AccessDemand, AccessToken } from '../../../gateway/session/provider/provider.ts';
import {
  createTokenSource,
  type ServiceTokens,
} from '../../../gateway/session/tokens/create-token-source.ts';
import { leaveNothing } from '../../support/leftovers.ts';
import { startService } from '../upstream/start-service.ts';
import { DIARY_SDL, diaryContract } from './diary-contract.ts';

/** Every form that makes caches keep what is somebody's, and some that are none. */
const CACHE_CONTROLS = [
  'public, max-age=600',
  'max-age=31536000, immutable',
  's-maxage=600',
  'private',
  'no-store',
  'public, public, max-age=600, max-age=0',
  'max-age="600',
  ', ,=,;',
  'stale-while-revalidate=600, stale-if-error=600',
  '',
];
const VARIES = ['*', 'authorization', 'Authorization, Accept', 'x-nothing', 'accept-encoding', ',,', '', '"'];

export interface Diary {
  readonly url: string;
  readonly tokens: ServiceTokens;
  /** Who was shown to the service: as many calls as there were. */
  readonly shown: readonly string[];
  /** How often tokens were exchanged. */
  readonly exchanges: () => number;
  ask(user: string | undefined, query: string): Promise<DiaryAnswer>;
}

export interface DiaryAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** Whose diary it is says each answer by the token that came with the request, and so does the provider by its. */
export interface DiaryChoices {
  /** @default a little while that differs */
  readonly pause?: () => Promise<void>;
  /** How long exchanged tokens live; few milliseconds make them expire all the time. */
  readonly lifetimeMs?: () => number;
}

/** A gateway before a service that writes in every answer whom it takes the caller for. */
export async function startDiary({
  pause = oddPause,
  lifetimeMs = () => 60_000,
}: DiaryChoices = {}): Promise<Diary> {
  const shown: string[] = [];
  let exchanged = 0;
  const service = await startService((request, response) => void answer(request, response, shown, pause));
  const give = async (accessToken: string): Promise<AccessToken> => {
    await pause();
    return { accessToken, expiresAt: Date.now() + lifetimeMs() };
  };
  const provider = {
    exchange: (accessToken: string, { audience, scopes }: AccessDemand) => {
      exchanged += 1;
      return give([accessToken, audience, ...scopes].join('|'));
    },
    ownToken: ({ audience, scopes }: AccessDemand) => give(['system', audience, ...scopes].join('|')),
  };
  const tokens = createTokenSource({
    provider,
    services: new Map([['diary', { token: 'exchange' as const }]]),
    clock: systemClock,
  });
  const gateway = createGateway({
    schemas: {
      client: 'diary',
      sdl: { file: 'diary.graphql', text: DIARY_SDL },
      contracts: [diaryContract()],
      documents: new Map(),
    },
    options: { port: 0, operationsPort: 0, deadlineMs: 30_000 },
    services: { diary: { url: service.url, timeoutMs: 30_000 } },
    users: {
      by: 'own',
      proof: 'bearer',
      authenticate: async ({ headers }) => viewerOf(headers.authorization),
      tokens,
    },
    log: createLogger({ level: 'silent', fields: {}, clock: systemClock }),
    randomness: systemRandomness,
  });
  leaveNothing(() => gateway.stop());
  const { url } = await gateway.start();
  return { url, tokens, shown, exchanges: () => exchanged, ask: (user, query) => ask(url, user, query) };
}

function viewerOf(authorization: string | undefined): Viewer | null {
  if (authorization === undefined) return null;
  const [, sub = '', ending] = authorization.split(' ');
  return {
    sub,
    key: `session of ${sub}`,
    scopes: new Set(['diary:read', 'diary:write']),
    claims: { sub },
    accessToken: async () => {
      if (ending === 'expired') throw new GatewayError('UNAUTHENTICATED');
      return sub;
    },
  };
}

async function ask(url: string, user: string | undefined, query: string): Promise<DiaryAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(user === undefined ? {} : { authorization: `User ${user}` }),
    },
    body: JSON.stringify({ query }),
  });
  const { data, errors }: Pick<DiaryAnswer, 'data' | 'errors'> = JSON.parse(await response.text());
  return {
    status: response.status,
    headers: response.headers,
    data,
    ...(errors === undefined ? {} : { errors }),
  };
}

async function answer(
  { url = '', headers, method }: IncomingMessage,
  response: ServerResponse,
  shown: string[],
  pause: () => Promise<void>,
): Promise<void> {
  const { authorization = 'Bearer nobody' } = headers;
  const [owner = ''] = authorization.replace('Bearer ', '').split('|');
  shown.push(`${method} ${url} ${authorization}`);
  await pause();
  const { pathname, searchParams } = new URL(url, 'http://diary');
  const entryOf = (id: string) => ({
    id,
    owner,
    nextIds: [1, 2, 3, 4].map((one) => `${id.slice(0, 3)}${one}`),
  });
  const [, place = '', id = 'front'] = pathname.split('/');
  const list = searchParams.get('ids')?.split(',').map(entryOf);
  response.writeHead(200, {
    'content-type': 'application/json',
    'cache-control': pick(CACHE_CONTROLS),
    vary: pick(VARIES),
    etag: '"the same for everybody"',
    'last-modified': new Date(0).toUTCString(),
  });
  response.end(JSON.stringify(list ?? entryOf(place === 'front' ? 'front' : id)));
}

function pick(values: readonly string[]): string {
  return values[Math.floor(Math.random() * values.length)] ?? '';
}

async function oddPause(): Promise<void> {
  const turns = Math.floor(Math.random() * 4);
  if (turns === 3) await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
  else for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
