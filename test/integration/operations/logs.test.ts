import { beforeAll, describe, expect, it } from '@jest/globals';
import { BFFS } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type LogLine, startBff } from '../../support/start-bff.ts';
import { startSignedIn } from '../../support/start-signed-in.ts';

const CANARY = 'canary7f3a';

const isRequest = (id: string | null) => (line: LogLine) =>
  line['msg'] === 'request' && line['requestId'] === id;

let mocks: MockServers;
beforeAll(async () => {
  mocks = started(await startMocks());
});

describe.each(BFFS)('the log of $name', (bff) => {
  const start = async () =>
    started(await startBff(bff, { services: mocks.urls, env: { LOG_LEVEL: 'debug' } }));

  it('has one line for a request, with its id, and nothing that anybody sent', async () => {
    const env = { LOG_LEVEL: 'debug' };
    const { url, customer, line, lines, stop } = await startSignedIn(bff, { services: mocks.urls, env });
    const before = lines.length;
    const secrets = {
      authorization: `Test ${CANARY} ${CANARY}:read`,
      cookie: `session=${CANARY}`,
      'x-api-key': CANARY,
      'user-agent': CANARY,
    };
    const headers = { 'content-type': 'application/json', ...secrets, ...customer };
    const query = `query Kept($secret: String) { ...F @include(if: true) } # ${CANARY}`;
    const bodies = {
      'request-well-0001': {
        query: bff.sample.query,
        variables: { secret: CANARY },
        extensions: { secret: CANARY },
      },
      'request-fails-002': { query, variables: { secret: CANARY } },
      'request-odd-00003': { query: `{ ${CANARY} }` },
    };
    await mocks.fault(bff.sample.service, { status: 503, times: 1 });
    for (const [id, body] of Object.entries(bodies)) {
      const init = {
        method: 'POST',
        headers: { ...headers, 'x-request-id': id },
        body: JSON.stringify(body),
      };
      await (await fetch(`${url}/graphql?token=${CANARY}`, init)).text();
      await line(isRequest(id));
    }
    await mocks.reset();
    await stop();
    for (const id of Object.keys(bodies)) expect(lines.filter(isRequest(id))).toHaveLength(1);
    for (const secret of [CANARY, customer['cookie'] ?? CANARY, customer['authorization'] ?? CANARY])
      expect(JSON.stringify(lines)).not.toContain(secret);
    for (const { requestId, msg } of lines.slice(before).filter(({ level }) => level !== 'debug')) {
      expect(['stopping', 'stopped'].includes(String(msg)) || typeof requestId === 'string').toBe(true);
    }
  });

  it('names the operation of a request and whether somebody is signed in, but not who', async () => {
    const { url, customer, line } = await startSignedIn(bff, { services: mocks.urls });
    const headers = { 'content-type': 'application/json', ...customer };
    const body = JSON.stringify({ query: bff.sample.query });
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const logged = await line(isRequest(answer.headers.get('x-request-id')));
    expect(logged).toMatchObject({ client: bff.name, route: '/graphql', status: 200, viewer: true });
    expect(logged['operation']).toBe(/query (\w+)/.exec(bff.sample.query)?.[1]);
  });

  it.each([
    bff.proof === 'bearer'
      ? ['a credential that is bad', 'UNAUTHENTICATED', { headers: { authorization: 'Nonsense' } }]
      : ['a request that may be forged', 'CSRF_REJECTED', { headers: { 'x-csrf': '0' } }],
    ['a body that is too long', 'PAYLOAD_TOO_LARGE', { body: 'x'.repeat(100_001) }],
    ['a method that is not answered', 'METHOD_NOT_ALLOWED', { method: 'PUT' }],
  ])('PLT-04 has one event with a code for %s', async (_, code, init) => {
    const { url, line, lines, stop } = await start();
    const headers = {
      'content-type': 'application/json',
      ...bff.headers,
      ...('headers' in init ? init.headers : {}),
    };
    const answer = await fetch(`${url}/graphql`, { method: 'POST', body: '{}', ...init, headers });
    await line(isRequest(answer.headers.get('x-request-id')));
    await stop();
    expect(lines.filter((logged) => logged['code'] === code)).toHaveLength(1);
  });
});
