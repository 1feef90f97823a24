import type { Cart, Line } from '#schemas/generated/services/orders.ts';
import { moneyOf, totalsOf } from './money.ts';

/** What can be ordered, as catalog has it at this moment. */
export interface ArticleOnSale {
  readonly sku: string;
  readonly productId: string;
  readonly title: string;
  readonly priceCents: number;
}

export interface CartLine {
  readonly sku: string;
  readonly quantity: number;
  readonly giftMessage: string | null;
  /** What the customer saw last. */
  readonly shownCents: number;
}

/** One customer's cart. Prices are no part of it but what was shown of them. */
export interface CartState {
  readonly lines: readonly CartLine[];
  readonly revision: number;
  readonly updatedAt: string;
}

/** A price that is another one by now. */
export interface PriceChange {
  readonly sku: string;
  readonly wasCents: number;
  readonly isCents: number;
}

/** The cart with the prices of this moment; lines that can no longer be bought are left out. */
export function presentCart(state: CartState, onSale: ReadonlyMap<string, ArticleOnSale>): Cart {
  const lines = linesOf(state, onSale);
  const totalCents = subtotalCents(state, onSale);
  return {
    lines,
    itemCount: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    total: moneyOf(totalCents),
    totalIn: totalsOf(totalCents),
    revision: state.revision,
    updatedAt: state.updatedAt,
  };
}

export function linesOf({ lines }: CartState, onSale: ReadonlyMap<string, ArticleOnSale>): readonly Line[] {
  return lines.flatMap(({ sku, quantity, giftMessage }) => {
    const article = onSale.get(sku);
    if (article === undefined) return [];
    const { productId, title, priceCents } = article;
    const unitPrice = moneyOf(priceCents);
    return [
      { sku, productId, title, quantity, unitPrice, lineTotal: moneyOf(priceCents * quantity), giftMessage },
    ];
  });
}

export function subtotalCents({ lines }: CartState, onSale: ReadonlyMap<string, ArticleOnSale>): number {
  return lines.reduce((sum, { sku, quantity }) => sum + (onSale.get(sku)?.priceCents ?? 0) * quantity, 0);
}

/** The state once the customer has seen these prices. */
export function shownState(state: CartState, onSale: ReadonlyMap<string, ArticleOnSale>): CartState {
  const lines = state.lines.map((line) => ({
    ...line,
    shownCents: onSale.get(line.sku)?.priceCents ?? line.shownCents,
  }));
  return { ...state, lines };
}

/** Lines that cost something else than was shown. */
export function priceChanges(
  { lines }: CartState,
  onSale: ReadonlyMap<string, ArticleOnSale>,
): readonly PriceChange[] {
  const prices = lines.map(({ sku, shownCents }) => ({
    sku,
    wasCents: shownCents,
    isCents: onSale.get(sku)?.priceCents ?? shownCents,
  }));
  return prices.filter(({ wasCents, isCents }) => wasCents !== isCents);
}

/** The cart with this line in the place of the one of its article, or without that. */
export function withLine(state: CartState, sku: string, line: CartLine | undefined, now: string): CartState {
  const known = state.lines.some((one) => one.sku === sku);
  const lines = known
    ? state.lines.flatMap((one) => (one.sku === sku ? (line ?? []) : [one]))
    : [...state.lines, ...(line === undefined ? [] : [line])];
  return { lines, revision: state.revision + 1, updatedAt: now };
}
