import { createServer, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import type { Authenticate } from '../../../gateway/gates/authenticate.ts';
import { authenticateBearer } from '../../../gateway/session/bearer/authenticate-bearer.ts';
import { createProviderKeys } from '../../../gateway/session/provider/provider-keys.ts';
import { createMint, forgedAccessTokens } from '../../support/forged-access-tokens.ts';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { listenOn } from '../../support/listen-on.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { testSize } from '../../support/test-size.ts';
import { rawRequest } from '../graphql/raw-request.ts';
import { type StartedGateway, startGateway } from '../graphql/start-gateway.ts';

const REPETITIONS = testSize.repetitions({ ci: 20, full: 500 });
const MAX_CPU_MS = testSize.allowed(2);

let provider: MaliciousProvider;
let forged: ReturnType<typeof forgedAccessTokens>;
let authenticate: Authenticate;
let gateway: StartedGateway;
let sunk: string[];
beforeAll(async () => {
  provider = started(await startMaliciousProvider());
  sunk = [];
  const sink = createServer(({ url = '' }, response) => {
    sunk.push(url);
    response.end(JSON.stringify({ keys: [provider.keys.stranger.publicJwk] }));
  });
  forged = forgedAccessTokens(provider, `http://127.0.0.1:${await listenOn(sink)}`);
  leaveNothing(() => sink.close());
  const { issuer } = provider;
  const keys = createProviderKeys({
    jwksUri: async () => `${issuer}/jwks`,
    fetch: (url, { signal }) => fetch(url, { signal }),
    clock: systemClock,
    log: { warn: () => {} },
  });
  authenticate = authenticateBearer({
    issuer,
    keys,
    audience: 'mobile-bff',
    clock: systemClock,
    revocations: { isRevoked: () => false },
  });
  gateway = await startGateway({
    sdl: 'type Query { hello: Int }',
    root: { hello: 1 },
    proof: 'bearer',
    authenticate,
  });
});

const ask = (authorization: string) => gateway.ask({ query: '{ hello }' }, { authorization });

function requestWith(authorization: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers.authorization = authorization;
  return request;
}

describe('MOB-01 an access token', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])('that is good passes as %s', async (scheme) => {
    const token = createMint(provider).mint();
    expect(await ask(`${scheme} ${token}`)).toMatchObject({ status: 200, data: { hello: 1 } });
  });

  it('is not believed when it is one of at least thirty kinds of forgery: 401, and nobody is asked', async () => {
    const names = Object.keys(forged);
    expect(names.length).toBeGreaterThanOrEqual(30);
    const asked = provider.requests.length;
    const executed = gateway.executed.length;
    for (const name of names) {
      const { status, headers, errors } = await ask(`Bearer ${await forged[name]?.()}`);
      expect([name, status, errors[0]?.extensions.code, headers.get('www-authenticate')]).toEqual([
        name,
        401,
        'UNAUTHENTICATED',
        'Bearer error="invalid_token"',
      ]);
    }
    expect(gateway.executed.length).toBe(executed);
    expect(sunk).toEqual([]);
    expect(provider.requests.slice(asked).map(({ path }) => path)).toEqual(['/jwks']); // for the key that nobody knows
  });

  it('costs little to refuse', async () => {
    for (const [name, make] of Object.entries(forged)) {
      const authorization = `Bearer ${await make()}`; // what is refused is not remembered
      const requests = Array.from({ length: REPETITIONS }, () => requestWith(authorization));
      const before = process.cpuUsage();
      for (const request of requests) await authenticate(request).catch(() => undefined);
      const { user, system } = process.cpuUsage(before);
      const meanMs = (user + system) / 1_000 / REPETITIONS;
      expect({ name, isCheap: meanMs <= MAX_CPU_MS }).toEqual({ name, isCheap: true });
    }
  });

  it.each(['Basic dTpw', 'DPoP eyJ.e30.AAAA', 'Test u_ada orders:read', 'Believe u_ada', 'Bearer', 'token'])(
    'is the only credential there is: %s is answered 401',
    async (authorization) => {
      const { status, errors } = await ask(authorization);
      expect([status, errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    },
  );

  it('is not found by looking twice: two headers are refused', async () => {
    const { mint } = createMint(provider);
    const headers = [`authorization: Bearer ${mint()}`, `authorization: Bearer ${mint()}`];
    const answer = await rawRequest({
      port: gateway.port,
      head: ['GET /graphql?query=%7Bhello%7D HTTP/1.1', ...headers],
    });
    expect(answer.status).toBe(400);
  });
});
