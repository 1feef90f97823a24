import { GatewayError } from '../../errors.ts';
import type { Exchange, Route } from '../../gates/route.ts';
import { BFF_PATHS } from '../bff-paths.ts';
import { labelOf } from '../label-of.ts';
import { personKeyOf, providerSessionKeyOf, unnamedSessionKeyOf } from '../person-key-of.ts';
import type { SignedIn } from '../provider/create-sign-in.ts';
import { targetsOfToken } from '../revocation-targets.ts';
import { openSessionBox } from '../session-box.ts';
import { createSessionIdentity, presentSessionIdentity } from '../session-identity.ts';
import type { SessionKey } from '../store/session-store.ts';
import { type WasRevoked, watchRevocations } from '../store/watch-revocations.ts';
import { createSessionTokens, presentSessionTokens } from '../tokens/session-tokens.ts';
import { withinTime } from '../tokens/within-time.ts';
import { answerPage, answerTrouble, queryOf } from './answers.ts';
import { ATTEMPT_MS, type KeptAttempt } from './attempt-cookies.ts';
import { claimNameOf } from './claim-name-of.ts';
import { navigationOf } from './navigation-of.ts';
import { presentArrivalPage } from './present-sign-in-page.ts';
import type { SignInParts } from './sign-in-parts.ts';

/** `GET /bff/callback`: what the provider sends a browser back with becomes a session. */
export function createCallbackRoute(parts: SignInParts): Route {
  /** The attempt of this browser that the callback belongs to; it is used up, whatever comes of it. */
  async function claim(exchange: Exchange, attempt: KeptAttempt | undefined): Promise<KeptAttempt> {
    if (attempt === undefined) throw failed('this browser began no such sign-in');
    const isFirst = await parts.ledger.claimOnce(claimNameOf(attempt.state), ATTEMPT_MS);
    if (!isFirst) throw failed('the sign-in was used before');
    parts.attempts.forget(exchange.response, attempt.state);
    return attempt;
  }

  async function signIn(exchange: Exchange, found: KeptAttempt | undefined): Promise<void> {
    const { request, response, scope } = exchange;
    const attempt = await claim(exchange, found);
    const wasRevoked = await watchRevocations(parts.ledger);
    const signedIn = await redeem(parts, queryOf(request), attempt);
    try {
      await parts.envelope.renew(request, response, (id) =>
        begin(parts, { id, signedIn, wasRevoked, attempt, userAgent: request.headers['user-agent'] }),
      );
    } catch (error) {
      if (signedIn.tokens.refreshToken !== undefined)
        parts.revocations.revokeOrphan(signedIn.tokens.refreshToken);
      throw error;
    }
    const person = personKeyOf(parts.provider.issuer, signedIn.sub).slice(0, 12);
    scope.log.info({ event: 'signed in', person }, 'somebody signed in');
    answerPage(exchange, 200, presentArrivalPage(attempt.returnTo));
  }

  return {
    path: BFF_PATHS.callback,
    methods: ['GET'],
    proof: 'none',
    rate: 'sign-in',
    maxBodyBytes: 0,
    async handle(exchange) {
      const { request, scope } = exchange;
      if (navigationOf(request.headers) === 'none') throw new GatewayError('FORBIDDEN');
      const attempt = parts.attempts.find(request, queryOf(request).get('state'));
      try {
        await signIn(exchange, attempt);
      } catch (error) {
        if (error instanceof GatewayError)
          scope.log.warn(
            { event: 'sign-in refused', code: error.code, reason: reasonOf(error) },
            'somebody did not sign in',
          );
        answerTrouble(exchange, error, attempt?.returnTo ?? '/');
      }
    },
  };
}

/** Longer than for other requests: the code is used up by then, and its answer is worth waiting for. */
const LIMIT_MS = 8_000;

/** Tokens that come too late for their browser are nobody's, and are given back. */
async function redeem(
  { provider, clock, revocations }: SignInParts,
  parameters: URLSearchParams,
  attempt: KeptAttempt,
): Promise<SignedIn> {
  const asked = provider.redeem(parameters, attempt);
  try {
    return await withinTime(clock, asked, LIMIT_MS);
  } catch (error) {
    asked.then(
      ({ tokens: { refreshToken } }) => refreshToken !== undefined && revocations.revokeOrphan(refreshToken),
      () => {}, // told already
    );
    throw error;
  }
}

interface Beginning {
  readonly id: string;
  readonly signedIn: SignedIn;
  readonly attempt: KeptAttempt;
  readonly wasRevoked: WasRevoked;
  readonly userAgent: string | undefined;
}

/** A new session, in place of the former one; unless the provider has ended it while it was asked for. */
async function begin(parts: SignInParts, beginning: Beginning): Promise<void> {
  const { store, provider } = parts;
  const { signedIn, attempt, wasRevoked } = beginning;
  const key = await create(parts, beginning);
  try {
    // After the session is there: whoever ends sessions first says so and then looks for them.
    if (await wasRevoked(targetsOfToken({ ...signedIn, issuer: provider.issuer })))
      throw failed('ended by the provider');
    if (attempt.former !== undefined) await store.end(attempt.former);
  } catch (error) {
    await store.end(key).catch(() => {}); // no browser has its cookie
    throw error;
  }
}

async function create(
  { provider, store, clock, randomness, idleMs, absoluteMs }: SignInParts,
  { id, signedIn, userAgent }: Beginning,
): Promise<SessionKey> {
  const { issuer } = provider;
  const { sub, sid, tokens } = signedIn;
  const now = clock.now();
  const box = openSessionBox(id, randomness);
  const person = personKeyOf(issuer, sub);
  await store.create({
    key: box.key,
    person,
    providerSession: sid === undefined ? unnamedSessionKeyOf(person) : providerSessionKeyOf(issuer, sid),
    sealedIdentity: box.seal('identity', presentSessionIdentity(createSessionIdentity(issuer, signedIn))),
    sealedTokens: box.seal('tokens', presentSessionTokens(createSessionTokens(tokens, now))),
    label: labelOf(userAgent),
    now,
    idleMs,
    absoluteMs,
  });
  return box.key;
}

function failed(reason: string): GatewayError {
  return new GatewayError('SIGN_IN_FAILED', {}, new Error(reason));
}

/** Our own words: causes hold nothing that was received. */
function reasonOf({ cause }: GatewayError): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}
