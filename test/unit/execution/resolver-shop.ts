import { bindSchema } from '#binding';
import { createValidators, parseContract } from '#contract';
import type { Operation } from '#schemas/generated/services.ts';
import type { Resolvers } from '../../../gateway/execution/resolvers.ts';
import type { RequestScope } from '../../../gateway/request-scope.ts';
import {
  executeOperation,
  type FakeAnswer,
  type FakeUpstream,
  fakeUpstream,
  present,
} from './run-operation.ts';

const id = { type: 'string', minLength: 1, maxLength: 5 };
const product = {
  type: 'object',
  required: ['id', 'price'],
  properties: { id, price: { type: 'integer' }, old_price: { type: ['integer', 'null'] } },
};

const rate = {
  type: 'object',
  required: ['product', 'rate'],
  properties: { product: id, rate: { type: 'integer' } },
};

function json(schema: unknown) {
  return { description: '', content: { 'application/json': { schema } } };
}

function body(properties: Readonly<Record<string, unknown>>) {
  const schema = { type: 'object', required: Object.keys(properties), properties };
  return { required: true, ...json(schema) };
}

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/products': {
      get: {
        operationId: 'listProducts',
        responses: { 200: json({ type: 'array', maxItems: 9, items: product }) },
      },
    },
    '/products/{id}': {
      get: {
        operationId: 'getProduct',
        parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
        responses: { 200: json(product) },
      },
    },
    '/rates': {
      get: {
        operationId: 'listRates',
        parameters: [
          {
            name: 'ids',
            in: 'query',
            required: true,
            explode: false,
            schema: { type: 'array', maxItems: 2, items: id },
          },
          { name: 'country', in: 'query', schema: { type: 'string' } },
        ],
        responses: { 200: json({ type: 'object', properties: { items: { type: 'array', items: rate } } }) },
      },
    },
    '/stock': {
      post: {
        operationId: 'queryStock',
        requestBody: body({ skus: { type: 'array', maxItems: 3, items: id } }),
        responses: { 200: json({ type: 'array', maxItems: 2, items: {} }) },
      },
    },
    '/tasks': {
      post: {
        operationId: 'createTask',
        parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }],
        requestBody: body({ text: { type: 'string', maxLength: 10 } }),
        responses: { 201: json({ type: 'object', properties: { id } }) },
      },
    },
    '/notes': {
      post: {
        operationId: 'createNote',
        parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }],
        requestBody: body({ text: { type: 'string', maxLength: 10 } }),
        responses: { 201: json({ type: 'object', properties: { id } }) },
      },
    },
  },
};

export const shop = parseContract({ service: 'shop', file: 'shop.json', text: JSON.stringify(DOCUMENT) });
const validators = new Map([['shop', createValidators(shop)]]);

export interface Asking {
  readonly sdl: string;
  readonly resolvers: Resolvers;
  readonly answers?: Parameters<typeof fakeUpstream>[0];
  readonly scope?: RequestScope;
  readonly idempotencyKey?: string;
}

/** Five products, `a` to `e`. */
export const products: Parameters<typeof fakeUpstream>[0] = {
  'shop.listProducts': () => ({ body: ['a', 'b', 'c', 'd', 'e'].map(productOf) }),
  'shop.getProduct': ({ url }) => ({ body: productOf(url.pathname.slice(-1)) }),
};

function productOf(it: string): { readonly id: string; readonly price: number } {
  return { id: it, price: 100 };
}

export interface Told {
  readonly data: unknown;
  /** `products.0.rate FANOUT_EXCEEDED` */
  readonly errors: readonly string[];
  /** What the log is told of each error. */
  readonly causes: readonly string[];
  readonly upstream: FakeUpstream;
}

/** Binds a schema to the shop, and answers a document of it. */
export async function ask(document: string, { sdl, resolvers, answers, ...choices }: Asking): Promise<Told> {
  const upstream = fakeUpstream({ ...products, ...answers });
  const bound = bindSchema({
    client: 'test',
    sdl: { file: 'test.graphql', text: sdl },
    contracts: [shop],
    resolvers,
  });
  const result = await executeOperation(bound, upstream, document, { ...choices, resolvers, validators });
  const { data, errors } = present(result);
  return {
    data,
    errors: errors.map(({ path, extensions }) => `${path} ${String(extensions['code'])}`),
    causes: (result.errors ?? []).map(({ originalError }) =>
      originalError?.cause instanceof Error ? originalError.cause.message : '',
    ),
    upstream,
  };
}

/** Answers a batch read with a row for each key that it is asked for. */
export function rowsFor(keys: readonly string[]): FakeAnswer {
  return { body: { items: keys.map((key) => ({ product: key, rate: key.length })) } };
}

export interface Product {
  readonly id: string;
  readonly price: number;
}

export interface Rate {
  readonly product: string;
  readonly rate: number;
}

/** The shop as a generated module would describe it. */
interface ShopOperations {
  readonly listProducts: { readonly input: object; readonly answer: readonly Product[] };
  readonly getProduct: { readonly input: { readonly id: string }; readonly answer: Product };
  readonly listRates: {
    readonly input: { readonly ids: readonly string[]; readonly country?: string | undefined };
    readonly answer: { readonly items: readonly Rate[] };
  };
  readonly queryStock: {
    readonly input: { readonly body: { readonly skus: readonly string[] } };
    readonly answer: readonly { readonly sku: string; readonly count: number }[];
  };
  readonly createNote: {
    readonly input: { readonly body: { readonly text: string } };
    readonly answer: { readonly id?: string };
  };
  readonly createTask: ShopOperations['createNote'];
}

/** What the resolvers of these tests use of their context. */
export interface ShopContext {
  readonly services: {
    readonly shop: { readonly [Id in keyof ShopOperations]: Operation<ShopOperations[Id]> };
  };
  readonly viewer: { readonly sub: string } | null;
  readonly signal: AbortSignal;
  remainingMs(): number;
}

export const LIST = 'products: [Product!] @public @rest(operation: "shop.listProducts")';

/** Products with a field `it`. */
export function withField(directive: string, type = 'JSON'): string {
  return `type Query { ${LIST} } type Product { id: ID! it: ${type} ${directive} }`;
}

/** What a resolver does with one product. */
export type Each = (product: Product, context: ShopContext) => unknown;

/** Answers `Product.it` for each row alone. */
export function perRow(each: Each): Resolvers {
  return {
    Product: {
      it: (rows: readonly Product[], _: unknown, context: ShopContext) =>
        rows.map((row) => each(row, context)),
    },
  };
}
