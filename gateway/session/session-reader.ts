import type { IncomingMessage } from 'node:http';
import type { Clock, Randomness } from '../clock.ts';
import { type CookieKind, readSessionId } from './cookies.ts';
import { createOpenedSessions, isOpenedOf, type OpenedSession } from './opened-sessions.ts';
import { personKeyOf } from './person-key-of.ts';
import { openSessionBox, type SessionBox } from './session-box.ts';
import { parseSessionIdentity, type SessionIdentity } from './session-identity.ts';
import type { SessionStore, StoredSession } from './store/session-store.ts';
import type { OpenSession } from './tokens/open-session.ts';
import { parseSessionTokens } from './tokens/session-tokens.ts';

/** A session that was read and opened, and who it belongs to. */
export interface ReadSession extends OpenSession {
  readonly identity: SessionIdentity;
  readonly stored: StoredSession;
}

export interface SessionReader {
  /**
   * The living session whose cookie a request carries; undefined when there is none, or none any more. One round trip.
   * @param how.slide whether this is a use of the session, which moves its idle limit
   * @throws GatewayError SESSIONS_UNAVAILABLE
   */
  read(request: IncomingMessage, how: { readonly slide: boolean }): Promise<ReadSession | undefined>;
}

export interface SessionReaderParts {
  /** Whose people these are: a subject of another one is somebody else, whatever they are called. */
  readonly issuer: string;
  readonly store: Pick<SessionStore, 'read'>;
  readonly kind: CookieKind;
  readonly secrets: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
  readonly randomness: Pick<Randomness, 'id'>;
}

export function createSessionReader({
  issuer,
  store,
  kind,
  secrets,
  clock,
  randomness,
}: SessionReaderParts): SessionReader {
  const recent = createOpenedSessions();
  return {
    async read({ headers }, { slide }) {
      const id = readSessionId(headers.cookie, kind, secrets);
      if (id === undefined) return undefined;
      const known = recent.find(id);
      const box = known?.box ?? openSessionBox(id, randomness);
      const stored = await store.read(box.key, { now: clock.now(), slide });
      const opened = stored && (known && isOpenedOf(known, stored) ? known : openWith(box, stored));
      if (stored === undefined || opened?.identity.issuer !== issuer) {
        recent.forget(id);
        return undefined;
      }
      recent.keep(id, opened);
      return present(opened, stored);
    },
  };
}

/** Undefined when somebody changed the store. */
function openWith(box: SessionBox, stored: StoredSession): OpenedSession | undefined {
  const { sealedIdentity, sealedTokens } = stored;
  const identity = box.open('identity', sealedIdentity);
  const tokens = box.open('tokens', sealedTokens);
  if (identity === undefined || tokens === undefined) return undefined;
  return {
    box,
    sealedIdentity,
    sealedTokens,
    identity: parseSessionIdentity(identity),
    tokens: parseSessionTokens(tokens),
  };
}

function present({ box, identity, tokens }: OpenedSession, stored: StoredSession): ReadSession {
  return {
    key: box.key,
    person: personKeyOf(identity.issuer, identity.sub),
    sub: identity.sub,
    identity,
    stored,
    tokens,
    version: stored.version,
    box: {
      seal: (text) => box.seal('tokens', text),
      open: (sealed) => checkOpened(box.open('tokens', sealed)),
    },
  };
}

function checkOpened(text: string | undefined): string {
  if (text === undefined) throw new TypeError('these tokens were not sealed for this session');
  return text;
}
