import { GatewayError } from '../../errors.ts';
import { parseMediaType } from '../../gates/body.ts';
import type { Exchange, Route } from '../../gates/route.ts';
import { personKeyOf, providerSessionKeyOf } from '../person-key-of.ts';
import { CLOCK_SKEW_SECONDS } from '../provider/check-signed-token.ts';
import { targetsOfLogout } from '../revocation-targets.ts';
import type { Ledger } from '../store/ledger.ts';
import type { PersonKey, ProviderSessionKey } from '../store/session-store.ts';
import { checkLogoutToken, type LogoutNotice, type LogoutTokenRules } from './check-logout-token.ts';

/**
 * Of one session at the provider, and of what may belong to it, since it is this person's and names no session; or of a
 * person, where the provider named no session.
 */
export type EndedSubject =
  | { readonly providerSession: ProviderSessionKey; readonly unnamedOf: PersonKey | undefined }
  | { readonly person: PersonKey };

export interface BackchannelLogoutSettings extends LogoutTokenRules {
  readonly path: string;
  readonly ledger: Pick<Ledger, 'isClaimed' | 'claimOnce' | 'revoke'>;
  /** How long a revocation matters to whoever follows the ledger. */
  readonly revocationTtlMs: number;
  /** Ends our own sessions, if there are any, and says how many. May be called again for the same subject. */
  endSessions(subject: EndedSubject): Promise<number>;
}

/** A logout token has less than one; its keys' names may be long. */
const MAX_BODY_BYTES = 16_384;
/** Longer than a token can be used. */
const REPLAY_MS = 600_000;

/**
 * Takes the provider's word that somebody signed out (OpenID Connect Back-Channel Logout 1.0). 204: everything is done.
 * 400: no valid token, or one that was used before; nothing is done. 503: it cannot be done now, and may be sent again.
 */
export function backchannelLogout(settings: BackchannelLogoutSettings): Route {
  const { path, ledger, issuer } = settings;

  /** What is done can be done twice; so the token counts as used when all of it is done, and not before. */
  async function end({ id, sub, sid, issuedAt }: LogoutNotice): Promise<number> {
    const claim = `logout:${id}`;
    if (await ledger.isClaimed(claim)) throw new RefusedLogout('used before');
    for (const target of targetsOfLogout({ issuer, sub, sid }))
      await ledger.revoke({ target, at: issuedAt + lateMsOf(target) }, settings.revocationTtlMs);
    const ended = await settings.endSessions(subjectOf(issuer, sub, sid));
    await ledger.claimOnce(claim, REPLAY_MS);
    return ended;
  }

  return {
    path,
    methods: ['POST'],
    proof: 'signed',
    maxBodyBytes: MAX_BODY_BYTES,
    async handle(exchange) {
      const { response, scope } = exchange;
      try {
        const notice = await checkLogoutToken(await readToken(exchange), settings);
        if (notice instanceof Error) throw new RefusedLogout(notice.message);
        const sessions = await end(notice);
        const person = nameOf(issuer, notice.sub);
        scope.log.info({ event: 'logged out by provider', person, sessions }, 'the provider ended sessions');
        response.writeHead(204).end();
      } catch (error) {
        if (!(error instanceof RefusedLogout)) throw error;
        scope.log.warn({ event: 'logout refused', reason: error.message }, 'a logout token was refused');
        throw new GatewayError('BAD_REQUEST', {}, error);
      }
    },
  };
}

/**
 * The provider's machines need not agree about the time: what one of them issued before may say that it is younger. No
 * session comes back, so that its tokens are void that long; people do, and must not have to wait.
 */
function lateMsOf(target: string): number {
  return target.startsWith('session:') ? CLOCK_SKEW_SECONDS * 1_000 : 0;
}

/** Says why to operators alone. */
class RefusedLogout extends Error {}

function subjectOf(issuer: string, sub: string | undefined, sid: string | undefined): EndedSubject {
  if (sid === undefined) return { person: personKeyOf(issuer, sub ?? '') };
  return {
    providerSession: providerSessionKeyOf(issuer, sid),
    unnamedOf: sub === undefined ? undefined : personKeyOf(issuer, sub),
  };
}

function nameOf(issuer: string, sub: string | undefined): string | undefined {
  return sub === undefined ? undefined : personKeyOf(issuer, sub).slice(0, 12);
}

async function readToken(exchange: Exchange): Promise<string> {
  if (
    parseMediaType(exchange.request.headers['content-type'])?.essence !== 'application/x-www-form-urlencoded'
  )
    throw new RefusedLogout('not a form');
  const [token, ...more] = new URLSearchParams((await exchange.readBody()).toString()).getAll('logout_token');
  if (token === undefined || more.length > 0) throw new RefusedLogout('not one logout_token');
  return token;
}
