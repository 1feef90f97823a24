import type { IncomingMessage } from 'node:http';
import type { Clock, Randomness } from '../clock.ts';
import { type CookieKind, readSessionId } from './cookies.ts';
import { personKeyOf } from './person-key-of.ts';
import { openSessionBox } from './session-box.ts';
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
  readonly store: Pick<SessionStore, 'read'>;
  readonly kind: CookieKind;
  readonly secrets: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
  readonly randomness: Pick<Randomness, 'id'>;
}

export function createSessionReader({
  store,
  kind,
  secrets,
  clock,
  randomness,
}: SessionReaderParts): SessionReader {
  return {
    async read({ headers }, { slide }) {
      const id = readSessionId(headers.cookie, kind, secrets);
      if (id === undefined) return undefined;
      const box = openSessionBox(id, randomness);
      const stored = await store.read(box.key, { now: clock.now(), slide });
      if (stored === undefined) return undefined;
      const identity = box.open('identity', stored.sealedIdentity);
      const tokens = box.open('tokens', stored.sealedTokens);
      if (identity === undefined || tokens === undefined) return undefined; // somebody changed the store
      const who = parseSessionIdentity(identity);
      return {
        key: box.key,
        person: personKeyOf(who.issuer, who.sub),
        sub: who.sub,
        identity: who,
        stored,
        tokens: parseSessionTokens(tokens),
        version: stored.version,
        box: {
          seal: (text) => box.seal('tokens', text),
          open: (sealed) => opened(box.open('tokens', sealed)),
        },
      };
    },
  };
}

function opened(text: string | undefined): string {
  if (text === undefined) throw new TypeError('these tokens were not sealed for this session');
  return text;
}
