import type { HandlerParts } from '../behaviour/service-handlers.ts';
import type { ArticleOnSale } from './carts.ts';
import { centsOf } from './money.ts';
import type { Orders } from './order-book.ts';

/** Everything that can be ordered, by SKU. */
export type PriceList = () => Promise<ReadonlyMap<string, ArticleOnSale>>;

const PAGE_SIZE = 50;

/** As catalog has it at this moment; as the contract's examples have it where catalog is not mocked. */
export function createPriceList({ ask, collection }: HandlerParts<Orders>): PriceList {
  const exampleLines = collection('Line', { key: ({ sku }) => sku });

  async function readCatalog(): Promise<readonly ArticleOnSale[] | undefined> {
    const found: ArticleOnSale[] = [];
    let cursor: string | undefined;
    do {
      const page = await ask('catalog.listProducts', { limit: PAGE_SIZE, cursor });
      if (page?.ok !== true) return undefined;
      for (const { sku, id, name, price } of page.body.items)
        found.push({ sku, productId: id, title: name, priceCents: price.amount });
      cursor = page.body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  }

  return async () => {
    const found =
      (await readCatalog()) ??
      exampleLines.all().map(({ sku, productId, title, unitPrice }) => ({
        sku,
        productId,
        title,
        priceCents: centsOf(unitPrice),
      }));
    return new Map(found.map((article) => [article.sku, article]));
  };
}
