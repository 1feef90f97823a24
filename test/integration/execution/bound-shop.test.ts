import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { createScope } from '../../unit/upstream/create-scope.ts';
import { startShop } from './shop.ts';
import { type ServiceAnswer, sendJson } from './start-bound-services.ts';

const PRODUCTS = [
  { id: 'p1', name: 'Lamp', sellerId: 's1', tagIds: ['t3', 't1'] },
  { id: 'p2', name: 'Chair', sellerId: 's2', tagIds: [] },
  { id: 'p3', name: 'Rug', sellerId: null, tagIds: ['t2', 'gone'] },
  { id: 'p4', name: 'Desk', sellerId: 's3', tagIds: ['t1'] },
  { id: 'p5', name: 'Sofa', sellerId: 's1', tagIds: ['t3'] },
];

const idsOf = (url = '') => (new URL(url, 'http://x').searchParams.get('ids') ?? '').split(',');

const catalog: ServiceAnswer = (request, response) => {
  const { url = '' } = request;
  const [, , id, similar] = url.split('/');
  const product = PRODUCTS.find((one) => one.id === id);
  if (url === '/products') return sendJson(response, { items: PRODUCTS });
  if (url.startsWith('/tags')) {
    const known = idsOf(url).filter((tag) => tag !== 'gone');
    return sendJson(
      response,
      known.toSorted().map((tag) => ({ id: tag, label: tag.toUpperCase() })),
    );
  }
  if (similar !== undefined)
    return sendJson(
      response,
      PRODUCTS.filter((one) => one.sellerId === product?.sellerId),
    );
  return product === undefined ? sendJson(response, { title: 'unknown' }, 404) : sendJson(response, product);
};
const accounts: ServiceAnswer = (request, response) =>
  sendJson(
    response,
    idsOf(request.url).map((id) => ({ id, name: `Seller ${id}` })),
  );
const stock: ServiceAnswer = (_request, response, body) => {
  const { keys }: { keys: { product: string; seller: string }[] } = JSON.parse(body);
  sendJson(response, {
    levels: keys.toReversed().map((key) => ({ ...key, left: Number(key.product.slice(1)) })),
  });
};

test('answers one object, and null for one that is missing', async () => {
  const shop = await startShop({ catalog });

  expect(await shop.ask('{ product(id: "p1") { id title } }')).toEqual({
    data: { product: { id: 'p1', title: 'Lamp' } },
    codes: [],
  });
  expect(await shop.ask('{ product(id: "nope") { id } }')).toEqual({ data: { product: null }, codes: [] });
  expect(shop.log).toEqual(['catalog GET /products/p1', 'catalog GET /products/nope']);
});

test('joins in chunks, without null keys, each key once', async () => {
  const shop = await startShop({ catalog, accounts });

  const { data, codes } = await shop.ask('{ products { seller { name } } }');

  expect(codes).toEqual([]);
  expect(data).toEqual({
    products: ['s1', 's2', null, 's3', 's1'].map((id) => ({
      seller: id === null ? null : { name: `Seller ${id}` },
    })),
  });
  expect(shop.log.slice(1).toSorted()).toEqual([
    'accounts GET /sellers?ids=s1,s2',
    'accounts GET /sellers?ids=s3',
  ]);
});

test('joins lists of keys in their order, and composite keys through a body', async () => {
  const shop = await startShop({ catalog, stock });

  const { data, codes } = await shop.ask('{ products { tags { label } stock { left } } }');

  const labels = [['T3', 'T1'], [], ['T2'], ['T1'], ['T3']];
  const left = [1, 2, null, 4, 5];
  expect(codes).toEqual([]);
  expect(data).toEqual({
    products: labels.map((tags, index) => ({
      tags: tags.map((label) => ({ label })),
      stock: left[index] === null ? null : { left: left[index] },
    })),
  });
  expect(shop.log.filter((line) => line.includes('/tags')).toSorted()).toEqual([
    'catalog GET /tags?ids=t2,gone',
    'catalog GET /tags?ids=t3,t1',
  ]);
  expect(shop.log.filter((line) => line.startsWith('stock'))).toHaveLength(1);
});

