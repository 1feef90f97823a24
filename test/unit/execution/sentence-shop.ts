import type { JsonObject } from '#contract';
import { codesOf, ok, shopContract } from '../binding/bind-text.ts';
import {
  type AskedShop,
  askShop,
  INT,
  keys,
  listOf,
  objectOf,
  parameter,
  type ShopAnswer,
  TEXT,
} from './ask-shop.ts';

const query = (name: string, schema: JsonObject = TEXT): JsonObject =>
  parameter(name, { in: 'query', schema, explode: false });
const json = (schema: JsonObject): JsonObject => ({
  required: true,
  content: { 'application/json': { schema } },
});
const missing = { 404: { description: 'unknown' } };
const order = objectOf({
  id: TEXT,
  total_cents: INT,
  customer: objectOf({ id: TEXT, name: TEXT }),
  'note?': { type: ['string', 'null'] },
  tagIds: listOf(TEXT, 9),
  lines: listOf(objectOf({ sku: TEXT, count: INT }), 9),
  prices: { type: 'object', maxProperties: 9, additionalProperties: INT },
  warehouse: TEXT,
});
const changes = {
  type: 'object',
  properties: {
    note: { type: ['string', 'null'] },
    status: TEXT,
    address: {
      type: 'object',
      properties: { city: TEXT, street: { type: ['string', 'null'] } },
    },
  },
};
const row = objectOf({ id: TEXT, left: INT });

/** The paths of the contract that every sentence is tried on. */
export const sentencePaths = {
  '/orders/{id}': {
    get: {
      operationId: 'getOrder',
      parameters: [parameter('id'), query('lang')],
      responses: {
        200: { ...ok(order), headers: { ETag: { schema: TEXT } } },
        ...missing,
      },
    },
    patch: {
      operationId: 'changeOrder',
      parameters: [parameter('id')],
      requestBody: json(changes),
      responses: { 200: ok(order) },
    },
    delete: {
      operationId: 'deleteOrder',
      parameters: [parameter('id')],
      responses: { 204: { description: 'gone' }, ...missing },
    },
  },
  '/orders': {
    get: {
      operationId: 'listOrders',
      parameters: [query('lang'), query('limit', INT), query('tags', listOf(TEXT, 9))],
      responses: { 200: ok(objectOf({ items: listOf(order, 50) })) },
    },
    post: {
      operationId: 'createOrder',
      parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: TEXT }, query('shelf')],
      requestBody: json(objectOf({ article: objectOf({ sku: TEXT, 'gift?': { type: 'boolean' } }) })),
      responses: { 201: ok(order) },
    },
  },
  '/labels': { get: { operationId: 'listLabels', responses: { 200: ok(listOf(TEXT, 9)) } } },
  '/customers/{id}': {
    get: { operationId: 'getCustomer', parameters: [parameter('id')], responses: { 200: ok(row) } },
  },
  '/stock': {
    get: {
      operationId: 'listStock',
      'x-unpaged': true,
      parameters: [keys('ids', 2), query('shelf')],
      responses: { 200: ok(listOf(row)) },
    },
  },
  '/unbounded': {
    get: {
      operationId: 'listUnbounded',
      'x-unpaged': true,
      parameters: [{ ...keys('ids'), schema: { type: 'array', items: TEXT } }],
      responses: { 200: ok({ type: 'array', items: row }) },
    },
  },
  '/stock/search': {
    post: {
      operationId: 'searchStock',
      'x-unpaged': true,
      requestBody: json(
        objectOf({
          where: objectOf({ keys: listOf(objectOf({ sku: TEXT, place: TEXT, 'lang?': TEXT }), 9) }),
          'sort?': TEXT,
        }),
      ),
      responses: { 200: ok(listOf(objectOf({ sku: TEXT, place: TEXT, lang: TEXT, left: INT }))) },
    },
  },
  '/stock/by-id': {
    get: {
      operationId: 'mapStock',
      'x-unpaged': true,
      parameters: [keys('ids')],
      responses: { 200: ok({ type: 'object', maxProperties: 50, additionalProperties: row }) },
    },
  },
  '/tags': { get: { operationId: 'listTags', 'x-unpaged': true, responses: { 200: ok(listOf(row)) } } },
  '/paged': {
    get: {
      operationId: 'listPaged',
      parameters: [keys('ids'), query('limit', INT)],
      responses: { 200: ok(listOf(row)) },
    },
  },
  '/limited': {
    get: {
      operationId: 'listLimited',
      'x-limit-per-key': 'limit',
      parameters: [keys('ids'), query('limit', { ...INT, maximum: 9 })],
      responses: { 200: ok(listOf(row)) },
    },
  },
};

