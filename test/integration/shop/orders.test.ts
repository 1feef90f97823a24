import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ArticleStock } from '#schemas/generated/services/inventory.ts';
import type { Cart, Order, OrderPage } from '#schemas/generated/services/orders.ts';
import { started } from '../../support/leftovers.ts';
import { control, startMocks } from '../../support/mock-servers.ts';
import { createShopClient, type ShopAnswer, type ShopClient } from './client.ts';

const mocks = started(await startMocks());
let mara: ShopClient;
let ivo: ShopClient;

beforeEach(async () => {
  await mocks.reset();
  mara = createShopClient(mocks, 'acct_mara');
  ivo = createShopClient(mocks, 'acct_ivo');
});

const ADDRESS = {
  recipient: 'M',
  street: 'Hamngatan 4',
  postalCode: '111 47',
  city: 'Stockholm',
  country: 'SE',
};
const CARD = { method: 'card', cardToken: 'tok_3f9a7c21d0' };

const put = (customer: ShopClient, sku: string, quantity: number) =>
  customer.send<Cart>('orders', 'PUT', `/cart/lines/${sku}`, { quantity });
const order = (customer: ShopClient, value: string, changes: object = {}, key?: string) =>
  customer.send<Order>(
    'orders',
    'POST',
    '/orders',
    { payment: CARD, shippingAddress: ADDRESS, expectedTotal: { value, currency: 'EUR' }, ...changes },
    key,
  );
const stockOf = async (sku: string): Promise<ArticleStock> =>
  (await mara.read<{ data: ArticleStock }>('inventory', `/stock/${sku}`)).body.data;
const advance = () => control(mocks.urls['orders'], 'POST', '/__advance');
const problem = ({ body, status }: ShopAnswer<unknown>) => ({ status, ...Object(body) });

describe('a cart', () => {
  test('is everybody’s own: Mara’s is that of the contract, Ivo’s is empty', async () => {
    expect((await mara.read<Cart>('orders', '/cart')).body).toMatchObject({
      itemCount: 3,
      total: { value: '161.00' },
    });
    expect((await ivo.read<Cart>('orders', '/cart')).body).toMatchObject({ lines: [], revision: 0 });
  });

  test('grows, changes and shrinks, with the prices of catalog', async () => {
    await ivo.send('orders', 'POST', '/cart/lines', { sku: 'KTL-CU12', quantity: 1, giftMessage: 'For you' });
    const added = await ivo.send<Cart>('orders', 'POST', '/cart/lines', { sku: 'KTL-CU12', quantity: 2 });
    expect(added.headers['location']).toBe('/v2/cart/lines/KTL-CU12');
    expect(added.body).toMatchObject({
      lines: [{ quantity: 3, giftMessage: 'For you', lineTotal: { value: '267.00' } }],
      totalIn: { EUR: '267.00', SEK: '2990.40' },
      revision: 2,
    });
    const changed = await ivo.send<Cart>('orders', 'PATCH', '/cart/lines/KTL-CU12', { giftMessage: null });
    expect(changed.body.lines).toMatchObject([{ quantity: 3, giftMessage: null }]);
    await put(ivo, 'MUG-EN04', 1);
    expect((await ivo.send('orders', 'DELETE', '/cart/lines/KTL-CU12')).status).toBe(204);
    expect((await ivo.read<Cart>('orders', '/cart')).body).toMatchObject({
      itemCount: 1,
      total: { value: '36.00' },
    });
    await ivo.send('orders', 'DELETE', '/cart');
    expect((await ivo.read<Cart>('orders', '/cart')).body).toMatchObject({
      lines: [],
      total: { value: '0.00' },
    });
  });

  test('refuses what is unknown, and more than there is', async () => {
    expect(problem(await put(mara, 'ABC-0000', 1))).toMatchObject({
      status: 422,
      errors: [{ pointer: '#/sku', detail: 'is no article of this shop' }],
    });
    expect(problem(await put(mara, 'TPT-SW90', 4))).toMatchObject({
      status: 409,
      type: 'https://problems.copperfield.example/out-of-stock',
      instance: '/v2/cart/lines/TPT-SW90',
      shortages: [{ sku: 'TPT-SW90', requested: 4, available: 3 }],
    });
    expect(
      problem(await mara.send('orders', 'PATCH', '/cart/lines/GRD-WN38', { quantity: 1 })),
    ).toMatchObject({
      status: 404,
      detail: 'Your cart has no GRD-WN38.',
    });
    expect((await mara.read<Cart>('orders', '/cart')).body.itemCount).toBe(3);
  });
});

