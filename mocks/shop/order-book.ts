import type { Operations as CatalogOperations } from '#schemas/generated/services/catalog.ts';
import type { Operations as InventoryOperations } from '#schemas/generated/services/inventory.ts';
import type {
  Cart,
  Line,
  Operations,
  Order,
  OrderEvent,
  OrderStatus,
} from '#schemas/generated/services/orders.ts';
import type { Collection } from '../behaviour/collection.ts';
import type { HandlerParts } from '../behaviour/service-handlers.ts';
import { afterEvent, isCancellable, stepAfter, usualEvent } from './order-steps.ts';

/** What the handlers of orders know of its contract and of others. */
export interface Orders {
  readonly operations: Operations;
  readonly rows: { readonly Cart: Cart; readonly Line: Line; readonly Order: Order };
  readonly announces: { readonly orderChanged: OrderChanged };
  readonly asks: {
    readonly 'catalog.listProducts': CatalogOperations['listProducts'];
    readonly 'inventory.createReservation': InventoryOperations['createReservation'];
    readonly 'inventory.getStock': InventoryOperations['getStock'];
  };
}

interface OrderChanged {
  readonly eventId: string;
  readonly occurredAt: string;
  readonly previousStatus: OrderStatus | null;
  readonly order: Order;
}

/** Orders and what happens to them: every step is announced, and the next one planned. */
export interface OrderBook {
  readonly orders: Collection<Order>;
  nextId(): string;
  place(order: Omit<Order, 'number' | 'status' | 'placedAt' | 'cancellable' | 'events'>): Order;
  record(order: Order, event: OrderEvent): Order;
}

export function createOrderBook({
  collection,
  announce,
  later,
  random,
  now,
}: HandlerParts<Orders>): OrderBook {
  const orders = collection('Order', { key: ({ id }) => id });
  const plans = new Map<string, () => void>();

  function tell(order: Order, previousStatus: OrderStatus | null): void {
    announce('orderChanged', { eventId: random.uuid(), occurredAt: now(), previousStatus, order });
  }

  /** Whatever else happens to the order takes the plan's place. */
  function plan({ id, status }: Order): void {
    plans.get(id)?.();
    plans.delete(id);
    const step = stepAfter(status);
    if (step === undefined) return;
    const takeBack = later(step.afterSeconds, `${id} is ${step.to}`, () => {
      const order = orders.find(id);
      if (order !== undefined) record(order, usualEvent(order, step.to, now(), random));
    });
    plans.set(id, takeBack);
  }

  function record(before: Order, event: OrderEvent): Order {
    const order = orders.change(before.id, afterEvent(before, event));
    plan(order);
    tell(order, before.status);
    return order;
  }

  return {
    orders,
    record,
    nextId: () => `ord_${random.text(6)}`,
    place(placed) {
      const at = now();
      const order = orders.add({
        ...placed,
        number: nextNumber(orders.all(), at),
        status: 'placed',
        placedAt: at,
        cancellable: isCancellable('placed'),
        events: [{ kind: 'placed', at }],
      });
      plan(order);
      tell(order, null);
      return order;
    },
  };
}

/** One more than the highest: `CF-2026-004818`. */
function nextNumber(orders: readonly Order[], at: string): string {
  const highest = orders.reduce((most, { number }) => Math.max(most, Number(number.slice(-6))), 0);
  return `CF-${at.slice(0, 4)}-${String(highest + 1).padStart(6, '0')}`;
}
