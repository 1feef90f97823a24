import type {
  ArticleStock,
  Movement,
  Operations,
  Reservation,
  Warehouse,
} from '#schemas/generated/services/inventory.ts';
import type { Collection } from '../behaviour/collection.ts';
import type { HandlerParts } from '../behaviour/service-handlers.ts';
import { changedStock, type Taken } from './stock.ts';

/** What the handlers of inventory know of its contract and of others. */
export interface Inventory {
  readonly operations: Operations;
  readonly rows: {
    readonly ArticleStock: ArticleStock;
    readonly Movement: Movement;
    readonly Reservation: Reservation;
    readonly Warehouse: Warehouse;
  };
  readonly announces: { readonly stockChanged: StockChanged };
  readonly hears: {
    readonly 'catalog.productChanged': { readonly kind: string; readonly product: { readonly sku: string } };
    readonly 'orders.orderChanged': { readonly order: { readonly id: string; readonly status: string } };
  };
}

interface StockChanged {
  readonly data: ArticleStock;
  readonly meta: { readonly eventId: string; readonly asOf: string; readonly cause: Cause };
}

export type Cause = 'RESERVATION' | 'RELEASE' | 'MOVEMENT';

/** Moves articles: every change of stock is announced, and everything that leaves or comes is a movement. */
export interface StockKeeper {
  readonly stock: Collection<ArticleStock>;
  readonly movements: Collection<Movement>;
  readonly reservations: Collection<Reservation>;
  /** Keeps these articles until the reservation expires. */
  hold(orderId: string, lines: readonly HeldLine[], keepForSeconds: number): Reservation;
  /** The articles leave with their order. */
  confirm(reservation: Reservation): Reservation;
  /** The articles are available again. */
  giveBack(reservation: Reservation, state: 'RELEASED' | 'EXPIRED'): void;
  /** A cancelled order's articles are available again, whether or not they lie in a parcel already. */
  takeBack(reservation: Reservation): void;
  /** @param reserved how many more are kept for somebody afterwards */
  move(
    movement: Pick<Movement, 'sku' | 'warehouse' | 'change' | 'reason' | 'note'>,
    reserved?: number,
  ): Movement;
}

export interface HeldLine extends Taken {
  readonly sku: string;
}

const FIRST_MOVEMENT = 77_101;

/** @param stock the articles that there are; the keeper alone changes them */
export function createStockKeeper(
  stock: Collection<ArticleStock>,
  { collection, announce, later, random, now }: HandlerParts<Inventory>,
): StockKeeper {
  const reservations = collection('Reservation', { key: ({ id }) => id });
  const movements = collection('Movement', { key: ({ id }) => id });
  const expiries = new Map<string, () => void>();
  let nextMovement = FIRST_MOVEMENT;

  function change(
    sku: string,
    warehouse: string,
    by: Parameters<typeof changedStock>[2],
    cause: Cause,
  ): void {
    const before = stock.find(sku);
    if (before === undefined) return;
    const data = stock.change(sku, changedStock(before, warehouse, by));
    announce('stockChanged', { data, meta: { eventId: `${sku}.${data.revision}`, asOf: now(), cause } });
  }

  const move: StockKeeper['move'] = (movement, reserved = 0) => {
    const recorded = movements.add({ ...movement, id: String(nextMovement), at: now() });
    nextMovement += 1;
    change(movement.sku, movement.warehouse, { onHand: movement.change, reserved }, 'MOVEMENT');
    return recorded;
  };

  function end(reservation: Reservation, state: Reservation['state']): Reservation {
    expiries.get(reservation.id)?.();
    expiries.delete(reservation.id);
    const expiresAt = state === 'CONFIRMED' ? null : reservation.expiresAt;
    return reservations.change(reservation.id, { state, expiresAt });
  }

  function confirm(reservation: Reservation): Reservation {
    for (const { sku, quantity, warehouse } of reservation.lines) {
      move({ sku, warehouse, change: -quantity, reason: 'SALE', note: null }, -quantity);
    }
    return end(reservation, 'CONFIRMED');
  }

  function giveBack(reservation: Reservation, state: 'RELEASED' | 'EXPIRED'): void {
    for (const { sku, quantity, warehouse } of reservation.lines)
      change(sku, warehouse, { reserved: -quantity }, 'RELEASE');
    end(reservation, state);
  }

  function takeBack(reservation: Reservation): void {
    if (reservation.state === 'HELD') giveBack(reservation, 'RELEASED');
    if (reservation.state !== 'CONFIRMED') return;
    for (const { sku, quantity, warehouse } of reservation.lines) {
      move({ sku, warehouse, change: quantity, reason: 'RETURN', note: null });
    }
    end(reservation, 'RELEASED');
  }

  function expire(id: string): void {
    const reservation = reservations.find(id);
    if (reservation?.state === 'HELD') giveBack(reservation, 'EXPIRED');
  }

  function hold(orderId: string, lines: readonly HeldLine[], keepForSeconds: number): Reservation {
    const createdAt = now();
    const reservation = reservations.add({
      id: `rsv_${random.text(8, '123456789')}`,
      orderId,
      state: 'HELD',
      lines,
      createdAt,
      expiresAt: new Date(Date.parse(createdAt) + keepForSeconds * 1_000).toISOString(),
    });
    for (const { sku, warehouse, quantity } of lines)
      change(sku, warehouse, { reserved: quantity }, 'RESERVATION');
    const label = `${reservation.id} has expired`;
    expiries.set(
      reservation.id,
      later(keepForSeconds, label, () => expire(reservation.id)),
    );
    return reservation;
  }

  return { stock, movements, reservations, hold, confirm, giveBack, takeBack, move };
}