describe('an order', () => {
  test('empties the cart, takes from stock, stands in the list, and is told', async () => {
    const before = await stockOf('MUG-EN04');
    const placed = await order(mara, '161.00');
    expect(placed).toMatchObject({
      status: 201,
      body: { number: 'CF-2026-004818', status: 'placed', cancellable: true, total: { value: '161.00' } },
    });
    expect((await mara.read<Cart>('orders', '/cart')).body).toMatchObject({ itemCount: 0, revision: 18 });
    expect(await stockOf('MUG-EN04')).toMatchObject({
      available: before.available - 2,
      revision: before.revision + 1,
    });
    const { body: page } = await mara.read<OrderPage>('orders', '/orders?limit=1');
    expect(page.orders).toEqual([placed.body]);
    expect((await mara.read<Order>('orders', `/orders/${placed.body.id}`)).body).toEqual(placed.body);
    expect((await ivo.read('orders', `/orders/${placed.body.id}`)).status).toBe(404);
    expect(JSON.parse(await control(mocks.urls['orders'], 'GET', '/__events'))).toMatchObject([
      { event: 'orders.orderChanged', body: { previousStatus: null, order: { id: placed.body.id } } },
    ]);
  });

  test('moves on until it is delivered, and its articles leave when it is packed', async () => {
    const { body: placed } = await order(mara, '161.00');
    const kept = await stockOf('KTL-CU12');
    const states = [];
    for (let step = 0; step < 5; step += 1) {
      await advance();
      states.push((await mara.read<Order>('orders', `/orders/${placed.id}`)).body.status);
    }
    expect(states).toEqual(['paid', 'packed', 'shipped', 'delivered', 'delivered']);
    const { body: delivered } = await mara.read<Order>('orders', `/orders/${placed.id}`);
    expect(delivered.events.map(({ at }) => at)).toEqual([
      '2026-11-21T07:30:02Z',
      '2026-11-21T07:30:32Z',
      '2026-11-21T09:30:32Z',
      '2026-11-21T15:30:32Z',
      '2026-11-23T15:30:32Z',
    ]);
    expect(delivered).toMatchObject({ cancellable: false, payment: { capturedAt: '2026-11-21T07:30:32Z' } });
    const left = await stockOf('KTL-CU12');
    expect(left.available).toBe(kept.available);
    expect(onHand(left)).toBe(onHand(kept) - 1);
  });

  test('that is cancelled gives its articles back; a shipped one cannot be', async () => {
    const before = await stockOf('KTL-CU12');
    const { body: placed } = await order(mara, '161.00');
    await advance();
    const cancel = () =>
      mara.send<Order>('orders', 'PUT', `/orders/${placed.id}/cancellation`, { reason: 'changedMind' });
    const cancelled = await cancel();
    expect(cancelled.body).toMatchObject({ status: 'cancelled', cancellable: false });
    expect((await cancel()).body).toEqual(cancelled.body);
    expect((await stockOf('KTL-CU12')).available).toBe(before.available);
    expect(JSON.parse(await advance())).toMatchObject({ happened: [] });
    const late = await mara.send('orders', 'PUT', '/orders/ord_4m8xk2/cancellation', { reason: 'tooLate' });
    expect(problem(late)).toMatchObject({ status: 409, orderStatus: 'shipped', returnBy: '2026-12-19' });
  });

  test('is refused where the cart is empty, the country is far, or the price is another one', async () => {
    expect(problem(await order(ivo, '0.00'))).toMatchObject({ status: 422, title: 'The cart is empty' });
    const far = await order(mara, '161.00', { shippingAddress: { ...ADDRESS, country: 'NZ' } });
    expect(problem(far)).toMatchObject({ status: 422, errors: [{ pointer: '#/shippingAddress/country' }] });
    const northwind = createShopClient(mocks, 'acct_northwind');
    await northwind.send('catalog', 'PATCH', '/products/prod_mugs', {
      price: { amount: 3_800, currency: 'EUR' },
    });
    expect(problem(await order(mara, '161.00'))).toMatchObject({
      status: 409,
      title: 'Some prices have changed',
      total: { value: '165.00' },
      changes: [{ sku: 'MUG-EN04', was: { value: '36.00' }, is: { value: '38.00' } }],
    });
    expect((await order(mara, '165.00')).status).toBe(201);
  });

  test.each([
    [{ method: 'card', cardToken: 'tok_expired' }, 'cardExpired', false],
    [{ method: 'card', cardToken: 'tok_poor00' }, 'insufficientFunds', true],
    [{ method: 'voucher', code: 'USED-8K3P-7Q2M' }, 'voucherUsed', false],
  ])('paid with %j is declined, and the cart stays', async (payment, reason, retryable) => {
    const declined = await order(mara, '161.00', { payment });
    expect(problem(declined)).toMatchObject({ status: 402, reason, retryable });
    expect((await mara.read<Cart>('orders', '/cart')).body.itemCount).toBe(3);
  });

  test('of the last articles is one order, whoever is faster', async () => {
    await Promise.all([put(mara, 'TPT-SW90', 3), put(ivo, 'TPT-SW90', 3)]);
    const answers = await Promise.all([order(mara, '288.50'), order(ivo, '127.50')]);
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([201, 409]));
    expect(await stockOf('TPT-SW90')).toMatchObject({ available: 0, state: 'OUT_OF_STOCK' });
    const short = answers.find(({ status }) => status === 409);
    expect(short && problem(short)).toMatchObject({
      skus: ['TPT-SW90'],
      shortages: [{ sku: 'TPT-SW90', requested: 3, available: 0 }],
    });
    const { body: product } = await mara.read<{ availability: string }>('catalog', '/products/prod_teapot');
    expect(product.availability).toBe('outOfStock');
  });

  test('is placed once for each key, however often and at once it is sent', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => order(mara, '161.00', {}, 'one-and-only')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await mara.read<OrderPage>('orders', '/orders')).body.orders).toHaveLength(5);
    expect((await order(mara, '162.00', {}, 'one-and-only')).status).toBe(409);
  });
});

