import { HttpResponse, http } from 'msw';
import type { NewOrder, Operations, Order } from '#schemas/generated/services/orders.ts';
import { decodeCursor, encodeCursor, pageOf } from '../behaviour/pages.ts';
import type { Refusal } from '../behaviour/present-refusal.ts';
import type { ServiceHandlers } from '../behaviour/service-handlers.ts';
import { createCartHandlers, createCartShelf } from '../shop/cart-handlers.ts';
import { type ArticleOnSale, type CartState, linesOf, priceChanges, subtotalCents } from '../shop/carts.ts';
import { centsOf, moneyOf, totalsOf } from '../shop/money.ts';
import { createOrderBook, type Orders } from '../shop/order-book.ts';
import { isCancellable, returnDay, stepAfter } from '../shop/order-steps.ts';
import { type PaymentResult, takePayment } from '../shop/payments.ts';
import { createPriceList } from '../shop/price-list.ts';
import { createTurns } from '../shop/turns.ts';

const PROBLEMS = 'https://problems.copperfield.example';
const FREE_SHIPPING_CENTS = 10_000;
const SHIPPING_CENTS = 490;
const SHIPS_TO = new Set('AT BE CH CZ DE DK ES FI FR GB IE IT LU NL NO PL PT SE'.split(' '));
/** Longer than any order waits until it is packed. */
const KEEP_SECONDS = 86_400;

/** Carts become orders, which move on by themselves until they are delivered or cancelled. */
export const orders: ServiceHandlers<Orders> = (parts) => {
  const { received, refuse, ask, now } = parts;
  const book = createOrderBook(parts);
  const shelf = createCartShelf(parts);
  const prices = createPriceList(parts);
  const turns = createTurns();

  const ordersOf = (customer: string): readonly Order[] =>
    book.orders
      .all()
      .filter(({ customerId }) => customerId === customer)
      .toSorted((left, right) => (left.placedAt < right.placedAt ? 1 : -1));

  /** Throws the refusal of whoever asks for an order that is not there, or is not the caller's. */
  function ownOrder(request: Request, orderId: string, subject: string): Order {
    const order = book.orders.find(orderId);
    if (order?.customerId !== subject)
      throw refuse(request, 404, { detail: `You have no order ${orderId}.` });
    return order;
  }

  async function placeOrder(request: Request, customer: string, body: NewOrder): Promise<Response> {
    const onSale = await prices();
    const cart = shelf.of(customer);
    const refusal = checkCart(cart, body, onSale);
    if (refusal !== undefined) return refuse(request, refusal.status, refusal.members);
    const subtotal = subtotalCents(cart, onSale);
    const shippingFee = subtotal >= FREE_SHIPPING_CENTS ? 0 : SHIPPING_CENTS;
    const paid = takePayment(body.payment, subtotal + shippingFee, now());
    if ('reason' in paid) return refuse(request, 402, declined(paid));
    const id = book.nextId();
    const short = await reserve(id, cart);
    if (short !== undefined) return refuse(request, 409, short);
    const order = book.place({
      id,
      customerId: customer,
      lines: linesOf(cart, onSale),
      subtotal: moneyOf(subtotal),
      shippingFee: moneyOf(shippingFee),
      total: moneyOf(subtotal + shippingFee),
      totalIn: totalsOf(subtotal + shippingFee),
      payment: paid.payment,
      shippingAddress: body.shippingAddress,
    });
    shelf.put(customer, { lines: [], revision: cart.revision + 1, updatedAt: now() });
    return HttpResponse.json(order, { status: 201, headers: { location: `/v2/orders/${id}` } });
  }

  /** Keeps the articles; undefined when they are kept, or when inventory is not mocked. */
  async function reserve(orderId: string, { lines }: CartState): Promise<Refusal | undefined> {
    const kept = await ask('inventory.createReservation', {
      'Idempotency-Key': `${orderId}.reservation`,
      body: {
        orderId,
        keepForSeconds: KEEP_SECONDS,
        lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      },
    });
    if (kept === undefined || kept.ok) return undefined;
    const wanted = await Promise.all(
      lines.map(async ({ sku, quantity: requested }) => {
        const stock = await ask('inventory.getStock', { sku });
        return { sku, requested, available: stock?.ok === true ? stock.body.data.available : 0 };
      }),
    );
    const shortages = wanted.filter(({ requested, available }) => available < requested);
    return {
      type: `${PROBLEMS}/out-of-stock`,
      detail: `There is not enough of ${shortages.map(({ sku }) => sku).join(', ')}.`,
      skus: shortages.map(({ sku }) => sku),
      shortages,
    };
  }

  return [
    ...createCartHandlers(parts, { shelf, prices, turns }),
    http.get('/orders', ({ request }) => {
      const asked = received(request, 'listOrders');
      const own = ordersOf(asked.subject);
      const start = placeOf(own, asked.after);
      if (start === undefined) {
        const errors = [{ pointer: '#/after', detail: 'is no place in this list' }];
        return refuse(request, 400, { detail: 'The page begins nowhere.', errors });
      }
      const found = own.slice(start).filter(({ status }) => asked.status?.includes(status) ?? true);
      const { rows, last } = pageOf(found, asked.limit);
      const links = {
        self: linkTo(asked, asked.after),
        next: last === undefined ? null : linkTo(asked, encodeCursor(last.id)),
      };
      return HttpResponse.json({ orders: rows, links });
    }),
    http.post('/orders', ({ request }) => {
      const { body, subject } = received(request, 'createOrder');
      return turns.take(subject, () => placeOrder(request, subject, body));
    }),
    http.get('/orders-by-id', ({ request }) => {
      const { id: ids, subject } = received(request, 'listOrdersById');
      return HttpResponse.json({ orders: ordersOf(subject).filter(({ id }) => ids.includes(id)) });
    }),
    http.get('/orders/:orderId', ({ request }) => {
      const { orderId, subject } = received(request, 'getOrder');
      return HttpResponse.json(ownOrder(request, orderId, subject));
    }),
    http.put('/orders/:orderId/cancellation', ({ request }) => {
      const { orderId, body, subject } = received(request, 'cancelOrder');
      const order = ownOrder(request, orderId, subject);
      if (order.status === 'cancelled') return HttpResponse.json(order);
      if (!isCancellable(order.status)) {
        const detail = `The order is ${order.status}.`;
        return refuse(request, 409, { detail, orderStatus: order.status, returnBy: returnDay(order) });
      }
      const event = { kind: 'cancelled', at: now(), reason: body.reason, by: 'customer' } as const;
      return HttpResponse.json(book.record(order, event));
    }),
    http.post('/orders/:orderId/events', ({ request }) => {
      const { orderId, body } = received(request, 'recordOrderEvent');
      const order = book.orders.find(orderId);
      if (order === undefined) return refuse(request, 404, { detail: `There is no order ${orderId}.` });
      if (stepAfter(order.status)?.to !== body.kind) {
        const detail = `An order that is ${order.status} cannot be ${body.kind}.`;
        return refuse(request, 409, { detail, orderStatus: order.status });
      }
      return HttpResponse.json(book.record(order, body), { status: 201 });
    }),
  ];
};

