import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import type { ConnectedProvider } from '../../../gateway/session/provider/connect-provider.ts';
import { started } from '../../support/leftovers.ts';
import { type MaliciousProvider, startMaliciousProvider } from '../../support/malicious-provider.ts';
import { connectTo } from './connect-to.ts';
import { FALSE_IDENTITIES } from './false-identities.ts';

let provider: MaliciousProvider;
let connection: ConnectedProvider;

beforeAll(async () => {
  provider = started(await startMaliciousProvider());
});

beforeEach(() => {
  provider.misbehave({});
  connection = connectTo(provider);
});

/** Goes where a browser would go. The code of what is thrown, or who came back. */
async function signIn(): Promise<string> {
  const attempt = connection.createAttempt();
  const answer = await fetch(await connection.authorizationUrl(attempt), { redirect: 'manual' });
  const { searchParams } = new URL(answer.headers.get('location') ?? '');
  return connection.redeem(searchParams, attempt).then(
    ({ sub }) => sub,
    (error: unknown) => (error instanceof GatewayError ? error.code : String(error)),
  );
}

const requestsTo = (path: string) => provider.requests.filter((one) => one.path === path).length;

describe('a sign-in', () => {
  it('OID-04 succeeds when the provider tells the truth', async () => {
    expect(await signIn()).toBe('u_ada');
  });

  it.each([...FALSE_IDENTITIES])('OID-04 fails with $name', async ({ misdeeds }) => {
    provider.misbehave(misdeeds(provider));
    const strangers = requestsTo('/stranger-jwks');
    expect(await signIn()).toMatch(/^SIGN_IN_/);
    expect(requestsTo('/stranger-jwks')).toBe(strangers);
  });

  it.each<[string, (params: URLSearchParams) => void]>([
    ['the issuer of another provider', (params) => params.set('iss', 'https://other.test')],
    ['an issuer with a slash more', (params) => params.set('iss', `${provider.issuer}/`)],
    ['no issuer', (params) => params.delete('iss')],
    ['the issuer twice', (params) => params.append('iss', 'https://other.test')],
    ['another state', (params) => params.set('state', 'x'.repeat(43))],
    ['no state', (params) => params.delete('state')],
    ['the state twice', (params) => params.append('state', 'x')],
    ['the code twice', (params) => params.append('code', 'x')],
    ['an ID token beside the code', (params) => params.set('id_token', 'a.b.c')],
    ['an answer in a JWT', (params) => params.set('response', 'a.b.c')],
  ])('OID-03 ends before the token endpoint is asked, with %s', async (_, callback) => {
    provider.misbehave({ callback });
    const asked = requestsTo('/token');
    expect(await signIn()).toBe('SIGN_IN_FAILED');
    expect(requestsTo('/token')).toBe(asked);
  });
});
