import type { Route } from '../../gates/route.ts';
import { BFF_PATHS } from '../bff-paths.ts';
import { answerJson, queryOf, unauthenticated } from './answers.ts';
import type { SignInParts } from './sign-in-parts.ts';

/** `GET /bff/user`: who is signed in. With `slide=false`, for pages that ask again and again, it is no use of the session. */
export function createUserRoute({ sessions, clock }: SignInParts): Route {
  return {
    path: BFF_PATHS.user,
    methods: ['GET'],
    proof: 'header',
    maxBodyBytes: 0,
    async handle(exchange) {
      const slide = queryOf(exchange.request).get('slide') !== 'false';
      const session = await sessions.read(exchange.request, { slide });
      if (session === undefined) throw unauthenticated(exchange);
      const { idleAt, absoluteAt } = session.stored;
      const now = clock.now();
      answerJson(exchange, {
        claims: { ...session.identity.claims, sub: session.sub },
        scopes: session.tokens.scopes,
        session: {
          expiresInSeconds: secondsBetween(now, Math.min(idleAt, absoluteAt)),
          endsInSeconds: secondsBetween(now, absoluteAt),
        },
        logoutUrl: BFF_PATHS.logout,
      });
    },
  };
}

function secondsBetween(now: number, at: number): number {
  return Math.max(0, Math.floor((at - now) / 1_000));
}