/** Why an order cannot be made of this cart. */
function checkCart(
  cart: CartState,
  { shippingAddress, expectedTotal }: NewOrder,
  onSale: ReadonlyMap<string, ArticleOnSale>,
): { readonly status: 409 | 422; readonly members: Refusal } | undefined {
  const invalid = (type: string, detail: string, pointer: string, error: string) => ({
    status: 422 as const,
    members: { type: `${PROBLEMS}/${type}`, detail, errors: [{ pointer, detail: error }] },
  });
  if (cart.lines.length === 0)
    return invalid('cart-empty', 'There is nothing to order.', '#', 'needs a cart with at least one line');
  if (!SHIPS_TO.has(shippingAddress.country)) {
    const pointer = '#/shippingAddress/country';
    return invalid('invalid-content', 'One value was refused.', pointer, 'is no country that we ship to');
  }
  const total = moneyOf(subtotalCents(cart, onSale));
  if (centsOf(expectedTotal) === centsOf(total) && expectedTotal.currency === total.currency)
    return undefined;
  const changes = priceChanges(cart, onSale).map(({ sku, wasCents, isCents }) => ({
    sku,
    was: moneyOf(wasCents),
    is: moneyOf(isCents),
  }));
  const detail = `The cart costs ${total.value} ${total.currency} now.`;
  const errors = [{ pointer: '#/expectedTotal/value', detail: `must be ${total.value}` }];
  return { status: 409, members: { type: `${PROBLEMS}/prices-changed`, detail, errors, total, changes } };
}

function declined({
  reason,
  retryable,
  pointer,
}: Extract<PaymentResult, { readonly reason: string }>): Refusal {
  const detail = 'The payment was declined.';
  return { detail, reason, retryable, errors: [{ pointer, detail: `was declined: ${reason}` }] };
}

/** Where the page begins; undefined for a place that is none. */
function placeOf(own: readonly Order[], after: string | undefined): number | undefined {
  if (after === undefined) return 0;
  const index = own.findIndex(({ id }) => id === decodeCursor(after));
  return index === -1 ? undefined : index + 1;
}

function linkTo({ status, limit }: Operations['listOrders']['input'], after: string | undefined): string {
  const query = [
    ...(limit === undefined ? [] : [`limit=${limit}`]),
    ...(status === undefined ? [] : [`status=${status.join(',')}`]),
    ...(after === undefined ? [] : [`after=${after}`]),
  ];
  return `/v2/orders?${query.join('&')}`;
}
