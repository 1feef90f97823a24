/** An article that the shop sells besides those in the contracts' examples. */
export interface Article {
  readonly sku: string;
  readonly productId: string;
  readonly name: string;
  /** Cents of a euro. */
  readonly priceCents: number;
  /** An id of catalog. */
  readonly categoryId: string;
  readonly sellerId: string;
}

const MATERIALS = ['Copper', 'Brass', 'Walnut', 'Stoneware', 'Enamel', 'Oak', 'Glass', 'Cast Iron', 'Linen'];
const THINGS: readonly { readonly name: string; readonly code: string; readonly categoryId: string }[] = [
  { name: 'Tea Caddy', code: 'TCD', categoryId: 'cat_tea' },
  { name: 'Milk Jug', code: 'MJG', categoryId: 'cat_tableware' },
  { name: 'Trivet', code: 'TRV', categoryId: 'cat_cookware' },
  { name: 'Coffee Scoop', code: 'CSP', categoryId: 'cat_coffee' },
  { name: 'Stove Kettle', code: 'SKT', categoryId: 'cat_kettles' },
];
const SELLERS = ['sell_northwind', 'sell_fernhill', 'sell_ashgrove'];

/**
 * The nth article, from 0: the same one for every service of the shop, so that what catalog offers lies in the
 * warehouses of inventory. No two of the first 45 are of the same material and kind.
 */
export function articleAt(index: number): Article {
  const material = MATERIALS[index % MATERIALS.length] ?? '';
  const thing = THINGS[index % THINGS.length] ?? { name: '', code: '', categoryId: '' };
  const number = String(index + 1).padStart(3, '0');
  return {
    sku: `${thing.code}-${material.slice(0, 2).toUpperCase()}${number}`,
    productId: `prod_${thing.code.toLowerCase()}${number}`,
    name: `${material} ${thing.name}`,
    priceCents: 950 + ((index * 730) % 9_000),
    categoryId: thing.categoryId,
    sellerId: SELLERS[index % SELLERS.length] ?? '',
  };
}

/** How many of them the services begin with: together with the examples, more than a page has. */
export const ARTICLE_COUNT = 45;
