import { HttpResponse, http } from 'msw';
import type {
  Category,
  Collection,
  Operations,
  Product,
  ProductSort,
} from '#schemas/generated/services/catalog.ts';
import { decodeCursor, encodeCursor, pageOf } from '../behaviour/pages.ts';
import type { ServiceHandlers } from '../behaviour/service-handlers.ts';
import { ARTICLE_COUNT, articleAt } from '../shop/articles.ts';

interface Catalog {
  readonly operations: Operations;
  readonly rows: { readonly Product: Product; readonly Category: Category; readonly Collection: Collection };
  readonly announces: { readonly productChanged: ProductChanged };
  readonly hears: { readonly 'inventory.stockChanged': StockChanged };
}

interface ProductChanged {
  readonly id: string;
  readonly at: string;
  readonly kind: 'created' | 'changed' | 'priceChanged' | 'withdrawn';
  readonly product: Product;
  readonly previousPrice?: Product['price'];
}

interface StockChanged {
  readonly data: { readonly sku: string; readonly available: number };
}

const LOW_STOCK = 5;

/** Products can be searched, offered and changed by their sellers, and are as available as inventory says. */
export const catalog: ServiceHandlers<Catalog> = (parts) => {
  const { collection, received, refuse, announce, listen, random, now } = parts;
  const products = collection('Product', {
    key: ({ id }) => id,
    generated: ARTICLE_COUNT,
    complete: (product, { index }) => offered(product, index),
  });
  const categories = collection('Category', { key: ({ id }) => id });
  const featured = collection('Collection', { key: ({ title }) => title });

  listen('inventory.stockChanged', ({ data: { sku, available } }) => {
    const product = products.all().find((one) => one.sku === sku);
    if (product === undefined) return;
    const availability = available === 0 ? 'outOfStock' : available <= LOW_STOCK ? 'lowStock' : 'inStock';
    if (availability !== product.availability) change(product, { availability });
  });

  function change(
    before: Product,
    changes: { readonly [Name in keyof Product]?: Product[Name] | undefined },
  ): Product {
    const product = products.change(before.id, changes);
    const hasOtherPrice =
      product.price.amount !== before.price.amount || product.price.currency !== before.price.currency;
    tell(
      product,
      hasOtherPrice ? { kind: 'priceChanged', previousPrice: before.price } : { kind: 'changed' },
    );
    return product;
  }

  function tell(product: Product, what: Pick<ProductChanged, 'kind' | 'previousPrice'>): void {
    announce('productChanged', { id: `evt_${random.text(12)}`, at: now(), product, ...what });
  }

  function unknownCategory(categoryIds: readonly string[] = []): number {
    return categoryIds.findIndex((id) => categories.find(id) === undefined);
  }

  function refuseCategory(request: Request, index: number): Response {
    const detail = 'is not a category of this shop';
    return refuse(request, 422, {
      detail: 'There is no such category.',
      errors: [{ pointer: `#/categoryIds/${index}`, detail }],
    });
  }

  function refuseUnknown(request: Request, id: string): Response {
    return refuse(request, 404, { detail: `No product has the id ${id}.` });
  }

  return [
    http.get('/products', ({ request }) => {
      const { q, category, sort, limit, cursor } = received(request, 'listProducts');
      const start = cursor === undefined ? 0 : offsetOf(cursor);
      if (start === undefined) {
        const errors = [{ pointer: '#/cursor', detail: 'is no place in this list' }];
        return refuse(request, 400, { detail: 'The cursor leads nowhere.', errors });
      }
      const found = products.all().filter((product) => matches(product, q) && isIn(product, category));
      const { rows, last } = pageOf(sorted(found, sort).slice(start), limit);
      const nextCursor = last === undefined ? null : encodeCursor(`offset:${start + rows.length}`);
      return HttpResponse.json({ items: rows, nextCursor });
    }),
    http.post('/products', ({ request }) => {
      const { body, subject } = received(request, 'createProduct');
      const unknown = unknownCategory(body.categoryIds);
      if (unknown !== -1) return refuseCategory(request, unknown);
      if (products.all().some(({ sku }) => sku === body.sku))
        return refuse(request, 409, { detail: `${body.sku} is offered already.` });
      const product = products.add({
        tagline: null,
        attributes: {},
        ...body,
        id: `prod_${random.text(8)}`,
        availability: 'preOrder',
        sellerId: sellerOf(subject),
      });
      tell(product, { kind: 'created' });
      return HttpResponse.json(product, { status: 201, headers: { location: `/products/${product.id}` } });
    }),
    http.get('/products/:id', ({ request }) => {
      const { id } = received(request, 'getProduct');
      const product = products.find(id);
      return product === undefined ? refuseUnknown(request, id) : HttpResponse.json(product);
    }),
    http.patch('/products/:id', ({ request }) => {
      const { id, body, subject } = received(request, 'updateProduct');
      const product = products.find(id);
      if (product === undefined) return refuseUnknown(request, id);
      if (product.sellerId !== sellerOf(subject))
        return refuse(request, 403, { detail: 'The product belongs to another seller.' });
      const unknown = unknownCategory(body.categoryIds);
      if (unknown !== -1) return refuseCategory(request, unknown);
      const { weightGrams = product.weightGrams, ...others } = body;
      return HttpResponse.json(change(product, { ...others, weightGrams: weightGrams ?? undefined }));
    }),
    http.get('/products/:id/recommendations', ({ request }) => {
      const { id, limit } = received(request, 'listRecommendations');
      const product = products.find(id);
      if (product === undefined) return refuseUnknown(request, id);
      const related = products
        .all()
        .filter((other) => other.id !== id && other.categoryIds.some((category) => isIn(product, category)));
      return HttpResponse.json({ items: pageOf(related, limit).rows });
    }),
    http.get('/products-by-ids', ({ request }) => {
      const { ids } = received(request, 'listProductsByIds');
      return HttpResponse.json({ items: ids.flatMap((id) => products.find(id) ?? []) });
    }),
    http.get('/featured-products', ({ request }) => {
      const { limit } = received(request, 'listFeatured');
      const [first] = featured.all();
      // The contract declares no empty collection: without an example it answers itself.
      if (first === undefined) return undefined;
      const shown = first.products.flatMap(({ id }) => products.find(id) ?? []);
      return HttpResponse.json({ collection: { ...first, products: pageOf(shown, limit).rows } });
    }),
    http.get('/categories', () =>
      HttpResponse.json(
        categories.all().map((category) => ({
          ...category,
          productCount: products.all().filter((product) => isIn(product, category.id)).length,
        })),
      ),
    ),
  ];
};