export function orderBody(id: string, more: JsonObject = {}): JsonObject {
  return {
    id,
    total_cents: 250,
    customer: { id: `c-${id}`, name: 'Ann' },
    note: null,
    tagIds: [],
    lines: [],
    prices: {},
    warehouse: 'w1',
    ...more,
  };
}

const idsOf = (url: URL): readonly string[] => (url.searchParams.get('ids') ?? '').split(',');
const rowOf = (id: string): JsonObject => ({ id, left: id.length });

/** What the services answer where a sentence needs nothing special. */
export const sentenceAnswers: AskedShop['answers'] = {
  getOrder: ({ url }) => ({ body: orderBody(url.pathname.split('/')[2] ?? ''), headers: { etag: 'v1' } }),
  listOrders: () => ({ body: { items: ['a', 'b'].map((id) => orderBody(id)) } }),
  createOrder: () => ({ status: 201, body: orderBody('new') }),
  changeOrder: ({ url }) => ({ body: orderBody(url.pathname.split('/')[2] ?? '') }),
  deleteOrder: () => ({ status: 204 }),
  listLabels: () => ({ body: ['x', 'y'] }),
  getCustomer: ({ url }) => ({ body: rowOf(url.pathname.split('/')[2] ?? '') }),
  listStock: ({ url }) => ({ body: idsOf(url).map(rowOf) }),
  listUnbounded: ({ url }) => ({ body: idsOf(url).map(rowOf) }),
  searchStock: () => ({ body: [] }),
  mapStock: ({ url }) => ({ body: Object.fromEntries(idsOf(url).map((id) => [id, rowOf(id)])) }),
  listTags: () => ({ body: ['t1', 't2'].map(rowOf) }),
  listPaged: () => ({ body: [] }),
  listLimited: ({ url }) => ({ body: idsOf(url).map(rowOf) }),
};

/** Answers one document of a schema over that contract. */
export function askSentence(
  sdl: string,
  text: string,
  more: Partial<Omit<AskedShop, 'sdl' | 'paths'>> = {},
): Promise<ShopAnswer> {
  const answers = { ...sentenceAnswers, ...more.answers };
  return askShop({ ...more, answers, sdl, paths: sentencePaths }, text);
}

/** What the checker says of a schema over that contract. */
export function codesOfSentence(sdl: string): readonly string[] {
  return codesOf(sdl, [shopContract(sentencePaths)]);
}

export const ROW = 'type Row { id: ID! left: Int! }';

/** A schema with one order. */
export function orderSchema(fields: string, more = ''): string {
  return `type Query { order(id: ID! = "1"): Order @public @rest(operation: "shop.getOrder") } type Order { ${fields} } ${more}`;
}

/** A schema with a list of orders. */
export function ordersSchema(fields: string, more = ''): string {
  return `type Query { orders: [Order!] @public @rest(operation: "shop.listOrders", at: "items") } type Order { ${fields} } ${more}`;
}

/** Orders with these properties, instead of the usual two. */
export function withOrders(...orders: readonly JsonObject[]): Pick<AskedShop, 'answers'> {
  const items = orders.map((more, index) => orderBody(String(index), more));
  return { answers: { listOrders: () => ({ body: { items } }) } };
}