test('fans out to the first distinct calls in document order', async () => {
  const shop = await startShop({ catalog });

  const { data, codes } = await shop.ask('{ products { similar { id } } }');

  expect(data).toEqual({
    products: [
      { similar: [{ id: 'p1' }, { id: 'p5' }] },
      { similar: [{ id: 'p2' }] },
      { similar: null },
      { similar: null },
      { similar: null },
    ],
  });
  expect(codes).toEqual([2, 3, 4].map((index) => `products.${index}.similar FANOUT_EXCEEDED`));
  expect(shop.log).toHaveLength(3);
});

test('joins on what was fanned out, in one level', async () => {
  const shop = await startShop({ catalog, accounts });

  const { codes } = await shop.ask('{ products { similar { seller { name } } } }');

  expect(codes).toHaveLength(3);
  expect(shop.log.filter((line) => line.startsWith('accounts'))).toEqual(['accounts GET /sellers?ids=s1,s2']);
});

test.each<[string, ServiceAnswer, string]>([
  ['is down', (request) => request.socket.destroy(), 'UPSTREAM_UNAVAILABLE'],
  ['fails', (_request, response) => sendJson(response, { title: 'oops' }, 500), 'UPSTREAM_FAILED'],
  ['is busy', (_request, response) => sendJson(response, {}, 429), 'UPSTREAM_BUSY'],
  [
    'answers HTML',
    (_request, response) => response.setHeader('content-type', 'text/html').end('<p>'),
    'UPSTREAM_FAILED',
  ],
  ['breaks its contract', (_request, response) => sendJson(response, [{ id: 's1' }]), 'CONTRACT_VIOLATED'],
  [
    'sends half a body',
    (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '50' });
      response.write('[{"id":', () => request.socket.destroy());
    },
    'UPSTREAM_UNAVAILABLE',
  ],
])('REL-19 nulls the fields of a service that %s, and keeps all others', async (_how, broken, code) => {
  const shop = await startShop({ catalog, stock, accounts: broken });

  const { data, codes } = await shop.ask('{ products { id seller { name } stock { left } } }');

  expect(data).toEqual({
    products: PRODUCTS.map(({ id, sellerId }, index) => ({
      id,
      seller: null,
      stock: sellerId === null ? null : { left: index + 1 },
    })),
  });
  expect(codes).toEqual([0, 1, 3, 4].map((index) => `products.${index}.seller ${code}`));
});

test.each([
  ['..', ['product BAD_USER_INPUT'], []],
  ['x'.repeat(65_536), ['product BAD_USER_INPUT'], []],
  ['../../admin', ['product UPSTREAM_REJECTED'], []],
  ['..%2f', ['product UPSTREAM_REJECTED'], []],
  ['1?x=', [], ['catalog GET /products/1?x=']],
  ['1#', [], ['catalog GET /products/1#']],
  ['//evil', [], ['catalog GET /products///evil']],
  ['1\\r\\nx: y', [], ['catalog GET /products/1\r\nx: y']],
])('TOK-06 keeps an id inside its segment, or asks nobody: %#', async (id, refusals, log) => {
  const shop = await startShop({ catalog });

  const { data, codes } = await shop.ask(`{ product(id: "${id}") { id } }`);

  expect(data).toEqual({ product: null });
  expect(codes).toEqual(refusals);
  expect(shop.log).toEqual(log);
  for (const { url } of shop.services['catalog']?.requests ?? [])
    expect(url).toMatch(/^\/products\/[^/?#]+$/);
});

test('REL-02 ends with the client, and starts nothing after it', async () => {
  const asked = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const shop = await startShop({
    catalog,
    accounts: (request) => {
      void once(request.socket, 'close').then(() => closed.resolve());
      asked.resolve();
    },
  });
  const scope = createScope();

  const result = shop.ask('{ products { seller { name } similar { seller { name } } } }', { scope });
  await asked.promise;
  scope.leave();
  const { codes } = await result;
  await closed.promise;
  const calls = shop.log.length;
  await new Promise((resolve) => setImmediate(resolve));

  expect(codes).toContain('products.0.seller REQUEST_ABORTED');
  expect(shop.log).toHaveLength(calls);
});