function offered(product: Product, index: number): Product {
  const { sku, productId: id, name, priceCents, categoryId, sellerId } = articleAt(index);
  const image = (size: string) => ({ url: `https://img.copperfield.example/${id}${size}.jpg`, alt: name });
  return {
    ...product,
    id,
    sku,
    name,
    sellerId,
    categoryIds: [categoryId],
    availability: 'inStock',
    price: { amount: priceCents, currency: 'EUR' },
    images: { primary: image(''), thumbnail: image('-small'), gallery: [] },
  };
}

/** The seller that a customer is: `acct_northwind` sells as `sell_northwind`. */
function sellerOf(subject: string): string {
  return `sell_${subject.replace(/^[a-z]+_/, '').replaceAll(/[^a-z0-9]/g, '')}`;
}

function offsetOf(cursor: string): number | undefined {
  const offset = /^offset:(\d{1,9})$/.exec(decodeCursor(cursor))?.[1];
  return offset === undefined ? undefined : Number(offset);
}

function matches({ name, description }: Product, q = ''): boolean {
  const text = `${name} ${description}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function isIn({ categoryIds }: Product, category: string | undefined): boolean {
  return category === undefined || categoryIds.includes(category);
}

function sorted(found: readonly Product[], sort: ProductSort = 'relevance'): readonly Product[] {
  switch (sort) {
    case 'relevance':
      return found;
    case 'newest':
      return found.toReversed();
    case 'priceAscending':
      return found.toSorted((left, right) => left.price.amount - right.price.amount);
    case 'priceDescending':
      return found.toSorted((left, right) => right.price.amount - left.price.amount);
  }
}
