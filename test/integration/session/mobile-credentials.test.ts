import { createServer } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createMint, forgedAccessTokens } from '../../support/forged-access-tokens.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { listenOn } from '../../support/listen-on.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { type MobileProcess, startMobile } from './start-mobile.ts';

let provider: MaliciousProvider;
let mobile: MobileProcess;
let sink: string;
const sunk: string[] = [];
beforeAll(async () => {
  provider = started(await startMaliciousProvider());
  const server = createServer(({ url = '' }, response) => {
    sunk.push(url);
    response.end(JSON.stringify({ keys: [provider.keys.stranger.publicJwk] }));
  });
  sink = `http://127.0.0.1:${await listenOn(server)}`;
  leaveNothing(() => server.close());
  mobile = await startMobile({ idp: { ...provider, mobileSecret: 'secret' } });
});

describe('mobile-bff', () => {
  it('MOB-01 refuses every forged token with 401, and asks nobody but the provider', async () => {
    expect(await mobile.show(createMint(provider).mint())).toBe(200);
    for (const [name, make] of Object.entries(forgedAccessTokens(provider, sink)))
      expect([name, await mobile.show(await make())]).toEqual([name, 401]);
    expect(sunk).toEqual([]);
    const asked = new Set(provider.requests.map(({ path }) => path));
    expect(asked).toEqual(new Set(['/.well-known/openid-configuration', '/jwks']));
    expect(JSON.stringify(mobile.lines)).not.toMatch(/eyJ[\w-]{8,}\./);
  });

  it.each(['gatehouse-web', '__Host-Http-gatehouse-web', 'session', 'connect.sid'])(
    'MOB-03 never reads a cookie: with %s it is asked by nobody',
    async (name) => {
      const token = createMint(provider).mint();
      const answer = await mobile.ask({ cookie: `${name}=${token}; access_token=${token}` });
      expect(answer).toEqual({
        status: 200,
        data: { __typename: 'Query', me: null },
        codes: ['UNAUTHENTICATED'],
      });
    },
  );
});
