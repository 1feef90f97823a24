import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock, systemRandomness } from '../../../gateway/clock.ts';
import { GatewayError } from '../../../gateway/errors.ts';
import { createRequestGates } from '../../../gateway/gates/request-gates.ts';
import {
  backchannelLogout,
  type EndedSubject,
} from '../../../gateway/session/backchannel/backchannel-logout.ts';
import { personKeyOf, providerSessionKeyOf } from '../../../gateway/session/person-key-of.ts';
import { createProviderKeys } from '../../../gateway/session/provider/provider-keys.ts';
import type { Revocation } from '../../../gateway/session/store/ledger.ts';
import { createLogoutMint, forgedLogoutTokens } from '../../support/forged-logout-tokens.ts';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { uncounted } from '../../support/open-gates.ts';
import { type LogLine, recordingLogger } from '../graphql/recording-logger.ts';
import { type ServedRoutes, serveRoutes } from '../graphql/serve-routes.ts';

const PATH = '/bff/backchannel-logout';
let provider: MaliciousProvider;
let served: ServedRoutes;
const lines: LogLine[] = [];
const claims = new Set<string>();
const done: (EndedSubject | Revocation)[] = [];
let failing: 'nothing' | 'ledger' | 'sessions' = 'nothing';

beforeAll(async () => {
  provider = started(await startMaliciousProvider());
  const { issuer } = provider;
  const log = recordingLogger(lines);
  served = await serveRoutes(
    createRequestGates({
      clock: systemClock,
      randomness: systemRandomness,
      log,
      publicOrigin: undefined,
      deadlineMs: 20_000,
      trustedProxies: [],
      allowedOrigins: [],
      rateGate: uncounted,
      authenticate: async ({ headers }) => {
        if (headers.cookie !== undefined || headers.authorization !== undefined)
          throw new GatewayError('UNAUTHENTICATED');
        return null;
      },
      isDraining: () => false,
    }),
  );
  served.attach(
    backchannelLogout({
      path: PATH,
      issuer,
      audiences: ['web-bff', 'web-app'],
      clock: systemClock,
      keys: createProviderKeys({
        jwksUri: async () => `${issuer}/jwks`,
        fetch: (url, { signal }) => fetch(url, { signal }),
        clock: systemClock,
        log,
      }),
      revocationTtlMs: 1_000,
      ledger: {
        isClaimed: async (name) => {
          failIf('ledger');
          return claims.has(name);
        },
        claimOnce: async (name) => claims.size < claims.add(name).size,
        revoke: async (revocation) => void done.push(revocation),
      },
      endSessions: async (subject) => {
        failIf('sessions');
        done.push(subject);
        return 2;
      },
    }),
  );
});
beforeEach(() => {
  failing = 'nothing';
  done.length = 0;
  lines.length = 0;
});

function failIf(what: typeof failing): void {
  if (failing === what) throw new GatewayError('SESSIONS_UNAVAILABLE');
}

const mintFor = (subject: { sub?: string; sid?: string }) =>
  createLogoutMint(provider, { client: 'web-bff', ...subject });
const send = (body: string | URLSearchParams, headers: Record<string, string> = {}) =>
  fetch(`${served.url}${PATH}`, { method: 'POST', body, headers });
const sendToken = (token: string) => send(new URLSearchParams({ logout_token: token }));

describe('SES-07 a logout token', () => {
  it('that is good ends what it names, and says so without being stored', async () => {
    const { issuer } = provider;
    const answer = await sendToken(mintFor({ sub: 'u_ada', sid: 's1' })());
    expect([answer.status, answer.headers.get('cache-control'), await answer.text()]).toEqual([
      204,
      'no-store',
      '',
    ]);
    const session = providerSessionKeyOf(issuer, 's1');
    const person = personKeyOf(issuer, 'u_ada');
    expect(done).toEqual([
      { target: `session:${session}`, at: expect.any(Number) },
      { target: `unnamed:${person}`, at: expect.any(Number) },
      { providerSession: session, unnamedOf: person },
    ]);
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'the provider ended sessions',
        fields: expect.objectContaining({
          event: 'logged out by provider',
          person: person.slice(0, 12),
          sessions: 2,
        }),
      },
    ]);
  });

  it('without a session ends everything of the person', async () => {
    const person = personKeyOf(provider.issuer, 'u_ada');
    expect((await sendToken(mintFor({ sub: 'u_ada' })())).status).toBe(204);
    expect(done).toEqual([{ target: `person:${person}`, at: expect.any(Number) }, { person }]);
  });

  it('without a person ends the session', async () => {
    const providerSession = providerSessionKeyOf(provider.issuer, 's9');
    expect((await sendToken(mintFor({ sid: 's9' })())).status).toBe(204);
    expect(done).toEqual([
      { target: `session:${providerSession}`, at: expect.any(Number) },
      { providerSession, unnamedOf: undefined },
    ]);
  });

  it('that is bad in one of at least fourteen ways is answered 400, and ends nothing', async () => {
    const forged = forgedLogoutTokens(mintFor({ sub: 'u_ada', sid: 's1' }));
    expect(Object.keys(forged).length).toBeGreaterThanOrEqual(14);
    for (const [name, make] of Object.entries(forged)) {
      const answer = await sendToken(make());
      expect([name, answer.status, answer.headers.get('cache-control')]).toEqual([name, 400, 'no-store']);
    }
    expect(done).toEqual([]);
    expect(new Set(lines.map(({ fields }) => fields['event']))).toEqual(new Set(['logout refused']));
    expect(JSON.stringify(lines)).not.toMatch(/eyJ|u_ada/);
  });

  it('is good once', async () => {
    const token = mintFor({ sub: 'u_ada' })();
    expect([(await sendToken(token)).status, (await sendToken(token)).status]).toEqual([204, 400]);
    expect(done.length).toBe(2);
  });

  it.each(['ledger', 'sessions'] as const)(
    'is answered 503 while the %s cannot be asked, and can be sent again',
    async (what) => {
      const token = mintFor({ sub: 'u_ada', sid: 's1' })();
      failing = what;
      expect((await sendToken(token)).status).toBe(503);
      failing = 'nothing';
      expect([(await sendToken(token)).status, (await sendToken(token)).status]).toEqual([204, 400]);
    },
  );

  it('is read from a form alone, once, and up to 16 KiB', async () => {
    const token = mintFor({ sub: 'u_ada' })();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answers = [
      await send(JSON.stringify({ logout_token: token }), { 'content-type': 'application/json' }),
      await send(`logout_token=${token}&logout_token=${token}`, form),
      await send(`token=${token}`, form),
      await send(`x=${'x'.repeat(16_384)}&logout_token=${token}`, form),
      await fetch(`${served.url}${PATH}?logout_token=${token}`, { method: 'POST', headers: form }),
    ];
    expect([answers.map(({ status }) => status), done]).toEqual([[400, 400, 400, 413, 400], []]);
  });

  it('counts by itself: neither cookies nor credentials of whoever sends it are looked at', async () => {
    const body = new URLSearchParams({ logout_token: mintFor({ sub: 'u_ada' })() });
    const headers = { cookie: 'session=1', authorization: 'Bearer x' };
    expect((await send(body, headers)).status).toBe(204);
  });
});
