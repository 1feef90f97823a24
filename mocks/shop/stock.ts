import type { ArticleStock, WarehouseStock } from '#schemas/generated/services/inventory.ts';

/** So many or fewer are low. */
export const LOW_STOCK = 5;

/** How much of an article is taken from a warehouse. */
export interface Taken {
  readonly warehouse: string;
  readonly quantity: number;
}

/** The article with a warehouse changed by so much; what can be had, its state and its revision follow. */
export function changedStock(
  stock: ArticleStock,
  warehouse: string,
  change: { readonly onHand?: number; readonly reserved?: number },
): ArticleStock {
  const before = stock.byWarehouse[warehouse] ?? { onHand: 0, reserved: 0, available: 0 };
  const onHand = before.onHand + (change.onHand ?? 0);
  const reserved = before.reserved + (change.reserved ?? 0);
  const place: WarehouseStock = { onHand, reserved, available: onHand - reserved };
  const byWarehouse = { ...stock.byWarehouse, [warehouse]: place };
  const available = Object.values(byWarehouse).reduce((sum, one) => sum + one.available, 0);
  return { ...stock, byWarehouse, available, state: stateOf(stock, available), revision: stock.revision + 1 };
}

/** Where so many are taken from, the fullest warehouse first; undefined when there are not so many. */
export function takeFrom(
  { byWarehouse, available }: ArticleStock,
  quantity: number,
): readonly Taken[] | undefined {
  if (available < quantity) return undefined;
  const fullestFirst = Object.entries(byWarehouse).toSorted(
    ([, left], [, right]) => right.available - left.available,
  );
  const taken: Taken[] = [];
  let open = quantity;
  for (const [warehouse, place] of fullestFirst) {
    const part = Math.min(open, place.available);
    if (part > 0) taken.push({ warehouse, quantity: part });
    open -= part;
  }
  return taken;
}

function stateOf({ state }: ArticleStock, available: number): ArticleStock['state'] {
  if (state === 'DISCONTINUED') return state;
  if (available === 0) return 'OUT_OF_STOCK';
  return available <= LOW_STOCK ? 'LOW' : 'IN_STOCK';
}
