import type { IncomingMessage } from 'node:http';
import type { Clock, Randomness } from '../clock.ts';
import type { Authenticate } from '../gates/authenticate.ts';
import type { SignedInPeople } from '../gates/signed-in-people.ts';
import type { Logger } from '../observability/logger.ts';
import type { SessionOptions } from '../options/session-options.ts';
import type { Redis } from '../redis/redis.ts';
import type { Viewer } from '../request-scope.ts';
import type { TokenSource } from '../upstream/token-source.ts';
import { backchannelLogout, type EndedSubject } from './backchannel/backchannel-logout.ts';
import { BFF_PATHS } from './bff-paths.ts';
import { cookieKindOf } from './cookies.ts';
import type { Identity } from './identity.ts';
import { personKeyOf, unnamedSessionKeyOf } from './person-key-of.ts';
import type { ConnectedProvider } from './provider/connect-provider.ts';
import { targetsOfLogout } from './revocation-targets.ts';
import { seeSession, visibleIdOf } from './see-session.ts';
import { createSessionReader, type ReadSession } from './session-reader.ts';
import { createAttemptCookies } from './sign-in/attempt-cookies.ts';
import { createCallbackRoute } from './sign-in/callback-route.ts';
import { createEnvelope } from './sign-in/create-envelope.ts';
import { createLoginRoute } from './sign-in/login-route.ts';
import { createLogoutRoute } from './sign-in/logout-route.ts';
import { createSessionsRoute } from './sign-in/sessions-route.ts';
import type { SignInParts } from './sign-in/sign-in-parts.ts';
import { createUserRoute } from './sign-in/user-route.ts';
import type { Ledger } from './store/ledger.ts';
import type { PersonKey, ProviderSessionKey, SessionStore } from './store/session-store.ts';
import type { VersionedTokens } from './tokens/open-session.ts';
import { createRevocations } from './tokens/revocations.ts';
import { createSessionRefresh, type SessionRefresh } from './tokens/session-refresh.ts';

export interface CookieIdentityParts {
  readonly client: string;
  /** Whom the provider's logout tokens are for. */
  readonly clientId: string;
  readonly publicOrigin: string;
  readonly session: SessionOptions;
  readonly provider: ConnectedProvider;
  readonly store: SessionStore;
  readonly ledger: Ledger;
  /** Where the store may go away. */
  readonly redis: Redis | undefined;
  /** What services are shown. */
  readonly tokens: TokenSource;
  /** What a request has for everything, in milliseconds. */
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
}

/** Users who sign in here, and whom a cookie is all that their browser knows of. */
export function createCookieIdentity(parts: CookieIdentityParts): Identity {
  const { session: options, tokens } = parts;
  const { secrets } = options;
  const kind = cookieKindOf(parts.publicOrigin, parts.client, options.cookiePrefix);
  const revocations = createRevocations({ ...parts, secrets });
  const refresh = createSessionRefresh({
    ...parts,
    onOrphan: (refreshToken) => revocations.revokeOrphan(refreshToken),
  });
  const sessions = createSessionReader({ ...parts, issuer: parts.provider.issuer, kind, secrets });
  const signIn: SignInParts = {
    ...parts,
    ...options,
    kind,
    sessions,
    revocations,
    attempts: createAttemptCookies({ ...parts, kind, secrets }),
    envelope: createEnvelope({ ...parts, kind, secrets }),
  };

  const authenticate: Authenticate = async (request, scope) => {
    if (isOurs(request)) return null;
    const session = await sessions.read(request, { slide: true });
    if (session === undefined) return null;
    const leftMs = scope === undefined ? parts.deadlineMs : scope.deadlineAt - parts.clock.monotonicMs();
    return viewerOf(session, await refresh.freshTokens(session, leftMs), refresh, leftMs);
  };

  return {
    proof: 'header',
    authenticate,
    routes: [
      createLoginRoute(signIn),
      createCallbackRoute(signIn),
      createUserRoute(signIn),
      createLogoutRoute(signIn),
      createSessionsRoute(signIn),
      backchannelLogout({
        ...parts,
        ...parts.provider,
        path: BFF_PATHS.backchannelLogout,
        audiences: [parts.clientId],
        revocationTtlMs: SIGN_IN_MS,
        endSessions: (subject) => endSessions(parts, subject),
      }),
    ],
    tokens,
    people: createPeople(parts),
    async start() {
      revocations.start();
    },
    async stop() {
      await refresh.stop();
      await revocations.stop();
    },
  };
}

/** Longer than a sign-in is under way between its tokens and its session: those alone ask what was ended. */
const SIGN_IN_MS = 60_000;

/** Whose they were, the provider has said; their refresh tokens it has revoked itself. */
async function endSessions({ store, clock }: CookieIdentityParts, subject: EndedSubject): Promise<number> {
  const ofSession = (key: ProviderSessionKey) => store.listOfProviderSession(key, clock.now());
  const lists =
    'person' in subject
      ? [store.listOf(subject.person, clock.now())]
      : [subject.providerSession, unnamedIn(subject)].flat().map(ofSession);
  const listed = (await Promise.all(lists)).flat();
  const ended = await Promise.all(listed.map(({ key }) => store.end(key)));
  return ended.filter(Boolean).length;
}

function createPeople(parts: CookieIdentityParts): SignedInPeople {
  const { store, ledger, clock, provider, log } = parts;
  const listOf = (person: PersonKey) => store.listOf(person, clock.now());

  async function endOne(person: PersonKey, id: string): Promise<number> {
    const chosen = (await listOf(person)).filter(({ key }) => visibleIdOf(key) === id);
    const ended = await Promise.all(chosen.map(({ key }) => store.end(key)));
    return ended.filter(Boolean).length;
  }
  async function endAll(person: PersonKey, sub: string): Promise<number> {
    for (const target of targetsOfLogout({ issuer: provider.issuer, sub, sid: undefined }))
      await ledger.revoke({ target, at: clock.now() }, SIGN_IN_MS);
    return endSessions(parts, { person });
  }
  return {
    sessionsOf: async (sub) => (await listOf(personKeyOf(provider.issuer, sub))).map(seeSession),
    async end(sub, id) {
      const person = personKeyOf(provider.issuer, sub);
      const ended = await (id === undefined ? endAll(person, sub) : endOne(person, id));
      log.info(
        { event: 'sessions ended by operator', ended, person: person.slice(0, 12) },
        'an operator ended sessions',
      );
      return ended;
    },
  };
}

function unnamedIn({ unnamedOf }: { readonly unnamedOf: PersonKey | undefined }): ProviderSessionKey[] {
  return unnamedOf === undefined ? [] : [unnamedSessionKeyOf(unnamedOf)];
}

/** Sign-in and sign-out read the session by themselves: neither waits for the provider, and neither fails by an old session. */
function isOurs({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/bff/');
}

function viewerOf(
  session: ReadSession,
  fresh: VersionedTokens,
  refresh: SessionRefresh,
  waitMs: number,
): Viewer {
  const { sub, identity } = session;
  let current = fresh;
  return {
    sub,
    key: session.key,
    scopes: new Set(fresh.tokens.scopes),
    claims: { ...identity.claims, sub },
    async accessToken() {
      current = await refresh.freshTokens({ ...session, ...current }, waitMs);
      return current.tokens.accessToken;
    },
  };
}