test('orders page and filter, and their links lead on', async () => {
  const seen: string[] = [];
  let next: string | null = '/v2/orders?limit=2&status=shipped,delivered,cancelled';
  while (next !== null) {
    const { body }: ShopAnswer<OrderPage> = await mara.read('orders', next.replace('/v2', ''));
    seen.push(...body.orders.map(({ status }) => status));
    next = body.links.next;
  }
  expect(seen).toEqual(['shipped', 'delivered', 'cancelled']);
});

test('warehouses move an order step by step, and no step twice', async () => {
  const { body: placed } = await order(mara, '161.00');
  await advance();
  const tell = (event: object) => mara.send<Order>('orders', 'POST', `/orders/${placed.id}/events`, event);
  const at = '2026-11-21T12:00:00Z';
  const packed = await tell({ kind: 'packed', at, warehouse: 'DUB2', parcelCount: 1 });
  expect(packed).toMatchObject({ status: 201, body: { status: 'packed' } });
  expect(problem(await tell({ kind: 'delivered', at, signedBy: null }))).toMatchObject({
    status: 409,
    orderStatus: 'packed',
  });
});

function onHand({ byWarehouse }: ArticleStock): number {
  return Object.values(byWarehouse).reduce((sum, place) => sum + place.onHand, 0);
}
