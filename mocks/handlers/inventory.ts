import { HttpResponse, http } from 'msw';
import type { ArticleStock, Reservation } from '#schemas/generated/services/inventory.ts';
import { decodeCursor, encodeCursor, pageOf } from '../behaviour/pages.ts';
import type { ServiceHandlers } from '../behaviour/service-handlers.ts';
import { createRandom } from '../random.ts';
import { ARTICLE_COUNT, articleAt } from '../shop/articles.ts';
import { takeFrom } from '../shop/stock.ts';
import { createStockKeeper, type Inventory } from '../shop/stock-keeper.ts';

const INSUFFICIENT = 'https://problems.copperfield.example/insufficient-stock';
const KEEP_SECONDS = 900;

/** Stock goes down with reservations, leaves with confirmed ones, and comes back with those that end otherwise. */
export const inventory: ServiceHandlers<Inventory> = (parts) => {
  const { collection, received, refuse, listen, now } = parts;
  const stock = collection('ArticleStock', {
    key: ({ sku }) => sku,
    generated: ARTICLE_COUNT,
    complete: (article, { index }) => stored(article, index),
  });
  const warehouses = collection('Warehouse', { key: ({ code }) => code });
  const keeper = createStockKeeper(stock, parts);
  const { reservations, movements } = keeper;

  listen('catalog.productChanged', ({ kind, product: { sku } }) => {
    if (kind === 'created' && stock.find(sku) === undefined) stock.add(nothingOf(sku));
  });
  listen('orders.orderChanged', ({ order: { id, status } }) => {
    const reservation = reservations.all().find(({ orderId }) => orderId === id);
    if (reservation === undefined) return;
    if (status === 'packed' && reservation.state === 'HELD') keeper.confirm(reservation);
    if (status === 'cancelled') keeper.takeBack(reservation);
  });

  /** Throws the refusal of whoever asks for a reservation that is not there. */
  function existing(request: Request, id: string): Reservation {
    const reservation = reservations.find(id);
    if (reservation === undefined) throw refuse(request, 404, { detail: `There is no reservation ${id}.` });
    return reservation;
  }

  function refuseOver(request: Request, { state }: Reservation): Response {
    return refuse(request, 409, { detail: `The reservation is ${state.toLowerCase()}.` });
  }

  function refuseValue(request: Request, pointer: string, detail: string): Response {
    return refuse(request, 422, { detail: 'One value was refused.', errors: [{ pointer, detail }] });
  }

  const withMeta = (data: object, meta: object = {}): Response =>
    HttpResponse.json({ data, meta: { asOf: now(), ...meta } });

  return [
    http.get('/stock', ({ request }) => {
      const { sku } = received(request, 'listStock');
      return withMeta(sku.flatMap((one) => stock.find(one) ?? []));
    }),
    http.get('/stock/:sku', ({ request }) => {
      const { sku } = received(request, 'getStock');
      const article = stock.find(sku);
      return article === undefined
        ? refuse(request, 404, { detail: `There has never been an article ${sku}.` })
        : withMeta(article);
    }),
    http.post('/stock-queries', ({ request }) => {
      const { keys } = received(request, 'queryStock').body;
      return withMeta(
        keys.flatMap(({ sku, warehouse }) => {
          const place = stock.find(sku)?.byWarehouse[warehouse];
          return place === undefined ? [] : [{ sku, warehouse, ...place, shelf: shelfOf(sku, warehouse) }];
        }),
      );
    }),
    http.get('/warehouses', ({ request }) => {
      const { pageNumber = 1, pageSize = 25, pickup } = received(request, 'listWarehouses');
      const found = warehouses
        .all()
        .filter((warehouse) => pickup === undefined || warehouse.pickup === pickup)
        .toSorted((left, right) => (left.code < right.code ? -1 : 1));
      const { rows } = pageOf(found.slice((pageNumber - 1) * pageSize), pageSize);
      return withMeta(rows, { pageNumber, pageSize, totalCount: found.length });
    }),
    http.get('/warehouses-by-code', ({ request }) => {
      const { codes } = received(request, 'listWarehousesByCode');
      return withMeta(codes.flatMap((code) => warehouses.find(code) ?? []));
    }),
    http.post('/reservations', ({ request }) => {
      const { body } = received(request, 'createReservation');
      const unknown = body.lines.findIndex(({ sku }) => stock.find(sku) === undefined);
      if (unknown !== -1) return refuseValue(request, `#/lines/${unknown}/sku`, 'is no article of this shop');
      const places = body.lines.map(({ sku, quantity }) => {
        const article = stock.find(sku);
        const taken = article && takeFrom(article, quantity);
        return { sku, requested: quantity, available: article?.available ?? 0, taken };
      });
      const short = places.filter(({ taken }) => taken === undefined);
      if (short.length > 0) {
        return refuse(request, 409, {
          type: INSUFFICIENT,
          detail: `There is not enough of ${short.map(({ sku }) => sku).join(', ')}.`,
          shortages: short.map(({ sku, requested, available }) => ({ sku, requested, available })),
        });
      }
      const lines = places.flatMap(({ sku, taken = [] }) => taken.map((one) => ({ sku, ...one })));
      const reservation = keeper.hold(body.orderId, lines, body.keepForSeconds ?? KEEP_SECONDS);
      const headers = { location: `/reservations/${reservation.id}` };
      return HttpResponse.json({ data: reservation }, { status: 201, headers });
    }),
    http.get('/reservations/:reservationId', ({ request }) => {
      const { reservationId } = received(request, 'getReservation');
      return HttpResponse.json({ data: existing(request, reservationId) });
    }),
    http.delete('/reservations/:reservationId', ({ request }) => {
      const { reservationId } = received(request, 'releaseReservation');
      const reservation = existing(request, reservationId);
      if (reservation.state === 'CONFIRMED') return refuseOver(request, reservation);
      if (reservation.state === 'HELD') keeper.giveBack(reservation, 'RELEASED');
      return new HttpResponse(null, { status: 204 });
    }),
    http.put('/reservations/:reservationId/confirmation', ({ request }) => {
      const { reservationId } = received(request, 'confirmReservation');
      const reservation = existing(request, reservationId);
      if (reservation.state === 'CONFIRMED') return HttpResponse.json({ data: reservation });
      if (reservation.state !== 'HELD') return refuseOver(request, reservation);
      return HttpResponse.json({ data: keeper.confirm(reservation) });
    }),
    http.get('/movements', ({ request }) => {
      const { sku, warehouse, limit, cursor } = received(request, 'listMovements');
      const before = cursor === undefined ? Infinity : Number(decodeCursor(cursor).replace('mv-', ''));
      const found = movements
        .all()
        .filter((one) => sku === undefined || one.sku === sku)
        .filter((one) => warehouse === undefined || one.warehouse === warehouse)
        .filter(({ id }) => Number(id) < before)
        .toSorted((left, right) => Number(right.id) - Number(left.id));
      const { rows, last } = pageOf(found, limit);
      return withMeta(rows, { nextCursor: last === undefined ? null : encodeCursor(`mv-${last.id}`) });
    }),
    http.post('/movements', ({ request }) => {
      const { sku, warehouse, change: by, reason, note = null } = received(request, 'recordMovement').body;
      const article = stock.find(sku);
      if (article === undefined) return refuseValue(request, '#/sku', 'is no article of this shop');
      if (warehouses.find(warehouse) === undefined)
        return refuseValue(request, '#/warehouse', 'is no warehouse of this shop');
      const available = article.byWarehouse[warehouse]?.available ?? 0;
      if (available + by < 0) {
        return refuse(request, 409, {
          type: INSUFFICIENT,
          detail: `Only ${available} can leave.`,
          errors: [{ pointer: '#/change', detail: `must be at least ${-available}` }],
          shortages: [{ sku, requested: Math.min(1_000, -by), available }],
        });
      }
      const movement = keeper.move({ sku, warehouse, change: by, reason, note });
      return HttpResponse.json({ data: movement }, { status: 201 });
    }),
  ];
};

function stored(article: ArticleStock, index: number): ArticleStock {
  const onHand = 12 + ((index * 7) % 60);
  return {
    ...article,
    ...nothingOf(articleAt(index).sku),
    state: 'IN_STOCK',
    available: onHand,
    byWarehouse: { [index % 2 === 0 ? 'MMX1' : 'DUB2']: { onHand, reserved: 0, available: onHand } },
  };
}

function nothingOf(sku: string): ArticleStock {
  return { sku, state: 'OUT_OF_STOCK', available: 0, byWarehouse: {}, restockedOn: null, revision: 1 };
}

/** Nobody moves shelves. */
function shelfOf(sku: string, warehouse: string): string {
  const random = createRandom(`${sku} ${warehouse}`);
  const number = (): string => String(random.integer(1, 20)).padStart(2, '0');
  return `${random.text(1, 'ABCD')}-${number()}-${number()}`;
}
