import { describe, expect, it } from '@jest/globals';
import type { Json } from '#contract';
import { type AskedShop, askShop } from './ask-shop.ts';
import { cart, mapShop as shop } from './map-shop.ts';

/** One field of the cart. */
async function inCart(selection: string, more: Partial<AskedShop> = {}): Promise<unknown> {
  const { data, errors } = await askShop({ ...shop, ...more }, `{ cart { ${selection} } }`);
  const codes = errors.map(({ path, extensions }) => ({ ...extensions, path }));
  return codes.length > 0 ? codes : JSON.parse(JSON.stringify(data)).cart;
}

function withCounts(counts: Json): Partial<AskedShop> {
  return { answers: { ...shop.answers, getCart: () => ({ body: { ...cart, counts } }) } };
}

describe('a list field over a map', () => {
  it('lists its entries, whose fields read the value’s properties, `$key` and `$item`', async () => {
    expect(await inCart('lines { sku count same again { sku gift } }')).toEqual({
      lines: [
        { sku: 'p2', count: 2, same: 2, again: { sku: 'p2', gift: true } },
        { sku: 'p1', count: 1, same: 1, again: { sku: 'p1', gift: false } },
      ],
    });
    expect(await inCart('plain { count } oneLine { count }')).toEqual({
      plain: [{ count: 2 }, { count: 1 }],
      oneLine: { count: 1 },
    });
  });

  it('gives keys and values of scalars, whatever the keys are called', async () => {
    expect(await inCart('entries { key value }')).toEqual({
      entries: [
        { key: 'b', value: 1 },
        { key: '__proto__', value: 2 },
        { key: 'constructor', value: 3 },
        { key: 'a/b~', value: 4 },
      ],
    });
  });

  it('lists the values alone where the items are scalars', async () => {
    expect((await askShop(shop, '{ values }')).data).toEqual({ values: [1.1, 0.9] });
  });

  it('may be the whole answer', async () => {
    expect((await askShop(shop, '{ rates { code rate } }')).data).toEqual({
      rates: [
        { code: 'USD', rate: 1.1 },
        { code: 'CHF', rate: 0.9 },
      ],
    });
  });

  it('keeps an entry with its key where the value is null, and gives null without one', async () => {
    expect(await inCart('notes { key text } perhaps { key count } orNull { count }')).toEqual({
      notes: [
        { key: 'x', text: 'hi' },
        { key: 'y', text: null },
      ],
      perhaps: [
        { key: 'x', count: 1 },
        { key: 'y', count: null },
      ],
      orNull: [{ count: 1 }, null],
    });
  });

  it('reads lists and maps in a map, `$key` being the nearest', async () => {
    expect(await inCart('shelves { key places first } grid nested { key inner { key value } }')).toEqual({
      shelves: [
        { key: 'p1', places: ['A', 'B'], first: 'A' },
        { key: 'p2', places: [], first: null },
      ],
      grid: [['A', 'B'], []],
      nested: [
        {
          key: 'o',
          inner: [
            { key: 'i', value: 1 },
            { key: 'j', value: 2 },
          ],
        },
      ],
    });
  });

  it('counts no declared property among the entries', async () => {
    expect(await inCart('totals { key value } all')).toEqual({ totals: [{ key: 'net', value: 8 }], all: 9 });
  });

  it('says where a value is wrong, and that a map is too long or none at all', async () => {
    const long = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`k${n}`, n]));

    expect(await inCart('entries { value }', withCounts({ 'a/b': 'x' }))).toMatchObject([
      { code: 'CONTRACT_VIOLATED', pointer: '/counts/a~1b', path: 'cart.entries.0.value' },
    ]);
    expect(await inCart('entries { value }', withCounts(long))).toMatchObject([{ pointer: '/counts' }]);
    expect(await inCart('entries { value }', withCounts([1]))).toMatchObject([{ pointer: '/counts' }]);
    expect((await askShop(shop, '{ some(first: 1) { code } }')).errors).toMatchObject([
      { path: 'some', extensions: { code: 'CONTRACT_VIOLATED' } },
    ]);
  });

  it('gives its keys to calls and joins', async () => {
    const { data, log } = await askShop(shop, '{ cart { lines { product { name } stock { sku left } } } }');

    expect(data).toEqual({
      cart: {
        lines: ['p2', 'p1'].map((sku) => ({
          product: { name: `/products/${sku}` },
          stock: { sku, left: sku === 'p2' ? 20 : 10 },
        })),
      },
    });
    expect(log.toSorted()).toEqual([
      'getCart /cart',
      'getProduct /products/p1',
      'getProduct /products/p2',
      'getStock /stock?skus=p2,p1',
    ]);
  });
});

describe('a join over a map', () => {
  it('finds a list of keys in their order, and drops what is not there', async () => {
    expect(await inCart('stocks { sku left }')).toEqual({
      stocks: [
        { sku: 'p2', left: 20 },
        { sku: 'p1', left: 10 },
      ],
    });
  });

  it('fetches the whole map once, and gives null where a key is missing', async () => {
    const { data, log } = await askShop(shop, '{ cart { lines { left } } }');

    expect(data).toEqual({ cart: { lines: [{ left: null }, { left: 7 }] } });
    expect(log).toEqual(['getCart /cart', 'getAmounts /amounts']);
  });

  it('gives a list field the list under the key, and none where there is none', async () => {
    expect(await inCart('lines { places { place } }')).toEqual({
      lines: [{ places: [] }, { places: [{ place: 'A' }, { place: 'B' }] }],
    });
  });
});
