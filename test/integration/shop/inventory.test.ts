import { beforeEach, expect, test } from '@jest/globals';
import type { ArticleStock, Movement, Reservation } from '#schemas/generated/services/inventory.ts';
import { started } from '../../support/leftovers.ts';
import { control, startMocks } from '../../support/mock-servers.ts';
import { createShopClient, type ShopClient } from './client.ts';

interface MovementPage {
  readonly data: readonly Movement[];
  readonly meta: { readonly nextCursor: string | null };
}

const mocks = started(await startMocks());
let system: ShopClient;

beforeEach(async () => {
  await mocks.reset();
  system = createShopClient(mocks, 'warehouse');
});

const stockOf = async (sku: string): Promise<ArticleStock> =>
  (await system.read<{ data: ArticleStock }>('inventory', `/stock/${sku}`)).body.data;
const reserve = (quantity: number) =>
  system.send<{ data: Reservation }>('inventory', 'POST', '/reservations', {
    orderId: 'ord_test01',
    lines: [{ sku: 'KTL-CU12', quantity }],
    keepForSeconds: 60,
  });

const record = (change: number) =>
  system.send('inventory', 'POST', '/movements', {
    sku: 'KTL-CU12',
    warehouse: 'DUB2',
    change,
    reason: 'COUNT',
  });

test('a reservation takes from the fullest warehouse first, and is given back when it expires', async () => {
  const before = await stockOf('KTL-CU12');
  const { body } = await reserve(30);
  expect(body.data.lines.map(({ quantity, warehouse }) => [warehouse, quantity])).toEqual([
    ['MMX1', 28],
    ['DUB2', 2],
  ]);
  expect((await stockOf('KTL-CU12')).available).toBe(before.available - 30);
  await control(mocks.urls['inventory'], 'POST', '/__advance');
  expect((await stockOf('KTL-CU12')).available).toBe(before.available);
  const { body: after } = await system.read<{ data: Reservation }>(
    'inventory',
    `/reservations/${body.data.id}`,
  );
  expect(after.data.state).toBe('EXPIRED');
});

test('a reservation is confirmed once, and then cannot be released', async () => {
  const { body } = await reserve(1);
  const path = `/reservations/${body.data.id}`;
  const confirm = () => system.send<{ data: Reservation }>('inventory', 'PUT', `${path}/confirmation`);
  const statuses = [await confirm(), await confirm(), await system.send('inventory', 'DELETE', path)];
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 409]);
  const { body: moved } = await system.read<{ data: Movement[] }>(
    'inventory',
    '/movements?sku=KTL-CU12&limit=1',
  );
  expect(moved.data).toMatchObject([{ change: -1, reason: 'SALE', warehouse: 'MMX1' }]);
});

const pathAfter = ({ meta: { nextCursor } }: MovementPage): string | null =>
  nextCursor === null ? null : `/movements?limit=1&cursor=${nextCursor}`;

test('movements page by their cursor, and no more leaves than there is', async () => {
  expect(await record(6)).toMatchObject({ status: 201, body: { data: { change: 6, note: null } } });
  expect((await stockOf('KTL-CU12')).byWarehouse['DUB2']).toEqual({ onHand: 20, reserved: 0, available: 20 });
  expect(await record(-21)).toMatchObject({
    status: 409,
    body: { shortages: [{ sku: 'KTL-CU12', requested: 21, available: 20 }] },
  });
  const seen: number[] = [];
  let path: string | null = '/movements?limit=1';
  while (path !== null) {
    const page: MovementPage = (await system.read<MovementPage>('inventory', path)).body;
    seen.push(...page.data.map(({ change }) => change));
    path = pathAfter(page);
  }
  expect(seen).toEqual([6, 24, -1]);
});

test('what catalog offers anew can be delivered, and is available then', async () => {
  const seller = createShopClient(mocks, 'acct_northwind');
  const image = { url: 'https://img.copperfield.example/tongs.jpg', alt: 'Tongs' };
  const { body: product } = await seller.send<{ id: string; availability: string }>(
    'catalog',
    'POST',
    '/products',
    {
      sku: 'TNG-BR18',
      name: 'Brass Sugar Tongs',
      description: 'Two leaves of brass.',
      price: { amount: 1_950, currency: 'EUR' },
      categoryIds: ['cat_tableware'],
      images: { primary: image, thumbnail: image, gallery: [] },
    },
  );
  expect(product.availability).toBe('preOrder');
  expect((await stockOf('TNG-BR18')).available).toBe(0);
  await system.send('inventory', 'POST', '/movements', {
    sku: 'TNG-BR18',
    warehouse: 'MMX1',
    change: 9,
    reason: 'DELIVERY',
  });
  const { body: now } = await seller.read<{ availability: string }>('catalog', `/products/${product.id}`);
  expect(now.availability).toBe('inStock');
});
