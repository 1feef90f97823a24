import { beforeEach, describe, expect, it } from '@jest/globals';
import { GatewayError } from '../../../gateway/errors.ts';
import { createVirtualClock } from '../../unit/upstream/virtual-clock.ts';
import { connectTo } from './connect-to.ts';
import { type ScriptedAnswer, type ScriptedProvider, startScriptedProvider } from './scripted-provider.ts';

let provider: ScriptedProvider;

beforeEach(async () => {
  provider = await startScriptedProvider();
});

/** The code of what is thrown. */
function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error instanceof GatewayError ? error.code : String(error)),
  );
}

function refusal(error: string): ScriptedAnswer {
  return { status: 400, body: { error } };
}

describe('discovery', () => {
  it('is made once for many who need it at a time, and remembered', async () => {
    const connection = connectTo(provider);
    const attempts = Array.from({ length: 10 }, () =>
      connection.authorizationUrl(connection.createAttempt()),
    );
    await Promise.all(attempts);
    expect(provider.requestsTo('/.well-known/openid-configuration')).toHaveLength(1);
  });

  it.each([
    ['PKCE with plain alone', { code_challenge_methods_supported: ['plain'] }],
    ['no PKCE', { code_challenge_methods_supported: undefined }],
    ['shared secrets alone as signatures', { id_token_signing_alg_values_supported: ['HS256', 'none'] }],
    ['another issuer', { issuer: 'https://evil.test' }],
    ['a token endpoint elsewhere', { token_endpoint: 'https://evil.test/token' }],
    ['keys elsewhere', { jwks_uri: 'https://evil.test/jwks' }],
    ['no authorization endpoint', { authorization_endpoint: undefined }],
  ])('OID-01 refuses a provider that offers %s', async (_, metadata) => {
    provider.metadata = metadata;
    const connection = connectTo(provider);
    expect(await codeOf(connection.authorizationUrl(connection.createAttempt()))).toBe('SIGN_IN_UNAVAILABLE');
    expect(await codeOf(connection.refresh('r'))).toBe('SIGN_IN_UNAVAILABLE');
    expect(provider.requestsTo('/token')).toEqual([]);
  });

  it('OID-03 refuses an issuer that differs by a slash', async () => {
    provider.metadata = { issuer: `${provider.issuer}/` };
    expect(await codeOf(connectTo(provider).refresh('r'))).toBe('SIGN_IN_UNAVAILABLE');
  });

  it('is tried again after a pause that grows, and goes on with what is known while the provider is away', async () => {
    const clock = createVirtualClock();
    const connection = connectTo({ ...provider, clock });
    provider.answer = () => ({ status: 500, body: '' });
    const asked = () => provider.requestsTo('/.well-known/openid-configuration').length;
    expect(await codeOf(connection.refresh('r'))).toBe('SIGN_IN_UNAVAILABLE');
    expect(await codeOf(connection.refresh('r'))).toBe('SIGN_IN_UNAVAILABLE');
    expect(asked()).toBe(1);
    clock.advance(250);
    await codeOf(connection.refresh('r'));
    clock.advance(250);
    await codeOf(connection.refresh('r'));
    expect(asked()).toBe(2);
    clock.advance(250);
    provider.answer = () => undefined;
    await connection.refresh('r');
    expect(asked()).toBe(3);

    provider.answer = ({ path }) => (path === '/token' ? undefined : { status: 500, body: '' });
    clock.advance(3_600_001);
    await connection.refresh('r');
    clock.advance(3_600_001);
    await connection.refresh('r');
    expect(asked()).toBeGreaterThan(3);
  });
});

