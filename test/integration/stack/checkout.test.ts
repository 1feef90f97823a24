import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { BFFS, unhurried } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { type MockServers, startMocks } from '../../support/mock-servers.ts';
import { type SignedInBff, startSignedIn } from '../../support/start-signed-in.ts';
import { storedDocuments } from '../../support/stored-documents.ts';

/** The web's own documents, sent one after the other as its checkout does. */
let mocks: MockServers;
let running: SignedInBff;
const [web] = BFFS.filter(({ name }) => name === 'web');
if (web === undefined) throw new Error('there is no web');
const bff = web;
const documents = new Map(storedDocuments('web').map(({ name, id }) => [name, id]));

beforeAll(async () => {
  mocks = started(await startMocks());
  running = await startSignedIn(bff, { services: mocks.urls, env: unhurried(bff) });
});
beforeEach(() => mocks.reset());

interface Answer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

async function ask(document: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...running.customer },
    body: JSON.stringify({ documentId: documents.get(document), variables }),
  });
  const answer: Answer = JSON.parse(await response.text());
  return answer;
}

const ADDRESS = {
  recipient: 'Mara Lindqvist',
  street: 'Kopparvägen 12',
  postalCode: '114 55',
  city: 'Stockholm',
  country: 'SE',
};
const EURO = (value: string) => ({ value, currency: 'EUR' });
const order = (payment: object, expected = '161.00') => ({
  input: { payment, shippingAddress: ADDRESS, expectedTotal: EURO(expected) },
});
const CARD = { card: { cardToken: 'tok_3f9a7c21d0' } };

test('what is in the cart is ordered, stands in the history, and can be cancelled', async () => {
  expect(await ask('AddToCart', { input: { sku: 'GRD-WN38' } })).toMatchObject({
    data: { addToCart: { __typename: 'Cart', itemCount: 4, total: EURO('280.00') } },
  });
  expect(await ask('RemoveFromCart', { sku: 'GRD-WN38' })).toMatchObject({
    data: { removeFromCart: { sku: 'GRD-WN38', cart: { itemCount: 3, total: EURO('161.00') } } },
  });
  const { data, errors } = await ask('PlaceOrder', order(CARD));
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    placeOrder: { __typename: 'Order', status: 'PLACED', total: EURO('161.00') },
  });
  const id = idOf(data['placeOrder']);

  expect(await ask('OrderHistory', { first: 1 })).toMatchObject({
    data: { orders: { items: [{ id, status: 'PLACED', firstLine: { sku: 'KTL-CU12' } }] } },
  });
  expect(await ask('Cart')).toMatchObject({ data: { cart: { itemCount: 0, lines: [] } } });
  expect(await ask('CancelOrder', { id, reason: 'CHANGED_MIND' })).toMatchObject({
    data: { cancelOrder: { __typename: 'Order', status: 'CANCELLED', cancellable: false } },
  });
  expect(await ask('OrderDetail', { id })).toMatchObject({
    data: {
      order: {
        payment: { __typename: 'CardPayment', brand: 'VISA', lastFour: '4242' },
        events: [{ __typename: 'PlacedEvent' }, { __typename: 'CancelledEvent', reason: 'CHANGED_MIND' }],
      },
    },
  });
});

test.each([
  ['an invoice', { invoice: {} }, { __typename: 'InvoicePayment', reference: expect.any(String) }],
  [
    'a voucher',
    { voucher: { code: 'SLOW-8K3P-7Q2M' } },
    { __typename: 'VoucherPayment', remaining: EURO('339.00') },
  ],
])('%s is sent as the one way to pay that it is', async (_, payment, shown) => {
  expect(await ask('PlaceOrder', order(payment))).toMatchObject({
    data: { placeOrder: { __typename: 'Order', payment: shown } },
  });
});

test.each([
  ['tok_expired', { reason: 'CARD_EXPIRED', retryable: false }],
  ['tok_poor00', { reason: 'INSUFFICIENT_FUNDS', retryable: true }],
])('a payment that is declined is a result: %s', async (cardToken, shown) => {
  const { data, errors } = await ask('PlaceOrder', order({ card: { cardToken } }));
  expect(errors).toBeUndefined();
  expect(data).toEqual({ placeOrder: { __typename: 'PaymentDeclined', ...shown } });
  expect(await ask('Cart')).toMatchObject({ data: { cart: { itemCount: 3 } } });
});

test('a cart that costs something else by now is a result', async () => {
  const { data, errors } = await ask('PlaceOrder', order(CARD, '160.00'));
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    placeOrder: { __typename: 'PricesChanged', total: EURO('161.00'), changes: [] },
  });
});

test('articles that somebody else has bought are a result, where they are put into the cart and later', async () => {
  const shortage = { sku: 'TPT-SW90', requested: 4, available: 3 };
  const soldOut = { __typename: 'OutOfStock', skus: ['TPT-SW90'], shortages: [shortage] };
  expect(await ask('AddToCart', { input: { sku: 'TPT-SW90', quantity: 4 } })).toEqual({
    data: { addToCart: soldOut },
  });
  await ask('AddToCart', { input: { sku: 'TPT-SW90', quantity: 3 } });
  await takeAway('TPT-SW90', 1);
  expect(await ask('PlaceOrder', order(CARD, '288.50'))).toEqual({
    data: {
      placeOrder: { ...soldOut, shortages: [{ sku: 'TPT-SW90', requested: 3, available: 2 }] },
    },
  });
});

test('an order that is on its way says why it cannot be cancelled', async () => {
  expect(await ask('CancelOrder', { id: 'ord_4m8xk2', reason: 'TOO_LATE' })).toEqual({
    data: {
      cancelOrder: { __typename: 'NotCancellable', status: 'SHIPPED', returnBy: expect.any(String) },
    },
  });
});

test('every other refusal is an error', async () => {
  const input = { ...order(CARD).input, shippingAddress: { ...ADDRESS, country: 'AQ' } };
  const { data, errors } = await ask('PlaceOrder', { input });
  expect(data).toEqual({ placeOrder: null });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
});

test('an order that is sent twice with one key is one order', async () => {
  const headers = { 'idempotency-key': 'checkout-0001' };
  const send = async () => {
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...running.customer, ...headers },
      body: JSON.stringify({ documentId: documents.get('PlaceOrder'), variables: order(CARD) }),
    });
    const { data }: Answer = JSON.parse(await response.text());
    return idOf(data['placeOrder']);
  };
  expect(await send()).toBe(await send());
});

function idOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'id' in value) return String(value.id);
  throw new Error('there is no id');
}

/** Somebody else buys, in the shop's own system. */
async function takeAway(sku: string, quantity: number): Promise<void> {
  const response = await fetch(`${mocks.urls['inventory']}/reservations`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Test warehouse reservations:write',
      'idempotency-key': 'somebody-else-1',
    },
    body: JSON.stringify({ orderId: 'ord_other1', lines: [{ sku, quantity }] }),
  });
  expect(response.status).toBe(201);
}

test('the documents that the checkout sends are registered', () => {
  const source = readFileSync(new URL(import.meta.url), 'utf8');
  const asked = [...source.matchAll(/ask\('(\w+)'/g)].map(([, name = '']) => name);
  expect(asked.filter((name) => !documents.has(name))).toEqual([]);
});
