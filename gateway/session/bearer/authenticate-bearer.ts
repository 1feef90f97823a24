import { createHash } from 'node:crypto';
import { GatewayError } from '../../errors.ts';
import type { Authenticate } from '../../gates/authenticate.ts';
import type { Viewer } from '../../request-scope.ts';
import { targetsOfToken } from '../revocation-targets.ts';
import type { FollowedRevocations } from './follow-revocations.ts';
import { type AccessClaims, type AccessTokenRules, parseAccessToken } from './parse-access-token.ts';
import { readBearer } from './read-bearer.ts';
import { rememberTokens } from './remembered-tokens.ts';

export interface BearerSettings extends AccessTokenRules {
  readonly revocations: Pick<FollowedRevocations, 'isRevoked'>;
}

/**
 * Knows people by the access token in `Authorization`, and by nothing else. A good token costs no call of anybody.
 * Throws UNAUTHENTICATED for a bad or revoked token; SIGN_IN_UNAVAILABLE and SESSIONS_UNAVAILABLE when that cannot be told.
 */
export function authenticateBearer(settings: BearerSettings): Authenticate {
  const { clock, issuer, revocations } = settings;
  const remembered = rememberTokens(clock);

  return async ({ headers }) => {
    const token = readBearer(headers.authorization);
    if (token === undefined) return null;
    const hash = createHash('sha256').update(token).digest('base64url');
    const known = remembered.get(hash);
    const claims = known ?? (await parseAccessToken(token, settings));
    if (revocations.isRevoked(targetsOfToken({ ...claims, issuer }), claims.issuedAt * 1_000))
      throw new GatewayError('UNAUTHENTICATED');
    if (known === undefined) remembered.add(hash, claims);
    return viewerOf(token, hash, claims);
  };
}

function viewerOf(token: string, hash: string, { sub, scopes, all }: AccessClaims): Viewer {
  return { sub, key: hash, scopes, claims: all, accessToken: async () => token };
}
