import type { Order, OrderEvent, OrderStatus } from '#schemas/generated/services/orders.ts';
import type { Random } from '../random.ts';
import { capturePayment } from './payments.ts';

/** What follows a state by itself, and after how many seconds. */
export interface OrderStep {
  readonly to: OrderStatus;
  readonly afterSeconds: number;
}

const HOUR_SECONDS = 3_600;
const DAY_MS = 86_400_000;

const STEPS: Readonly<Partial<Record<OrderStatus, OrderStep>>> = {
  placed: { to: 'paid', afterSeconds: 30 },
  paid: { to: 'packed', afterSeconds: 2 * HOUR_SECONDS },
  packed: { to: 'shipped', afterSeconds: 6 * HOUR_SECONDS },
  shipped: { to: 'delivered', afterSeconds: 48 * HOUR_SECONDS },
};

/** Undefined for a state that is the end. */
export function stepAfter(status: OrderStatus): OrderStep | undefined {
  return STEPS[status];
}

/** Until it is shipped. */
export function isCancellable(status: OrderStatus): boolean {
  return status === 'placed' || status === 'paid' || status === 'packed';
}

/** The order after something happened to it, in the state that is called like the event. */
export function afterEvent(order: Order, event: OrderEvent): Order {
  return {
    ...order,
    status: event.kind,
    cancellable: isCancellable(event.kind),
    payment: event.kind === 'paid' ? capturePayment(order.payment, event.at) : order.payment,
    events: [...order.events, event],
  };
}

/** What happens where nobody says what did: the usual warehouse, the usual carrier, the letter box. */
export function usualEvent({ total }: Order, to: OrderStatus, at: string, random: Random): OrderEvent {
  switch (to) {
    case 'paid':
      return { kind: 'paid', at, amount: total };
    case 'packed':
      return { kind: 'packed', at, warehouse: 'MMX1', parcelCount: 1 };
    case 'shipped': {
      const trackingNumber = `NF${random.text(8, '0123456789')}SE`;
      const expectedOn = new Date(Date.parse(at) + 2 * DAY_MS).toISOString().slice(0, 10);
      const trackingUrl = `https://track.nordfrakt.example/${trackingNumber}`;
      return { kind: 'shipped', at, carrier: 'Nordfrakt', trackingNumber, trackingUrl, expectedOn };
    }
    case 'delivered':
      return { kind: 'delivered', at, signedBy: null };
    case 'cancelled':
      return { kind: 'cancelled', at, reason: 'other', by: 'shop' };
    case 'placed':
      return { kind: 'placed', at };
  }
}

const RETURN_DAYS = 30;

/** The last day to send the order back; null where nothing was sent. */
export function returnDay({ events }: Order): string | null {
  const sent = events.findLast(({ kind }) => kind === 'delivered' || kind === 'shipped');
  if (sent === undefined) return null;
  return new Date(Date.parse(sent.at) + RETURN_DAYS * DAY_MS).toISOString().slice(0, 10);
}
