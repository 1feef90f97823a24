import { GatewayError } from '../../errors.ts';
import type { Exchange, Route } from '../../gates/route.ts';
import { BFF_PATHS } from '../bff-paths.ts';
import { readSessionId } from '../cookies.ts';
import { sessionKeyOf } from '../session-key.ts';
import { withinTime } from '../tokens/within-time.ts';
import { answerPage, answerRedirect, answerTrouble, loginUrlOf, queryOf } from './answers.ts';
import { claimNameOf } from './claim-name-of.ts';
import { navigationOf } from './navigation-of.ts';
import { parseReturnTo } from './parse-return-to.ts';
import { presentInvitationPage } from './present-sign-in-page.ts';
import type { SignInParts } from './sign-in-parts.ts';

/** `GET /bff/login?returnTo=/path`: sends a person to the provider. Nothing is kept here; the browser keeps the attempt. */
export function createLoginRoute(parts: SignInParts): Route {
  async function begin(exchange: Exchange, returnTo: string): Promise<void> {
    const { request, response } = exchange;
    const attempt = parts.provider.createAttempt();
    const url = await authorizationUrl(parts, attempt);
    const id = readSessionId(request.headers.cookie, parts.kind, parts.secrets);
    parts.attempts.keep(request, response, {
      ...attempt,
      returnTo,
      // The provider's redirect will not bring that cookie along: it is SameSite=Strict.
      former: id === undefined ? undefined : sessionKeyOf(id),
      startedAt: parts.clock.now(),
    });
    answerRedirect(exchange, url.href);
  }

  return {
    path: BFF_PATHS.login,
    methods: ['GET'],
    proof: 'none',
    rate: 'sign-in',
    maxBodyBytes: 0,
    async handle(exchange) {
      const returnTo = parseReturnTo(queryOf(exchange.request).get('returnTo'));
      const navigation = navigationOf(exchange.request.headers);
      if (navigation === 'none') throw new GatewayError('FORBIDDEN');
      if (navigation === 'foreign')
        return answerPage(exchange, 200, presentInvitationPage(loginUrlOf(returnTo)));
      try {
        await begin(exchange, returnTo);
      } catch (error) {
        answerTrouble(exchange, error, returnTo);
      }
    },
  };
}

/** Somebody waits before an empty page. */
const LIMIT_MS = 2_500;

/** Without sessions a sign-in would fail at its end; whoever cannot finish does not begin. */
async function authorizationUrl(
  { provider, ledger, clock }: SignInParts,
  attempt: ReturnType<SignInParts['provider']['createAttempt']>,
): Promise<URL> {
  try {
    const asked = Promise.all([
      provider.authorizationUrl(attempt),
      ledger.isClaimed(claimNameOf(attempt.state)),
    ]);
    const [url] = await withinTime(clock, asked, LIMIT_MS);
    return url;
  } catch (error) {
    throw error instanceof GatewayError && error.code === 'SESSIONS_UNAVAILABLE'
      ? new GatewayError('SIGN_IN_UNAVAILABLE', {}, error)
      : error;
  }
}
