import type { Clock } from '../../clock.ts';
import { GatewayError } from '../../errors.ts';
import { createSessionIndex } from './session-index.ts';
import {
  type ListedSession,
  MAX_SESSIONS_OF_PERSON,
  MAX_VALUES,
  type PersonKey,
  type ProviderSessionKey,
  type RefreshAttempt,
  type RefreshTurn,
  type SessionKey,
  type SessionStart,
  type SessionStore,
  SLIDE_STEP_MS,
} from './session-store.ts';

export interface MemorySessionStoreParts {
  readonly clock: Pick<Clock, 'now'>;
  /** Above it, the session that was not used for the longest time ends. @default 100_000 */
  readonly maxSessions?: number;
}

interface MemorySession {
  readonly key: SessionKey;
  readonly person: PersonKey;
  readonly providerSession: ProviderSessionKey | undefined;
  readonly sealedIdentity: string;
  readonly label: string;
  readonly createdAt: number;
  readonly idleMs: number;
  readonly absoluteAt: number;
  readonly values: Map<string, string>;
  sealedTokens: string;
  version: number;
  seenAt: number;
  idleAt: number;
  lease: { readonly owner: string; readonly until: number } | undefined;
  envelope: string | undefined;
}

/** For one process, and gone with it. */
export function createMemorySessionStore({
  clock,
  maxSessions = 100_000,
}: MemorySessionStoreParts): SessionStore {
  /** In the order in which they were used last. */
  const sessions = new Map<SessionKey, MemorySession>();
  const persons = createSessionIndex<PersonKey>();
  const providerSessions = createSessionIndex<ProviderSessionKey>();

  function forget(session: MemorySession): void {
    sessions.delete(session.key);
    persons.remove(session.person, session.key);
    if (session.providerSession !== undefined) providerSessions.remove(session.providerSession, session.key);
  }
  function find(key: SessionKey, now = clock.now()): MemorySession | undefined {
    const session = sessions.get(key);
    if (session === undefined || now < session.idleAt) return session;
    forget(session);
    return undefined;
  }
  function makeRoom(now: number): void {
    for (const session of sessions.values()) {
      if (sessions.size < maxSessions && now < session.idleAt) return;
      forget(session);
    }
  }
  function endSurplus(person: PersonKey): void {
    const keys = persons.keysOf(person);
    if (keys.length <= MAX_SESSIONS_OF_PERSON) return;
    const [first] = keys
      .flatMap((key) => sessions.get(key) ?? [])
      .toSorted((one, other) => one.idleAt - other.idleAt);
    if (first !== undefined) forget(first);
  }
  function list(keys: readonly SessionKey[], now: number): readonly ListedSession[] {
    const living = keys.flatMap((key) => find(key, now) ?? []);
    return living
      .map(({ key, label, createdAt, seenAt, absoluteAt }) => ({ key, label, createdAt, seenAt, absoluteAt }))
      .toSorted((one, other) => other.createdAt - one.createdAt);
  }

  return {
    async create(start) {
      if (sessions.has(start.key)) throw new Error('there is such a session');
      makeRoom(start.now);
      sessions.set(start.key, sessionOf(start));
      persons.add(start.person, start.key);
      if (start.providerSession !== undefined) providerSessions.add(start.providerSession, start.key);
      endSurplus(start.person);
    },
    async read(key, { now, slide }) {
      const session = find(key, now);
      if (session === undefined) return undefined;
      if (slide && slid(session, now)) {
        sessions.delete(key);
        sessions.set(key, session);
      }
      const { sealedIdentity, sealedTokens, version, createdAt, idleAt, absoluteAt } = session;
      return { sealedIdentity, sealedTokens, version, createdAt, idleAt, absoluteAt };
    },
    async writeValue(key, name, sealed) {
      const values = find(key)?.values;
      if (values?.size === MAX_VALUES && !values.has(name)) {
        throw new GatewayError('BAD_USER_INPUT', { limit: { name: 'values', max: MAX_VALUES } });
      }
      return values?.set(name, sealed) !== undefined;
    },
    async readValues(key) {
      const values = find(key)?.values;
      return values && new Map(values);
    },
    beginRefresh: async (key, attempt) => turnOf(find(key, attempt.now), attempt),
    async commitRefresh(key, { owner, version, now }, sealedTokens) {
      const session = find(key, now);
      if (session?.lease?.owner !== owner || session.version !== version) return false;
      Object.assign(session, { sealedTokens, version: version + 1, lease: undefined });
      return true;
    },
    async abandonRefresh(key, { owner }) {
      const session = find(key);
      if (session?.lease?.owner === owner) session.lease = undefined;
    },
    async end(key) {
      const session = sessions.get(key);
      if (session !== undefined) forget(session);
      return session !== undefined;
    },
    listOf: async (person, now) => list(persons.keysOf(person), now),
    listOfProviderSession: async (session, now) => list(providerSessions.keysOf(session), now),
    envelopes: {
      get: async (key) => find(key)?.envelope,
      async set(key, sealed) {
        const session = find(key);
        if (session !== undefined) session.envelope = sealed;
        return session !== undefined;
      },
    },
  };
}

function sessionOf({ now, absoluteMs, ...start }: SessionStart): MemorySession {
  const absoluteAt = now + absoluteMs;
  return {
    ...start,
    createdAt: now,
    absoluteAt,
    values: new Map(),
    version: 1,
    seenAt: now,
    idleAt: Math.min(now + start.idleMs, absoluteAt),
    lease: undefined,
    envelope: undefined,
  };
}

function slid(session: MemorySession, now: number): boolean {
  if (now - session.seenAt < Math.min(SLIDE_STEP_MS, session.idleMs / 4)) return false;
  session.seenAt = now;
  session.idleAt = Math.min(now + session.idleMs, session.absoluteAt);
  return true;
}

function turnOf(session: MemorySession | undefined, attempt: RefreshAttempt): RefreshTurn {
  if (session === undefined) return { turn: 'ended' };
  const { version, sealedTokens, lease } = session;
  if (version !== attempt.version) return { turn: 'done', sealedTokens, version };
  const isOthers = lease !== undefined && lease.owner !== attempt.owner;
  if (isOthers && (attempt.now < lease.until || !attempt.takeOver)) return { turn: 'wait' };
  session.lease = { owner: attempt.owner, until: attempt.now + attempt.leaseMs };
  return { turn: 'yours' };
}