describe('tokens', () => {
  it('are refreshed, exchanged, our own, and revoked, with a signed proof of who we are', async () => {
    const connection = connectTo(provider);
    expect(await connection.refresh('refresh-0')).toMatchObject({ refreshToken: expect.any(String) });
    await connection.exchange('access-0', { audience: 'orders', scopes: ['orders:read'] });
    await connection.ownToken({ audience: 'catalog', scopes: [] });
    await connection.revoke('refresh-0');
    const forms = provider.requests.flatMap(({ form }) => (form.size > 0 ? [Object.fromEntries(form)] : []));
    expect(forms).toMatchObject([
      { grant_type: 'refresh_token', refresh_token: 'refresh-0' },
      { subject_token: 'access-0', audience: 'orders', scope: 'orders:read' },
      { grant_type: 'client_credentials', audience: 'catalog' },
      { token: 'refresh-0', token_type_hint: 'refresh_token' },
    ]);
    for (const form of forms) {
      expect(form['client_assertion_type']).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      expect(form['client_secret']).toBeUndefined();
    }
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['invalid_grant', refusal('invalid_grant'), 'UNAUTHENTICATED'],
    ['invalid_client', { status: 401, body: { error: 'invalid_client' } }, 'SIGN_IN_UNAVAILABLE'],
    [
      'a challenge',
      { status: 401, body: '', headers: { 'www-authenticate': 'Basic realm="x"' } },
      'SIGN_IN_UNAVAILABLE',
    ],
    ['temporarily_unavailable', refusal('temporarily_unavailable'), 'SIGN_IN_UNAVAILABLE'],
    ['500', { status: 500, body: { error: 'invalid_grant' } }, 'SIGN_IN_UNAVAILABLE'],
    [
      'a page',
      { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } },
      'SIGN_IN_UNAVAILABLE',
    ],
    ['garbage', { status: 200, body: '{"access_token":' }, 'SIGN_IN_UNAVAILABLE'],
    [
      'a redirect',
      { status: 302, body: '', headers: { location: 'https://evil.test' } },
      'SIGN_IN_UNAVAILABLE',
    ],
    ['too much', { status: 200, body: `"${'x'.repeat(1_000_001)}"` }, 'SIGN_IN_UNAVAILABLE'],
  ])('TOK-02 tell %s apart from an end', async (_, answer, code) => {
    provider.answer = ({ path }) => (path === '/token' ? answer : undefined);
    const connection = connectTo(provider);
    expect(await codeOf(connection.refresh('refresh-0'))).toBe(code);
  });

  it('TOK-02 are not waited for without end', async () => {
    const { promise } = Promise.withResolvers<undefined>();
    provider.answer = ({ path }) => (path === '/token' ? promise : undefined);
    const connection = connectTo({ ...provider, timeoutMs: 150 });
    expect(await codeOf(connection.refresh('refresh-0'))).toBe('SIGN_IN_UNAVAILABLE');
  });

  it('say nothing of what was received when they fail', async () => {
    provider.answer = ({ path }) =>
      path === '/token' ? { status: 200, body: { access_token: 'canary', token_type: 7 } } : undefined;
    const error: unknown = await connectTo(provider)
      .refresh('canary')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatewayError);
    expect(JSON.stringify([error, error instanceof Error ? String(error.cause) : ''])).not.toContain(
      'canary',
    );
  });
});

describe('a sign-in', () => {
  it('becomes somebody, with tokens', async () => {
    const connection = connectTo(provider);
    const attempt = connection.createAttempt();
    const url = await connection.authorizationUrl(attempt);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'web-bff',
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid orders:read',
    });
    const signedIn = await connection.redeem(provider.callbackFor(url).searchParams, attempt);
    expect(signedIn).toMatchObject({ sub: 'u_ada', sid: 'provider-session-1' });
    expect(signedIn.tokens.scopes).toEqual(['openid', 'orders:read']);
  });

  it.each([
    ['issued long ago', { iat: Math.floor(Date.now() / 1_000) - 3_600 }],
    ['issued in the future', { iat: Math.floor(Date.now() / 1_000) + 3_600 }],
    ['of another party', { azp: 'other' }],
    ['for several, without a party', { aud: ['web-bff', 'other'] }],
    ['for another', { aud: 'other' }],
    ['of another attempt', { nonce: 'other' }],
    ['of nobody', { sub: '' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1_000) - 60 }],
  ])('OID-04 fails with an ID token %s', async (_, claims) => {
    provider.claims = claims;
    const connection = connectTo(provider);
    const attempt = connection.createAttempt();
    const callback = provider.callbackFor(await connection.authorizationUrl(attempt));
    expect(await codeOf(connection.redeem(callback.searchParams, attempt))).toBe('SIGN_IN_FAILED');
  });

  it.each([
    ['another issuer', (parameters: URLSearchParams) => parameters.set('iss', 'https://evil.test')],
    ['no issuer', (parameters: URLSearchParams) => parameters.delete('iss')],
    ['two issuers', (parameters: URLSearchParams) => parameters.append('iss', 'https://evil.test')],
    ['another state', (parameters: URLSearchParams) => parameters.set('state', 'other')],
    ['no state', (parameters: URLSearchParams) => parameters.delete('state')],
    ['a refusal', (parameters: URLSearchParams) => parameters.set('error', 'access_denied')],
  ])('OID-03 fails with %s before the provider is asked for tokens', async (_, change) => {
    const connection = connectTo(provider);
    const attempt = connection.createAttempt();
    const { searchParams } = provider.callbackFor(await connection.authorizationUrl(attempt));
    change(searchParams);
    expect(await codeOf(connection.redeem(searchParams, attempt))).toBe('SIGN_IN_FAILED');
    expect(provider.requestsTo('/token')).toEqual([]);
  });

  it('pushes its request where that is offered', async () => {
    provider.metadata = { pushed_authorization_request_endpoint: `${provider.issuer}/par` };
    const connection = connectTo(provider);
    const url = await connection.authorizationUrl(connection.createAttempt());
    expect([...url.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    expect(provider.requestsTo('/par')[0]?.form.get('code_challenge_method')).toBe('S256');
  });

  it('can be completed later when the provider did not answer', async () => {
    const connection = connectTo(provider);
    const attempt = connection.createAttempt();
    const callback = provider.callbackFor(await connection.authorizationUrl(attempt));
    for (const path of ['/token', '/jwks']) {
      provider.answer = (request) => (request.path === path ? { status: 503, body: '' } : undefined);
      expect(await codeOf(connection.redeem(callback.searchParams, attempt))).toBe('SIGN_IN_UNAVAILABLE');
    }
  });
});
