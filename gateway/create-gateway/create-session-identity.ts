import type { ProviderOptions } from '../options/provider-options.ts';
import type { SessionOptions } from '../options/session-options.ts';
import { OptionsError } from '../options.ts';
import { BFF_PATHS } from '../session/bff-paths.ts';
import { createCookieIdentity } from '../session/create-cookie-identity.ts';
import type { Identity } from '../session/identity.ts';
import { connectProvider } from '../session/provider/connect-provider.ts';
import { createMemorySessionStore } from '../session/store/create-memory-session-store.ts';
import { createRedisSessionStore } from '../session/store/create-redis-session-store.ts';
import { createTokenSource } from '../session/tokens/create-token-source.ts';
import { createProviderFetch } from '../upstream/create-provider-fetch.ts';
import { createLedger } from './create-ledger.ts';
import type { IdentityParts } from './identity-parts.ts';
import { scopesIn } from './scopes-in.ts';

/** People who sign in at this gateway, and whose browsers keep a cookie of ours. */
export interface SessionUsers {
  readonly provider: ProviderOptions;
  readonly session: SessionOptions;
}

/** @throws OptionsError with all that production lacks, whoever starts it */
export function createSessionIdentity(users: SessionUsers, parts: IdentityParts): Identity {
  const { provider: options, session } = users;
  const { settings, schemas, redis, prefix, clock } = parts;
  const problems = settings.production ? productionProblems(users, parts) : [];
  if (problems.length > 0) throw new OptionsError(problems);
  const publicOrigin = settings.publicOrigin ?? `http://localhost:${settings.port}`;
  const road = createProviderFetch({ ...options, clock });
  const provider = connectProvider({
    ...parts,
    ...options,
    fetch: road.fetch,
    redirectUri: `${publicOrigin}${BFF_PATHS.callback}`,
    scopes: session.scopes ?? ['openid', 'profile', ...scopesIn(schemas.sdl.text)],
  });
  const store =
    redis === undefined
      ? createMemorySessionStore({ clock })
      : createRedisSessionStore({ redis, prefix, clock });
  const tokens = createTokenSource({ ...parts, provider });
  const identity = createCookieIdentity({
    ...parts,
    client: schemas.client,
    clientId: options.clientId,
    publicOrigin,
    session,
    provider,
    store: {
      ...store,
      async end(key) {
        const ended = await store.end(key);
        tokens.forget(key); // nobody comes with it anymore, and it is what viewers are known by
        return ended;
      },
    },
    ledger: createLedger(parts),
    tokens,
    deadlineMs: settings.deadlineMs,
  });
  return {
    ...identity,
    async stop() {
      await identity.stop();
      await road.stop();
    },
  };
}

const MIN_SECRET_BYTES = 32;

function productionProblems(
  { provider, session }: SessionUsers,
  { settings, redis }: IdentityParts,
): readonly string[] {
  const isShort = (secret: string) => Buffer.byteLength(secret) < MIN_SECRET_BYTES;
  const checks: readonly (readonly [isWrong: boolean, problem: string])[] = [
    [redis === undefined, 'redisUrl: sessions of production are not kept in the process'],
    [settings.publicOrigin?.startsWith('https:') !== true, 'publicOrigin: must be https in production'],
    [!provider.issuer.startsWith('https:'), 'users.provider.issuer: must be https in production'],
    [
      session.secrets.length === 0 || session.secrets.some(isShort),
      `users.session.secrets: must be at least one, each of ${MIN_SECRET_BYTES} bytes or more`,
    ],
  ];
  return checks.flatMap(([isWrong, problem]) => (isWrong ? [problem] : []));
}
