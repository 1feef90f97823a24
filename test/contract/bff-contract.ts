import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Bff, PRODUCTION, unhurried } from '../support/bffs.ts';
import { started } from '../support/leftovers.ts';
import { type MockServers, startMocks } from '../support/mock-servers.ts';
import { type BffChoices, type BffProcess, runBff, startBff } from '../support/start-bff.ts';

/** What has to hold for the gateway of every client. */
export function defineBffContract(bff: Bff): void {
  describe(`${bff.name}-bff`, () => {
    let mocks: MockServers;
    let process: BffProcess;
    const start = async (env: BffChoices['env'] = {}) =>
      started(await startBff(bff, { services: mocks.urls, env }));

    beforeAll(async () => {
      mocks = started(await startMocks());
      process = await start();
    });

    const at = (path: string) => `${process.url}${path}`;
    const ask = (body: object, headers: Record<string, string> = {}, url = process.url) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bff.headers, ...headers },
        body: JSON.stringify(body),
      });

    it('answers its sample query', async () => {
      const answer = await answerOf(await ask({ query: bff.sample.query }));
      expect(answer).toMatchObject({ status: 200, data: expect.any(Object) });
      expect(answer['errors']).toBeUndefined();
    });

    it('is alive and ready', async () => {
      expect([(await fetch(at('/livez'))).status, (await fetch(at('/readyz'))).status]).toEqual([200, 200]);
    });

    it('gives a harmless request id back, and makes one otherwise', async () => {
      const echoed = await ask({ query: '{ __typename }' }, { 'x-request-id': 'request-12345' });
      expect(echoed.headers.get('x-request-id')).toBe('request-12345');
      const made = await ask({ query: '{ __typename }' }, { 'x-request-id': 'a b' });
      expect(made.headers.get('x-request-id')).toMatch(/^[\da-f]{32}$/);
    });

    it.each([
      ['an answer', 200, '/graphql', {}],
      [
        'a credential that is no credential here',
        bff.proof === 'bearer' ? 401 : 200, // browsers show cookies, and nothing else is looked at
        '/graphql',
        { headers: { authorization: 'Nonsense' } },
      ],
      ['an unknown path', 404, '/nothing', {}],
      ['an unknown method', 405, '/graphql', { method: 'DELETE' }],
      ['a body that is too long', 413, '/graphql', { body: 'x'.repeat(100_001) }],
      ['a malformed body', 400, '/graphql', { body: '{' }],
      ['a probe', 200, '/livez', { method: 'GET' }],
    ])('sends the security headers with %s', async (_, status, path, init) => {
      const headers = {
        'content-type': 'application/json',
        ...bff.headers,
        ...('headers' in init ? init.headers : {}),
      };
      const body = 'method' in init ? undefined : '{"query":"{ __typename }"}';
      const answer = await fetch(at(path), { method: 'POST', ...(body && { body }), ...init, headers });
      expect(answer.status).toBe(status);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers.get('x-powered-by')).toBeNull();
      expect(answer.headers.get('set-cookie')).toBeNull();
    });

    it.each([
      'text/plain',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      'message/x',
      'nonsense',
    ])('runs nothing for a form of another site that sends %s', async (contentType) => {
      const headers = { 'content-type': contentType, cookie: 'session=canary' };
      const answer = await fetch(at('/graphql'), {
        method: 'POST',
        headers,
        body: '{"query":"{ __typename }"}',
      });
      expect(await answerOf(answer)).toMatchObject(
        bff.proof === 'header' ? refusedWith(403, 'CSRF_REJECTED') : refusedWith(400, 'BAD_REQUEST'),
      );
    });

    it('answers 413 PAYLOAD_TOO_LARGE to a body that does not say its length', async () => {
      const body = new ReadableStream({
        pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(10_000))),
      });
      const headers = { 'content-type': 'application/json', ...bff.headers };
      const answer = await fetch(at('/graphql'), { method: 'POST', headers, body, duplex: 'half' });
      expect(await answerOf(answer)).toMatchObject(refusedWith(413, 'PAYLOAD_TOO_LARGE'));
    });

    it('believes no forwarded header', async () => {
      const forged = {
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.test',
        forwarded: 'for=1.2.3.4;proto=https',
      };
      const answer = await ask({ query: '{ __typename }' }, forged);
      expect(answer.headers.get('strict-transport-security')).toBeNull();
      expect(JSON.stringify([...answer.headers, await answer.text(), process.lines])).not.toMatch(
        /evil|1\.2\.3\.4/,
      );
    });

    it('tells nothing of a service that is gone but its name and the code', async () => {
      await mocks.fault(bff.sample.service, { down: true, times: 10 });
      const text = await (await ask({ query: bff.sample.query })).text();
      await mocks.reset();
      expect(text).toMatch(/"code":"UPSTREAM_\w+"/);
      expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|socket|node_modules|\bat /);
    });

    it('gives up when the client says that its time is over', async () => {
      await mocks.fault(bff.sample.service, { latencyMs: 5_000, times: 1 });
      const before = performance.now();
      const text = await (await ask({ query: bff.sample.query }, { 'x-deadline-ms': '200' })).text();
      const durationMs = performance.now() - before;
      await mocks.reset();
      expect(text).toContain('DEADLINE_EXCEEDED');
      expect(durationMs).toBeLessThan(1_500);
    });

    it('shows metrics and diagnostics on its operations port alone', async () => {
      for (const path of ['/metrics', '/diagnostics']) {
        expect([path, (await fetch(at(path))).status]).toEqual([path, 404]);
        expect([path, (await fetch(`${process.operationsUrl}${path}`)).status]).toEqual([path, 200]);
      }
      const metrics = await (await fetch(`${process.operationsUrl}/metrics`)).text();
      expect(metrics).toMatch(
        /gatehouse_http_requests_total\{route="\/graphql",status="200",client="\w+"\} \d+/,
      );
      expect(metrics).toMatch(
        /gatehouse_upstream_calls_total\{service="\w+",operation="[\w.]+",outcome="2xx"/,
      );
    });

    it('REL-29 is not ready from the signal on, finishes what is in flight, and exits with 0', async () => {
      const stopping = await start({ DRAIN_DELAY_MS: '1000', ...unhurried(bff) });
      await mocks.fault(bff.sample.service, { latencyMs: 1_500, times: 1 });
      const answer = ask({ query: bff.sample.query }, {}, stopping.url);
      await expectCall(mocks, bff);
      stopping.kill('SIGTERM');
      await stopping.line(({ msg }) => msg === 'stopping');
      const probes = ['/readyz', '/livez'].map(
        async (path) => (await fetch(`${stopping.url}${path}`)).status,
      );
      expect(await Promise.all(probes)).toEqual([503, 200]);
      expect(await answerOf(await answer)).toMatchObject({ status: 200, data: expect.any(Object) });
      expect((await stopping.ended).code).toBe(0);
      await mocks.reset();
    });

    it('answers registered documents alone when it is told to', async () => {
      const strict = await start({ TRUSTED_DOCUMENTS: 'only' });
      for (const sent of [{ query: '{ __typename }' }, { documentId: `sha256:${'0'.repeat(64)}` }]) {
        expect(await answerOf(await ask(sent, {}, strict.url))).toMatchObject(
          refusedWith(400, 'DOCUMENT_NOT_TRUSTED'),
        );
      }
      const [documentId] = Object.keys(JSON.parse(await readFile(manifestOf(bff), 'utf8')));
      expect(await (await ask({ documentId }, {}, strict.url)).text()).not.toContain('DOCUMENT_NOT_TRUSTED');
    });

    it('takes nobody’s word for who they are, and knows no GraphiQL and no introspection in production', async () => {
      const production = await start({
        ...PRODUCTION,
        TRUSTED_DOCUMENTS: 'allow',
        DRAIN_DELAY_MS: '0',
      });
      const claimed = await ask(
        { query: '{ __typename }' },
        { authorization: 'Believe ann orders:read' },
        production.url,
      );
      expect(await answerOf(claimed)).toMatchObject(
        bff.proof === 'bearer' ? refusedWith(401, 'UNAUTHENTICATED') : { data: { __typename: 'Query' } },
      );
      const nobody = await ask({ query: '{ __schema { types { name } } }' }, {}, production.url);
      expect(nobody.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
      expect(await nobody.text()).not.toContain('"types"');
      expect((await fetch(`${production.url}/graphiql`)).status).toBe(404);
    });

    it('tells every mistake in its environment at once, and exits with 1', async () => {
      const env = {
        NODE_ENV: 'production',
        [bff.portVariable]: 'http',
        DRAIN_MS: '-1',
        [`${bff.portVariable}S`]: '1',
      };
      const { code, complaint } = await runBff(bff, { env });
      expect(code).toBe(1);
      for (const name of Object.keys(env).slice(1)) expect(complaint).toMatch(new RegExp(`^  ${name} `, 'm'));
      for (const service of Object.keys(mocks.urls))
        expect(complaint).toContain(`  ${service.toUpperCase()}_URL is required`);
      expect(complaint).not.toMatch(/\n\s+at /);
    });

    it('names the port that is taken and the variable that chooses another, and exits with 1', async () => {
      const { port } = new URL(process.url);
      const { code, complaint } = await runBff(bff, {
        services: mocks.urls,
        env: { [bff.portVariable]: port },
      });
      expect([code, complaint]).toEqual([1, expect.stringContaining(`port ${port} of 127.0.0.1 is taken`)]);
      expect(complaint).toContain(bff.portVariable);
    });
  });
}

async function answerOf(answer: Response): Promise<Record<string, unknown>> {
  return { status: answer.status, ...JSON.parse(await answer.text()) };
}

function refusedWith(status: number, code: string) {
  return { status, errors: [{ extensions: { code } }] };
}

/** Resolves when the sample's service has received the call. */
async function expectCall(mocks: MockServers, { sample }: Bff): Promise<void> {
  while ((await mocks.calls(sample.service)).length === 0);
}

function manifestOf({ name }: Bff): URL {
  return new URL(`../../schemas/generated/${name}/manifest.json`, import.meta.url);
}
