import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BFFS, unhurried } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type BffProcess, startBff } from '../../support/start-bff.ts';

const [web] = BFFS.filter(({ name }) => name === 'web');
if (web === undefined) throw new Error('there is no web');

let mocks: MockServers;
let running: BffProcess;

beforeAll(async () => {
  mocks = started(await startMocks());
  running = started(await startBff(web, { services: mocks.urls, env: unhurried(web) }));
});
beforeEach(() => mocks.reset());

async function ask(query: string): Promise<unknown> {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...web?.headers },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe('the resolvers of the web', () => {
  it('estimate the delivery of a page of products with one call of each operation', async () => {
    const answer = await ask(
      '{ products(first: 5) { items { sku delivery(country: "IE") { days from } price { amount text } } } }',
    );
    expect(answer).toMatchObject({
      data: {
        products: {
          items: expect.arrayContaining([
            {
              sku: 'KTL-CU12',
              delivery: { days: 1, from: 'Dublin' },
              price: { amount: 8900, text: '€89.00' },
            },
          ]),
        },
      },
    });
    expect(answer).not.toHaveProperty('errors');
    const calls = await mocks.calls('inventory');
    expect(calls.map(({ operation }) => operation)).toEqual([
      'inventory.listStock',
      'inventory.listWarehousesByCode',
    ]);
  });

  it('tell the client which argument is wrong, and nothing else', async () => {
    const answer = await ask('{ product(id: "prod_kettle") { price { text(locale: "no such") } } }');
    expect(answer).toMatchObject({
      data: { product: null },
      errors: [
        {
          path: ['product', 'price', 'text'],
          extensions: { code: 'BAD_USER_INPUT', fields: [{ pointer: '/locale' }] },
        },
      ],
    });
  });
});
