import { beforeEach, describe, expect, it } from '@jest/globals';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { testSize } from '../../support/test-size.ts';
import { createMovedClock, type SignInGateway, startSignIn } from './start-sign-in.ts';

let provider: MaliciousProvider;
let gateway: SignInGateway;
let clock: ReturnType<typeof createMovedClock>;

beforeEach(async () => {
  clock = createMovedClock();
  provider = started(await startMaliciousProvider());
  gateway = await startSignIn({ ...provider, clock });
});

const requestsTo = (path: string, whom = provider) => whom.requests.filter((one) => one.path === path);

describe('an attempt to sign in', () => {
  it.each([
    ['plain alone', ['plain']],
    ['no method', undefined],
  ])('OID-01 is not made at a provider whose PKCE knows %s', async (_, methods) => {
    provider.misbehave({ metadata: (good) => ({ ...good, code_challenge_methods_supported: methods }) });
    const visit = await gateway.openBrowser().begin('/', { accept: 'text/html' });
    expect([visit.status, visit.headers.get('location'), visit.text]).toEqual([
      503,
      null,
      expect.stringContaining('SIGN_IN_UNAVAILABLE'),
    ]);
    expect(visit.headers.getSetCookie()).toEqual([]);
  });

  it('OID-02 cannot be finished by another browser: nobody is signed in as the attacker', async () => {
    const [attacker, victim] = [gateway.openBrowser(), gateway.openBrowser()];
    const callback = await attacker.letIn(await attacker.begin());
    await victim.begin(); // with an attempt of its own under way
    const arrival = await victim.arrive(callback);
    expect([arrival.status, arrival.text]).toEqual([400, expect.stringContaining('SIGN_IN_FAILED')]);
    expect(requestsTo('/token')).toEqual([]);
    expect(await victim.user()).toBe(401);
  });

  it('may be cancelled at the provider, which is nobody\u2019s failure', async () => {
    const ada = gateway.openBrowser();
    const callback = new URL(await ada.letIn(await ada.begin()), gateway.url);
    callback.searchParams.delete('code');
    callback.searchParams.set('error', 'access_denied');
    const arrival = await ada.arrive(callback.pathname + callback.search);
    expect(arrival.status).toBe(400);
    expect(arrival.text).toContain('You cancelled.');
    expect(arrival.text).not.toContain('SIGN_IN_FAILED');
    expect(await ada.user()).toBe(401);
  });

  it('OID-02 counts once: its callback again is refused, and the session of the first goes on', async () => {
    const ada = gateway.openBrowser();
    const begun = await ada.begin();
    const kept = ada.cookiesFor(gateway.url);
    const callback = await ada.letIn(begun);
    expect((await ada.arrive(callback)).status).toBe(200);
    expect((await ada.arrive(callback)).status).toBe(400);
    // The same cookie, kept by whoever wants to use it twice.
    const again = await fetch(`${gateway.url}${callback}`, { headers: { cookie: kept }, redirect: 'manual' });
    expect([again.status, again.headers.getSetCookie()]).toEqual([400, []]);
    expect(requestsTo('/token')).toHaveLength(1);
    expect(await ada.user()).toBe(200);
  });

  it('OID-02 counts once, too, when its callback comes several times at once', async () => {
    const ada = gateway.openBrowser();
    const begun = await ada.begin();
    const callback = await ada.letIn(begun);
    const cookie = ada.cookiesFor(gateway.url);
    const arrivals = await Promise.all(
      Array.from({ length: 20 }, () => fetch(`${gateway.url}${callback}`, { headers: { cookie } })),
    );
    const statuses = arrivals.map(({ status }) => status).toSorted((left, right) => left - right);
    expect(statuses).toEqual([200, ...Array<number>(19).fill(400)]);
    expect(requestsTo('/token')).toHaveLength(1);
  });

  it.each([
    [599_000, 200],
    [601_000, 400],
  ])('OID-02 ends after ten minutes: %d ms later it answers %d', async (passedMs, status) => {
    clock.moveOn(-passedMs); // the provider has a clock of its own, which goes right
    const ada = gateway.openBrowser();
    const callback = await ada.letIn(await ada.begin());
    clock.moveOn(passedMs);
    expect((await ada.arrive(callback)).status).toBe(status);
    expect(requestsTo('/token')).toHaveLength(status === 200 ? 1 : 0);
  });

  it('OID-02 may be made in three tabs at once, each of which comes back to its own page', async () => {
    const ada = gateway.openBrowser();
    const pages = ['/orders', '/cart', '/products/1'];
    const callbacks: string[] = [];
    for (const page of pages) callbacks.push(await ada.letIn(await ada.begin(page)));
    for (const index of [2, 0, 1]) {
      const arrival = await ada.arrive(callbacks[index] ?? '');
      expect([arrival.status, arrival.text]).toEqual([
        200,
        expect.stringContaining(`content="0;url=${pages[index]}"`),
      ]);
      expect(await ada.user()).toBe(200);
    }
    expect(requestsTo('/token')).toHaveLength(3);
  });

  it('OID-02 leaves few cookies behind, however many are begun', async () => {
    const ada = gateway.openBrowser();
    for (let begun = 0; begun < testSize.repetitions({ ci: 12, full: 100 }); begun += 1) await ada.begin();
    const held = ada.cookiesFor(gateway.url).split('; ');
    expect(held.length).toBeLessThanOrEqual(6);
    expect((await ada.signIn()).status).toBe(200);
  });

  it('OID-02 is nothing that a browser can make up: changed cookies and those of other attempts do not open', async () => {
    const ada = gateway.openBrowser();
    const callback = await ada.letIn(await ada.begin());
    const [name = '', value = ''] = ada.cookiesFor(gateway.url).split('=');
    const other = gateway.openBrowser();
    await other.begin();
    const [, strange = ''] = other.cookiesFor(gateway.url).split('=');
    for (const forged of [strange, `${value.slice(0, -2)}AA`, value.slice(0, 40), '', 'x', '%']) {
      const arrival = await fetch(`${gateway.url}${callback}`, { headers: { cookie: `${name}=${forged}` } });
      expect([forged, arrival.status]).toEqual([forged, 400]);
    }
    expect(requestsTo('/token')).toEqual([]);
  });

  it.each<[string, (parameters: URLSearchParams, other: string) => void]>([
    ['the issuer of another provider', (parameters, other) => parameters.set('iss', other)],
    ['no issuer, where one is announced', (parameters) => parameters.delete('iss')],
    ['both issuers', (parameters, other) => parameters.append('iss', other)],
  ])('OID-03 sends no token request to anybody with %s', async (_, change) => {
    const other = started(await startMaliciousProvider());
    provider.misbehave({ callback: (parameters) => change(parameters, other.issuer) });
    const ada = gateway.openBrowser();
    expect((await ada.arrive(await ada.letIn(await ada.begin()))).status).toBe(400);
    expect([...requestsTo('/token'), ...requestsTo('/token', other)]).toEqual([]);
    expect(await ada.user()).toBe(401);
  });

  it('OID-03 is not made at a provider that names another issuer than is configured', async () => {
    provider.misbehave({ metadata: (good) => ({ ...good, issuer: `${String(good['issuer'])}/` }) });
    expect((await gateway.openBrowser().begin()).status).toBe(503);
  });

  it('that fails tells operators why, and nobody else', async () => {
    provider.misbehave({ callback: (parameters) => parameters.set('iss', 'https://evil.test') });
    const ada = gateway.openBrowser();
    const arrival = await ada.arrive(await ada.letIn(await ada.begin()));
    expect(arrival.text).not.toContain('evil');
    const events = gateway.log.filter(({ fields }) => fields['event'] === 'sign-in refused');
    expect(events).toHaveLength(1);
    for (const secret of provider.secrets) expect(JSON.stringify(gateway.log)).not.toContain(secret);
  });
});
