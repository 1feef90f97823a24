import type { IncomingMessage, ServerResponse } from 'node:http';
import { RedisStore } from 'connect-redis';
import session from 'express-session';
import type { Randomness } from '../../clock.ts';
import { GatewayError } from '../../errors.ts';
import type { CookieKind } from '../cookies.ts';
import { createSessionId, openSessionBox } from '../session-box.ts';
import type { SessionStore } from '../store/session-store.ts';

export interface EnvelopeParts {
  readonly store: Pick<SessionStore, 'envelopes' | 'end'>;
  readonly kind: CookieKind;
  /** The first one signs; all of them are believed. */
  readonly secrets: readonly string[];
  readonly randomness: Pick<Randomness, 'id'>;
}

export interface Envelope {
  /**
   * Gives the browser a session with an id that nobody ever had, and ends the one that the request's cookie names. The
   * answer that is sent after this carries the cookie.
   * @param create writes the session's record; an envelope is kept only beside one
   */
  renew(
    request: IncomingMessage,
    response: ServerResponse,
    create: (id: string) => Promise<void>,
  ): Promise<void>;
}

/** As Express would hand them over. */
type Middleware = ReturnType<typeof session>;
type Asked = Parameters<Middleware>[0];
type Answered = Parameters<Middleware>[1];

/** express-session with connect-redis: the cookie, its signature, its rotation. What a session holds is not in there. */
export function createEnvelope(parts: EnvelopeParts): Envelope {
  const { kind, secrets, randomness } = parts;
  const middleware = session({
    name: kind.session,
    secret: [...secrets],
    store: new RedisStore({
      client: createEnvelopeClient(parts),
      prefix: '',
      disableTTL: true,
      disableTouch: true,
    }),
    genid: () => createSessionId(randomness),
    resave: false,
    saveUninitialized: false,
    cookie: { path: '/', httpOnly: true, sameSite: 'strict', secure: kind.isSecure },
  });

  function open(request: IncomingMessage, response: ServerResponse): Promise<Asked> {
    // Not what the connection says: TLS ends before us, and nobody's headers are believed about it.
    Object.assign(request, { secure: kind.isSecure });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of Express it uses what Node's own classes have
    const [asked, answered] = [request as Asked, response as Answered];
    return settled((done) => middleware(asked, answered, done)).then(() => asked);
  }

  return {
    async renew(request, response, create) {
      const asked = await open(request, response);
      try {
        await settled((done) => asked.session.regenerate(done));
        await create(asked.sessionID);
        await settled((done) => asked.session.save(done));
      } catch (error) {
        Reflect.deleteProperty(asked, 'session'); // without it no cookie is set
        throw error;
      }
    },
  };
}

/** Of node-redis what connect-redis calls, over our store: sealed there, and written only while the session lives. */
function createEnvelopeClient({ store, randomness }: EnvelopeParts) {
  const boxOf = (id: string) => openSessionBox(id, randomness);
  return {
    async get(id: string): Promise<string | null> {
      const box = boxOf(id);
      const sealed = await store.envelopes.get(box.key);
      return sealed === undefined ? null : (box.open('envelope', sealed) ?? null);
    },
    async set(id: string, text: string): Promise<void> {
      const box = boxOf(id);
      if (!(await store.envelopes.set(box.key, box.seal('envelope', text))))
        throw new GatewayError('SIGN_IN_FAILED', {}, new Error('the session ended while it began'));
    },
    async del([id]: readonly [string]): Promise<void> {
      await store.end(boxOf(id).key);
    },
  };
}

/** Callbacks of express-session and connect-redis may come twice; the first one counts. */
function settled(begin: (done: (error?: unknown) => void) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  begin((error) => {
    if (error === undefined || error === null) resolve();
    else reject(error instanceof Error ? error : new Error('no session', { cause: error }));
  });
  return promise;
}
