import { beforeEach, describe, expect, it } from '@jest/globals';
import { sign } from 'cookie-signature';
import { systemRandomness } from '../../../gateway/clock.ts';
import { cookieKindOf } from '../../../gateway/session/cookies.ts';
import { createOpenedSessions } from '../../../gateway/session/opened-sessions.ts';
import { personKeyOf } from '../../../gateway/session/person-key-of.ts';
import { createSessionId, openSessionBox, type SessionBox } from '../../../gateway/session/session-box.ts';
import { createSessionReader } from '../../../gateway/session/session-reader.ts';
import { createMemorySessionStore } from '../../../gateway/session/store/create-memory-session-store.ts';
import type { SessionStore, StoredSession } from '../../../gateway/session/store/session-store.ts';

const SECRETS = ['the young secret', 'the old secret'];
const kind = cookieKindOf('http://localhost:4000', 'web', '__Host-');
const clock = { now: () => 1_800_000_000_000 };
const identityOf = (sub: string) => JSON.stringify({ issuer: 'https://issuer', sub, claims: {} });
const tokensOf = (accessToken: string) =>
  JSON.stringify({ accessToken, expiresAt: 1, issuedAt: 0, refreshToken: 'refresh', scopes: [] });

describe('the session of a cookie', () => {
  let store: SessionStore;
  let tampered: Partial<StoredSession>;
  let asked: number;
  let read: (cookie: string | undefined) => Promise<{ sub: string; accessToken: string } | undefined>;

  beforeEach(() => {
    store = createMemorySessionStore({ clock });
    tampered = {};
    asked = 0;
    const reader = createSessionReader({
      issuer: 'https://issuer',
      store: {
        async read(key, how) {
          asked += 1;
          const stored = await store.read(key, how);
          return stored && { ...stored, ...tampered };
        },
      },
      kind,
      secrets: SECRETS,
      clock,
      randomness: systemRandomness,
    });
    read = async (cookie) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that it reads of a request
      const found = await reader.read({ headers: { cookie } } as never, { slide: true });
      return found && { sub: found.sub, accessToken: found.tokens.accessToken };
    };
  });

  async function begin(sub: string): Promise<{ id: string; box: SessionBox; start: StoredSession }> {
    const id = createSessionId(systemRandomness);
    const box = openSessionBox(id, systemRandomness);
    const sealedIdentity = box.seal('identity', identityOf(sub));
    const sealedTokens = box.seal('tokens', tokensOf(`access of ${sub}`));
    await store.create({
      key: box.key,
      person: personKeyOf('https://issuer', sub),
      providerSession: undefined,
      sealedIdentity,
      sealedTokens,
      label: '',
      now: clock.now(),
      idleMs: 60_000,
      absoluteMs: 60_000,
    });
    const start = await store.read(box.key, { now: clock.now(), slide: false });
    if (start === undefined) throw new Error('no session');
    return { id, box, start };
  }
  const cookieOf = (id: string, secret = SECRETS[0] ?? '') =>
    `${kind.session}=${encodeURIComponent(`s:${sign(id, secret)}`)}`;

  it('is found by each secret of the rotation and by no other', async () => {
    const { id } = await begin('ada');
    const ada = { sub: 'ada', accessToken: 'access of ada' };
    expect(await read(cookieOf(id))).toEqual(ada);
    expect(await read(`other=1; ${cookieOf(id, SECRETS[1])}; more=2`)).toEqual(ada);
    expect(await read(cookieOf(id, 'a stranger'))).toBeUndefined();
  });

  it('is asked of the store each time, though it was opened before', async () => {
    const { id, box } = await begin('ada');
    await read(cookieOf(id));
    expect(await read(cookieOf(id))).toBeDefined();
    expect(asked).toBe(2);
    await store.end(box.key);
    expect(await read(cookieOf(id))).toBeUndefined();
  });

  it('has the tokens that stand in the store now', async () => {
    const { id, box } = await begin('ada');
    await read(cookieOf(id));
    const attempt = { owner: 'one', version: 1, now: clock.now(), leaseMs: 1_000, takeOver: true };
    await store.beginRefresh(box.key, attempt);
    await store.commitRefresh(box.key, attempt, box.seal('tokens', tokensOf('young')));
    expect(await read(cookieOf(id))).toEqual({ sub: 'ada', accessToken: 'young' });
  });

  it('SES-02 is none once somebody put another session’s values, or another field’s, in the store', async () => {
    const [ada, grace] = [await begin('ada'), await begin('grace')];
    for (const wasRead of [false, true]) {
      if (wasRead) await read(cookieOf(ada.id));
      for (const change of [
        { sealedIdentity: grace.start.sealedIdentity },
        { sealedTokens: grace.start.sealedTokens },
        { sealedIdentity: ada.start.sealedTokens },
        { sealedTokens: ada.start.sealedIdentity },
        { sealedIdentity: 'garbage' },
      ]) {
        tampered = change;
        expect(await read(cookieOf(ada.id))).toBeUndefined();
      }
      tampered = {};
    }
    expect(await read(cookieOf(ada.id))).toBeDefined();
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `${kind.session}=`,
    `${kind.session}=s%3A`,
    `${kind.session}=%E0%A4%A`,
    `${kind.session}=${'x'.repeat(9_000)}`,
    cookieOf('short'),
    cookieOf('x'.repeat(44)),
  ])('is none for %j, and nobody is asked', async (cookie) => {
    expect(await read(cookie)).toBeUndefined();
    expect(asked).toBe(0);
  });
});

describe('sessions that were opened a moment ago', () => {
  it('are no more than so many, and the one that was not used for the longest time is forgotten', async () => {
    const opened = createOpenedSessions(2);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it holds does not matter here
    const keep = (id: string) => opened.keep(id, { sealedTokens: id } as never);
    ['a', 'b', 'a', 'c'].forEach(keep);
    expect(['a', 'b', 'c'].map((id) => opened.find(id) !== undefined)).toEqual([true, false, true]);
    opened.forget('a');
    expect(opened.find('a')).toBeUndefined();
  });
});
