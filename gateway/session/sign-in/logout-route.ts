import type { Route } from '../../gates/route.ts';
import { BFF_PATHS } from '../bff-paths.ts';
import { clearCookie } from '../cookies.ts';
import type { ReadSession } from '../session-reader.ts';
import { withinTime } from '../tokens/within-time.ts';
import { answerJson } from './answers.ts';
import type { SignInParts } from './sign-in-parts.ts';

/**
 * `POST /bff/logout`: ends the session, and says where the browser can sign out of the provider, too. Whoever is not
 * signed in, or not any more, gets the same answer.
 */
export function createLogoutRoute(parts: SignInParts): Route {
  const { sessions, store, kind } = parts;

  return {
    path: BFF_PATHS.logout,
    methods: ['POST'],
    proof: 'header',
    maxBodyBytes: 1_000,
    async handle(exchange) {
      const session = await sessions.read(exchange.request, { slide: false });
      let isProviderThere = true;
      if (session !== undefined) {
        const { refreshToken } = session.tokens;
        isProviderThere = await parts.revocations.revokeAtLogout(refreshToken, () => store.end(session.key));
        exchange.scope.log.info(
          { event: 'signed out', person: session.person.slice(0, 12) },
          'somebody signed out',
        );
      }
      clearCookie(exchange.response, kind, { name: kind.session, sameSite: 'Strict' });
      // Whoever were sent to a provider that is away would see their browser's error page instead of ours.
      const logoutUrl = isProviderThere ? await providerLogoutUrl(parts, session) : null;
      answerJson(exchange, { logoutUrl });
    },
  };
}

/** Its metadata are known as a rule. */
const LIMIT_MS = 500;

/** Never the ID token: URLs end up in histories and logs. Null while the provider cannot be asked: here it is done. */
async function providerLogoutUrl(
  { provider, publicOrigin, clock }: SignInParts,
  session: ReadSession | undefined,
): Promise<string | null> {
  const hint = session === undefined ? {} : { logout_hint: hintOf(session) };
  const url = provider.logoutUrl({ post_logout_redirect_uri: `${publicOrigin}/`, ...hint });
  return (await withinTime(clock, url, LIMIT_MS).catch(() => undefined)) ?? null;
}

/** RP-Initiated Logout 1.0, 2: what it is, the provider says. Some give a claim for it; the subject otherwise. */
function hintOf({ identity, sub }: ReadSession): string {
  const { login_hint: hint } = identity.claims;
  return typeof hint === 'string' ? hint : sub;
}
