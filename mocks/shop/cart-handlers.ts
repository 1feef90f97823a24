import { type HttpHandler, HttpResponse, http } from 'msw';
import type { HandlerParts } from '../behaviour/service-handlers.ts';
import {
  type ArticleOnSale,
  type CartLine,
  type CartState,
  presentCart,
  shownState,
  withLine,
} from './carts.ts';
import { centsOf } from './money.ts';
import type { Orders } from './order-book.ts';
import type { PriceList } from './price-list.ts';
import type { Turns } from './turns.ts';

/** The carts of all customers. */
export interface CartShelf {
  of(customer: string): CartState;
  put(customer: string, state: CartState): void;
}

/** Whose the cart of the contract's examples is. */
const EXAMPLE_CUSTOMER = 'acct_mara';
const OUT_OF_STOCK = 'https://problems.copperfield.example/out-of-stock';
const MAX_LINES = 50;
const MAX_QUANTITY = 99;

/** Every customer has a cart; that of the contract's examples is there from the start. */
export function createCartShelf({ collection, now }: HandlerParts<Orders>): CartShelf {
  const examples = collection('Cart', { key: ({ revision }) => String(revision) });
  const carts = new Map<string, CartState>();
  return {
    of(customer) {
      const known = carts.get(customer);
      const [example] = examples.all();
      if (known !== undefined) return known;
      if (customer !== EXAMPLE_CUSTOMER || example === undefined)
        return { lines: [], revision: 0, updatedAt: now() };
      const { lines, revision, updatedAt } = example;
      return {
        lines: lines.map((line) => ({ ...line, shownCents: centsOf(line.unitPrice) })),
        revision,
        updatedAt,
      };
    },
    put: (customer, state) => void carts.set(customer, state),
  };
}

export interface CartParts {
  readonly shelf: CartShelf;
  readonly prices: PriceList;
  readonly turns: Turns;
}

/** What can be done with a cart. */
export function createCartHandlers(
  parts: HandlerParts<Orders>,
  { shelf, prices, turns }: CartParts,
): readonly HttpHandler[] {
  const { received, refuse, ask, now } = parts;

  function show(
    customer: string,
    state: CartState,
    onSale: ReadonlyMap<string, ArticleOnSale>,
    init = {},
  ): Response {
    shelf.put(customer, shownState(state, onSale));
    return HttpResponse.json(presentCart(state, onSale), init);
  }

  /** Throws the refusal of a line that cannot be: an unknown article, too many of it, or more than there is. */
  async function checkLine(
    request: Request,
    sku: string,
    quantity: number,
    onSale: ReadonlyMap<string, ArticleOnSale>,
  ): Promise<void> {
    const refuseValue = (pointer: string, detail: string): Response =>
      refuse(request, 422, { detail: 'One value was refused.', errors: [{ pointer, detail }] });
    if (!onSale.has(sku)) throw refuseValue('#/sku', 'is no article of this shop');
    if (quantity > MAX_QUANTITY) throw refuseValue('#/quantity', `makes more than ${MAX_QUANTITY} of it`);
    const stock = await ask('inventory.getStock', { sku });
    const available = stock?.ok === true ? stock.body.data.available : quantity;
    if (available >= quantity) return;
    throw refuse(request, 409, {
      type: OUT_OF_STOCK,
      detail: `There are only ${available} of ${sku}.`,
      errors: [{ pointer: '#/quantity', detail: `must be at most ${available}` }],
      skus: [sku],
      shortages: [{ sku, requested: quantity, available }],
    });
  }

  /** Puts a line into the cart, unless it cannot be there. */
  async function keepLine(
    request: Request,
    customer: string,
    line: Omit<CartLine, 'shownCents'>,
    init = {},
  ): Promise<Response> {
    const onSale = await prices();
    await checkLine(request, line.sku, line.quantity, onSale);
    const state = shelf.of(customer);
    const isNew = !state.lines.some(({ sku }) => sku === line.sku);
    if (isNew && state.lines.length >= MAX_LINES) {
      const errors = [{ pointer: '#', detail: `a cart has at most ${MAX_LINES} lines` }];
      return refuse(request, 422, { detail: 'The cart is full.', errors });
    }
    const shownCents = onSale.get(line.sku)?.priceCents ?? 0;
    return show(customer, withLine(state, line.sku, { ...line, shownCents }, now()), onSale, init);
  }

  /** Throws the refusal of whoever asks for a line that is not there. */
  function existingLine(request: Request, customer: string, sku: string): CartLine {
    const line = shelf.of(customer).lines.find((one) => one.sku === sku);
    if (line === undefined) throw refuse(request, 404, { detail: `Your cart has no ${sku}.` });
    return line;
  }

  return [
    http.get('/cart', async ({ request }) => {
      const { subject } = received(request, 'getCart');
      const onSale = await prices();
      return show(subject, shelf.of(subject), onSale);
    }),
    http.delete('/cart', ({ request }) => {
      const { subject } = received(request, 'clearCart');
      const { revision } = shelf.of(subject);
      shelf.put(subject, { lines: [], revision: revision + 1, updatedAt: now() });
      return new HttpResponse(null, { status: 204 });
    }),
    http.post('/cart/lines', ({ request }) => {
      const { body, subject } = received(request, 'addCartLine');
      return turns.take(subject, () => {
        const known = shelf.of(subject).lines.find(({ sku }) => sku === body.sku);
        const quantity = body.quantity + (known?.quantity ?? 0);
        const giftMessage = body.giftMessage ?? known?.giftMessage ?? null;
        const headers = { location: `/v2/cart/lines/${body.sku}` };
        return keepLine(request, subject, { sku: body.sku, quantity, giftMessage }, { status: 201, headers });
      });
    }),
    http.put('/cart/lines/:sku', ({ request }) => {
      const { sku, body, subject } = received(request, 'putCartLine');
      const line = { sku, quantity: body.quantity, giftMessage: body.giftMessage ?? null };
      return turns.take(subject, () => keepLine(request, subject, line));
    }),
    http.patch('/cart/lines/:sku', ({ request }) => {
      const { sku, body, subject } = received(request, 'changeCartLine');
      return turns.take(subject, () => {
        const { quantity, giftMessage } = { ...existingLine(request, subject, sku), ...body };
        return keepLine(request, subject, { sku, quantity, giftMessage });
      });
    }),
    http.delete('/cart/lines/:sku', ({ request }) => {
      const { sku, subject } = received(request, 'removeCartLine');
      existingLine(request, subject, sku);
      shelf.put(subject, withLine(shelf.of(subject), sku, undefined, now()));
      return new HttpResponse(null, { status: 204 });
    }),
  ];
}
