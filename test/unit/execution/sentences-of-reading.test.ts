import { expect, it } from '@jest/globals';
import { askSentence, codesOfSentence, orderBody, orderSchema } from './sentence-shop.ts';

const full = orderBody('1', {
  tagIds: ['t1', 't2'],
  lines: [{ sku: 's1', count: 2 }],
  prices: { EUR: 5 },
});

async function read(fields: string, selection: string, more = ''): Promise<unknown> {
  const answers = { getOrder: () => ({ body: full, headers: { etag: 'v1' } }) };
  const { data, errors } = await askSentence(orderSchema(fields, more), `{ order { ${selection} } }`, {
    answers,
  });
  expect(errors).toEqual([]);
  return JSON.parse(JSON.stringify(data)).order;
}

/** Every sentence of "Reading: paths", and what proves it. */
const SENTENCES: readonly (readonly [sentence: string, prove: () => Promise<void>])[] = [
  [
    '`name.name` into the JSON of this value',
    async () => {
      expect(await read('who: String! @json(path: "customer.name")', 'who')).toEqual({ who: 'Ann' });
    },
  ],
  [
    '`$body`: the whole answer, for root arrays',
    async () => {
      const sdl =
        'type Query { labels: Labels @public @rest(operation: "shop.listLabels") } type Labels { all: [String!]! @json(path: "$body") first: String @json(path: "$body.0") }';
      const { data } = await askSentence(sdl, '{ labels { all first } }');
      expect(data).toEqual({ labels: { all: ['x', 'y'], first: 'x' } });
    },
  ],
  [
    '`$headers.<name>`, `$status`',
    async () => {
      const fields = 'etag: String @json(path: "$headers.etag") status: Int! @json(path: "$status")';
      expect(await read(fields, 'etag status')).toEqual({ etag: 'v1', status: 200 });
    },
  ],
  [
    '`$key` and `$item`: entries of a map; a list field over an `additionalProperties` map lists its entries',
    async () => {
      const more = 'type Price { currency: String! @json(path: "$key") amount: Int! @json(path: "$item") }';
      expect(await read('prices: [Price!]!', 'prices { currency amount }', more)).toEqual({
        prices: [{ currency: 'EUR', amount: 5 }],
      });
    },
  ],
  [
    '`$call.<parameter>`: a parameter of the call that produced this value',
    async () => {
      expect(await read('asked: ID! @json(path: "$call.id")', 'asked')).toEqual({ asked: '1' });
    },
  ],
  [
    '`path` renames or lifts',
    async () => {
      const fields = 'number: ID! @json(path: "id") customerName: String! @json(path: "customer.name")';
      expect(await read(fields, 'number customerName')).toEqual({ number: '1', customerName: 'Ann' });
    },
  ],
  [
    '`of` reads from a named call of the type',
    async () => {
      const sdl = orderSchema('left: Int @json(of: "customer")').replace(
        'type Order',
        'type Order @rest(as: "customer", operation: "shop.getCustomer", args: { id: "$parent.customer.id" })',
      );
      const { data } = await askSentence(sdl, '{ order { left } }');
      expect(data).toEqual({ order: { left: 3 } });
    },
  ],
  [
    'Names fold: `totalCents` reads `total_cents`',
    async () => {
      expect(await read('totalCents: Int!', 'totalCents')).toEqual({ totalCents: 250 });
    },
  ],
  [
    'Whole-number segments index an array, null beyond its end',
    async () => {
      const fields = 'second: ID @json(path: "tagIds.1") third: ID @json(path: "tagIds.2")';
      expect(await read(fields, 'second third')).toEqual({ second: 't2', third: null });
      expect(codesOfSentence(orderSchema('second: ID! @json(path: "tagIds.1")'))).toEqual(['GH034']);
      expect(await read('sku: ID @json(path: "lines.0.sku")', 'sku')).toEqual({ sku: 's1' });
    },
  ],
  [
    'only sources may cross an array without one; in reads that is a mistake',
    async () => {
      expect(codesOfSentence(orderSchema('skus: [ID!] @json(path: "lines.sku")'))).toEqual(['GH041']);
    },
  ],
  [
    '`$self` is this value again: an object field with `path: "$self"` regroups flat properties',
    async () => {
      const more =
        'type Sum { cents: Int! @json(path: "total_cents") place: String! @json(path: "warehouse") }';
      expect(await read('sum: Sum! @json(path: "$self")', 'sum { cents place }', more)).toEqual({
        sum: { cents: 250, place: 'w1' },
      });
    },
  ],
];

it.each(SENTENCES)('%s', async (_, prove) => {
  expect.hasAssertions();
  await prove();
});
