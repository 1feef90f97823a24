import { GatewayError } from '../../errors.ts';
import type { Exchange, Route } from '../../gates/route.ts';
import { BFF_PATHS } from '../bff-paths.ts';
import { clearCookie } from '../cookies.ts';
import { seeSession, visibleIdOf } from '../see-session.ts';
import type { ReadSession } from '../session-reader.ts';
import type { ListedSession, SessionKey } from '../store/session-store.ts';
import { answerJson, queryOf, unauthenticated } from './answers.ts';
import type { SignInParts } from './sign-in-parts.ts';

/**
 * `/bff/sessions`: where a person is signed in. GET lists, DELETE ends: `?id=` one of the list, `?others=1` all but this
 * one, `?all=1` all. Nobody sees or ends the session of another person.
 */
export function createSessionsRoute({ sessions, store, kind, clock }: SignInParts): Route {
  async function end(exchange: Exchange, session: ReadSession): Promise<void> {
    const listed = await store.listOf(session.person, clock.now());
    const chosen = choose(queryOf(exchange.request), listed, session.key);
    const ended = await Promise.all(chosen.map(({ key }) => store.end(key)));
    if (chosen.some(({ key }) => key === session.key))
      clearCookie(exchange.response, kind, { name: kind.session, sameSite: 'Strict' });
    const count = ended.filter(Boolean).length;
    exchange.scope.log.info(
      { event: 'sessions ended', count, person: session.person.slice(0, 12) },
      'somebody ended sessions of theirs',
    );
    answerJson(exchange, { ended: count });
  }

  return {
    path: BFF_PATHS.sessions,
    methods: ['GET', 'DELETE'],
    proof: 'header',
    maxBodyBytes: 0,
    async handle(exchange) {
      const session = await sessions.read(exchange.request, { slide: true });
      if (session === undefined) throw unauthenticated(exchange);
      if (exchange.request.method === 'DELETE') return end(exchange, session);
      const listed = await store.listOf(session.person, clock.now());
      const current = visibleIdOf(session.key);
      const seen = listed.map(seeSession).map((one) => ({ ...one, current: one.id === current }));
      answerJson(exchange, { sessions: seen });
    },
  };
}

function choose(
  query: URLSearchParams,
  listed: readonly ListedSession[],
  own: SessionKey,
): readonly ListedSession[] {
  if (query.get('all') === '1') return listed;
  if (query.get('others') === '1') return listed.filter(({ key }) => key !== own);
  const id = query.get('id');
  if (id === null) throw new GatewayError('BAD_REQUEST');
  return listed.filter(({ key }) => visibleIdOf(key) === id);
}
