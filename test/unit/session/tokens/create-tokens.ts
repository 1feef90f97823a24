import { GatewayError } from '../../../../gateway/errors.ts';
import type { TokenSet } from '../../../../gateway/session/provider/provider.ts';
import type {
  PersonKey,
  RefreshAttempt,
  RefreshTurn,
  SessionKey,
} from '../../../../gateway/session/store/session-store.ts';
import type { OpenSession } from '../../../../gateway/session/tokens/open-session.ts';
import { createSessionRefresh } from '../../../../gateway/session/tokens/session-refresh.ts';
import { parseSessionTokens, type SessionTokens } from '../../../../gateway/session/tokens/session-tokens.ts';
import { createScope } from '../../upstream/create-scope.ts';
import { createVirtualClock, type VirtualClock } from '../../upstream/virtual-clock.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it is the hash of does not matter here
const key = 'session' as SessionKey;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nor here
const person = 'person of the session' as PersonKey;
const box = { seal: (text: string) => text, open: (sealed: string) => sealed };

const LIFETIME_MS = 600_000;

/** One record with a lease, as all processes see it, and what can go wrong with it. */
export interface SessionRecord {
  /** Undefined once the session has ended. */
  tokens: SessionTokens | undefined;
  version: number;
  lease: { readonly owner: string; readonly until: number } | undefined;
  /** The store cannot be asked; `after …`: it goes away once it has written, before it has said so. */
  away: boolean | 'after begin' | 'after commit';
}

export function createRecord(clock: VirtualClock, tokens: Partial<SessionTokens> = {}): SessionRecord {
  return {
    tokens: {
      accessToken: 'access 1',
      refreshToken: 'refresh 1',
      issuedAt: clock.now() - LIFETIME_MS,
      expiresAt: clock.now() - 1,
      scopes: ['orders:read', 'accounts:read'],
      ...tokens,
    },
    version: 1,
    lease: undefined,
    away: false,
  };
}

function createStore(record: SessionRecord) {
  const available = () => {
    if (record.away === true) throw new GatewayError('SESSIONS_UNAVAILABLE');
  };
  function turnOf({ version, owner, now, leaseMs, takeOver }: RefreshAttempt): RefreshTurn {
    if (record.tokens === undefined) return { turn: 'ended' };
    if (record.version > version)
      return { turn: 'done', sealedTokens: JSON.stringify(record.tokens), version: record.version };
    const { lease } = record;
    const isTaken = lease !== undefined && lease.owner !== owner && (lease.until > now || !takeOver);
    if (isTaken) return { turn: 'wait' };
    record.lease = { owner, until: now + leaseMs };
    if (record.away === 'after begin') {
      record.away = true;
      available();
    }
    return { turn: 'yours' };
  }
  return {
    beginRefresh: async (_key: SessionKey, attempt: RefreshAttempt) => {
      available();
      return turnOf(attempt);
    },
    async commitRefresh(_key: SessionKey, { owner, version }: RefreshAttempt, sealed: string) {
      available();
      if (record.tokens === undefined || record.lease?.owner !== owner || record.version !== version)
        return false;
      Object.assign(record, { tokens: parseSessionTokens(sealed), version: version + 1, lease: undefined });
      if (record.away === 'after commit') {
        record.away = true;
        available();
      }
      return true;
    },
    async abandonRefresh(_key: SessionKey, { owner }: Pick<RefreshAttempt, 'owner'>) {
      available();
      if (record.lease?.owner === owner) record.lease = undefined;
    },
    async read() {
      available();
      if (record.tokens === undefined) return undefined;
      const sealedTokens = JSON.stringify(record.tokens);
      return {
        sealedIdentity: '',
        sealedTokens,
        version: record.version,
        createdAt: 0,
        idleAt: 0,
        absoluteAt: 0,
      };
    },
    async end() {
      available();
      const existed = record.tokens !== undefined;
      record.tokens = undefined;
      return existed;
    },
  };
}

/** What the provider gives next; counts. */
export interface FakeProvider {
  readonly asked: string[];
  answer: (refreshToken: string) => Promise<TokenSet>;
  refresh(refreshToken: string): Promise<TokenSet>;
}

/** Rotates, and takes each refresh token once. */
export function createProvider(clock: VirtualClock): FakeProvider {
  const asked: string[] = [];
  let good = 'refresh 1';
  return {
    asked,
    async answer(refreshToken) {
      if (refreshToken !== good) throw new GatewayError('UNAUTHENTICATED');
      good = `refresh ${asked.length + 1}`;
      return {
        accessToken: `access ${asked.length + 1}`,
        refreshToken: good,
        expiresAt: clock.now() + LIFETIME_MS,
        scopes: ['orders:read', 'accounts:read'],
      };
    },
    refresh(refreshToken) {
      asked.push(refreshToken);
      return this.answer(refreshToken);
    },
  };
}

export interface TestProcess {
  readonly orphans: string[];
  readonly lines: ReturnType<typeof createScope>['lines'];
  /** Since when the store has been there for this process. */
  availableForMs: number;
  storeIsBack(): void;
  readonly fresh: (waitMs?: number) => Promise<{ readonly tokens: SessionTokens; readonly version: number }>;
  stop(): Promise<void>;
}

/** A process that reads the record when it is asked for tokens, or carries what it read before. */
export function createProcess(
  { record, provider, clock }: { record: SessionRecord; provider: FakeProvider; clock: VirtualClock },
  carried?: Pick<OpenSession, 'tokens' | 'version'>,
): TestProcess {
  const orphans: string[] = [];
  const back = new Set<() => void>();
  const scope = createScope();
  let ids = 0;
  const owner = Math.random();
  const state = { availableForMs: 60_000 };
  const refresh = createSessionRefresh({
    store: createStore(record),
    provider,
    redis: {
      availableForMs: () => state.availableForMs,
      onAvailable: (callback) => {
        back.add(callback);
        return () => void back.delete(callback);
      },
    },
    clock,
    randomness: { id: () => `${owner} ${(ids += 1)}`, fraction: () => 0.5 },
    log: scope.log,
    onOrphan: (token) => void orphans.push(token),
  });
  const read = (): OpenSession => {
    if (record.tokens === undefined) throw new Error('this session has ended');
    return { key, person, sub: 'u_ada', box, tokens: record.tokens, version: record.version, ...carried };
  };
  return Object.assign(state, {
    orphans,
    lines: scope.lines,
    storeIsBack: () => back.forEach((callback) => callback()),
    fresh: (waitMs = 3_000) => refresh.freshTokens(read(), waitMs),
    stop: () => refresh.stop(),
  });
}

/** Lets promises go on, and time pass where they wait for it. */
export async function pass(clock: VirtualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) {
    await settled();
    clock.advance(10);
  }
  await settled();
}

export async function settled(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}

export function createWorld(tokens: Partial<SessionTokens> = {}) {
  const clock = createVirtualClock();
  return { clock, record: createRecord(clock, tokens), provider: createProvider(clock) };
}
