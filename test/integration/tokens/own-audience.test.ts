import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { request } from 'undici';
import { loadContracts } from '#contract';
import { BFFS } from '../../support/bffs.ts';
import type { CookieJar } from '../../support/cookie-jar.ts';
import { started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';
import { startIdentityProvider } from '../../support/start-identity-provider.ts';
import { type Recorders, startRecorders } from './start-recorders.ts';
import { ask, type Shop, startShop } from './start-shop.ts';

const EVERYTHING = `{
  me { id addresses { id } }
  cart { __typename }
  orders(first: 1) { items { id } }
  uploads(first: 1) { items { id } }
  myReviews(first: 1) { items { id } }
  product(id: "prod_kettle") { id }
}`;

/** By service, the scopes of its users' operations, each by its method and path. */
const contracts = await loadContracts(new URL('../../../schemas/services/', import.meta.url));

const tokenOf = (authorization: string) => authorization.replace('Bearer ', '');

describe('the tokens that services are shown', () => {
  let mocks: MockServers;
  let recorders: Recorders;
  let shop: Shop;
  let jar: CookieJar;
  let mobile: BffProcess;

  beforeAll(async () => {
    const idp = await startIdentityProvider();
    mocks = started(await startMocks({ issuer: idp.issuer }));
    recorders = await startRecorders(mocks.urls);
    shop = await startShop({ idp, services: recorders.urls });
    jar = await shop.signIn();
    const bff = BFFS.find(({ name }) => name === 'mobile');
    if (bff === undefined) throw new Error('there is no mobile');
    mobile = started(
      await startBff(bff, {
        services: recorders.urls,
        env: { OIDC_ISSUER: idp.issuer, OIDC_CLIENT_SECRET: idp.mobileSecret, REDIS_URL: shop.redis.url },
      }),
    );
  });
  beforeEach(() => recorders.clear());

  const shown = () => recorders.records.filter(({ headers }) => headers['authorization'] !== undefined);

  it('TOK-04 are each for the service that gets it, say no more than its operation demands, and are not good elsewhere', async () => {
    const answer = await ask(shop.processes[0], jar, EVERYTHING);
    expect(answer).toMatchObject({ status: 200, code: undefined, data: { me: { id: 'u_ada' } } });
    const services = [...new Set(shown().map(({ service }) => service))];
    expect(services.toSorted()).toEqual(['accounts', 'media', 'orders', 'reviews']);
    for (const { service, method, path, headers } of shown()) {
      const token = tokenOf(headers['authorization'] ?? '');
      const { aud, sub, scope, nonce, client_id: client } = decodeJwt(token);
      expect({ aud, sub, nonce, client }).toEqual({
        aud: service,
        sub: 'u_ada',
        nonce: undefined,
        client: 'web-bff',
      });
      expect(decodeProtectedHeader(token).typ).toBe('at+jwt');
      expect(demanded(service, method, path)).toContainEqual(scopesIn(scope));
      for (const other of shown()) {
        const replayed = await replay(other.service, other.path, token);
        expect([service, other.service, replayed === 401]).toEqual([
          service,
          other.service,
          service !== other.service,
        ]);
      }
    }
  });

  it('TOK-04 are neither cookie nor session, and what demands nothing is shown nothing', async () => {
    await ask(shop.processes[0], jar, EVERYTHING);
    const cookie = jar.header('http://localhost/');
    const id = /=s%3A([\w-]+)/.exec(cookie)?.[1] ?? cookie;
    expect(id.length).toBeGreaterThan(30);
    const sent = JSON.stringify(recorders.records);
    expect(sent).not.toContain(id);
    const open = recorders.records.filter(({ service }) => service === 'catalog');
    expect(open.length).toBeGreaterThan(0);
    expect(open.map(({ headers }) => headers['authorization'])).toEqual(open.map(() => undefined));
  });

  it('TOK-04 are exchanged once for each service and its scopes, as long as they are good', async () => {
    const another = await shop.signIn();
    shop.idp.forget();
    await Promise.all(Array.from({ length: 20 }, () => ask(shop.processes[0], another, EVERYTHING)));
    const asked = shop.idp.requests
      .filter(({ params }) => params.get('grant_type')?.endsWith('token-exchange') === true)
      .map(({ params }) => `${params.get('audience')} ${params.get('scope')}`);
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
    expect(asked.length).toBeGreaterThanOrEqual(4);
  });

  it('TOK-04 are exchanged by mobile-bff as well, for the token that the app showed it', async () => {
    const bearer = await shop.idp.accessTokenFor({
      scopes: ['accounts:read', 'orders:read', 'orders:write'],
    });
    const response = await fetch(`${mobile.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ query: '{ me { id } orders(first: 1) { items { id } } }' }),
    });
    expect(await response.json()).toMatchObject({ data: { me: { id: 'u_ada' } } });
    const tokens = shown().map(({ service, headers }) => ({
      service,
      token: tokenOf(headers['authorization'] ?? ''),
    }));
    expect(new Set(tokens.map(({ service }) => service))).toEqual(new Set(['accounts', 'orders']));
    for (const { service, token } of tokens) {
      expect(token).not.toBe(bearer);
      expect(decodeJwt(token)).toMatchObject({
        aud: service,
        sub: 'u_ada',
        client_id: 'mobile-bff',
        scope: `${service}:read`,
      });
    }
  });

  async function replay(service: string, path: string, token: string): Promise<number> {
    const { statusCode, body } = await request(`${mocks.urls[service]}${path}`, {
      headers: { authorization: `Bearer ${token}` },
      reset: true,
    });
    await body.dump();
    return statusCode;
  }
});

/** What the contract demands of the operation that a request asked for. */
function demanded(service: string, method: string, path: string): readonly (readonly string[])[] {
  const segments = path.split('?')[0]?.split('/') ?? [];
  const operations = contracts.find((one) => one.service === service)?.operations ?? [];
  const found = operations.filter((one) => one.method === method && fits(one.path.split('/'), segments));
  return found.flatMap(({ security }) => security.map((schemes) => schemes.flatMap(({ scopes }) => scopes)));
}

function scopesIn(claim: unknown): readonly string[] {
  return typeof claim === 'string' ? claim.split(' ').filter((scope) => scope !== '') : [];
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => part.startsWith('{') || part === segments[index])
  );
}
