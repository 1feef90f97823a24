import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BFFS } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { startBff } from '../../support/start-bff.ts';
import { startIdentityProvider } from '../../support/start-identity-provider.ts';
import { readShop } from '../../unit/bounds/read-fixture.ts';
import { fieldsOf } from './fields-of.ts';
import { type Recorders, startRecorders } from './start-recorders.ts';
import { ask, logOut, type Shop, startShop } from './start-shop.ts';

const bound = new Map((await readShop()).map(([, client]) => [client.client, client]));
const queriesOf = (client: string) => {
  const found = bound.get(client);
  if (found === undefined) throw new Error(`there is no ${client}`);
  return fieldsOf(found.schema).map(({ text }) => text);
};
const WIDTH = 10;

/** No field of the shop's clients leads to an operation of systems, so whatever is shown to a service is a mistake. */
describe('every field of both clients, asked over HTTP by nobody', () => {
  let recorders: Recorders;
  let shop: Shop;

  beforeAll(async () => {
    const idp = await startIdentityProvider();
    recorders = await startRecorders(started(await startMocks({ issuer: idp.issuer })).urls);
    shop = await startShop({ idp, services: recorders.urls });
  });
  beforeEach(() => recorders.clear());

  const shown = () => recorders.records.filter(({ headers }) => 'authorization' in headers);

  it('TOK-05 shows services nothing for somebody anonymous at web-bff, and asks the provider for nothing', async () => {
    shop.idp.forget();
    const queries = queriesOf('web');
    expect(
      await askAll(queries, async (query) => (await ask(shop.processes[0], undefined, query)).status),
    ).toEqual([200]);
    expect(recorders.records.length).toBeGreaterThan(queries.length / 10);
    expect(shown()).toEqual([]);
    expect(shop.idp.count('token')).toBe(0);
  });

  it('TOK-05 shows services nothing for somebody whose session is over', async () => {
    const jar = await shop.signIn();
    const stolen = jar.copy();
    await logOut(shop.processes[0], jar);
    shop.idp.forget();
    const statuses = await askAll(
      queriesOf('web'),
      async (query) => (await ask(shop.processes[0], stolen, query)).status,
    );
    expect(statuses).toEqual([200]);
    expect(shown()).toEqual([]);
    expect(shop.idp.count('token')).toBe(0);
  });

  it('TOK-05 shows services nothing for nobody, and for a token that is over, at mobile-bff', async () => {
    const bff = BFFS.find(({ name }) => name === 'mobile');
    if (bff === undefined) throw new Error('there is no mobile');
    const env = {
      OIDC_ISSUER: shop.idp.issuer,
      OIDC_CLIENT_SECRET: shop.idp.mobileSecret,
      MOBILE_RATE_ADDRESS_REQUESTS: '0',
    };
    const mobile = started(await startBff(bff, { services: recorders.urls, env }));
    const over = await shop.idp.accessTokenFor({
      lifetimeSeconds: -60,
      scopes: ['accounts:read', 'orders:read'],
    });
    shop.idp.forget();
    for (const [headers, status] of [
      [{}, 200],
      [{ authorization: `Bearer ${over}` }, 401],
    ] as const) {
      const statuses = await askAll(queriesOf('mobile'), async (query) => {
        const response = await fetch(`${mobile.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query }),
        });
        await response.arrayBuffer();
        return response.status;
      });
      expect(statuses).toEqual([status]);
    }
    expect(shown()).toEqual([]);
    expect(shop.idp.count('token')).toBe(0);
  });
});

async function askAll(
  queries: readonly string[],
  work: (query: string) => Promise<number>,
): Promise<number[]> {
  const statuses: number[] = [];
  for (let next = 0; next < queries.length; next += WIDTH)
    statuses.push(...(await Promise.all(queries.slice(next, next + WIDTH).map(work))));
  return [...new Set(statuses)];
}
