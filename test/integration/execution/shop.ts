import type { IncomingMessage, ServerResponse } from 'node:http';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { bindSchema } from '../../../gateway/binding/index.ts';
import { systemClock } from '../../../gateway/clock.ts';
import { createValidators, type Json, parseContract } from '../../../gateway/contract/index.ts';
import { createReferenceExecutor } from '../../../gateway/execution/reference-executor.ts';
import type { RequestScope } from '../../../gateway/request-scope.ts';
import { createUpstream } from '../../../gateway/upstream/create-upstream.ts';
import { resolveServiceSettings } from '../../../gateway/upstream/resolve-service-settings.ts';
import { started } from '../../support/leftovers.ts';
import { createScope } from '../../unit/upstream/create-scope.ts';
import { type StartedService, startService } from '../upstream/start-service.ts';

const id = { type: 'string' };
const listOf = (items: Json, maxItems = 100): Json => ({ type: 'array', items, maxItems });
const objectOf = (properties: Readonly<Record<string, Json>>): Json => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const answers = (schema: Json): Json => ({
  200: { description: 'ok', content: { 'application/json': { schema } } },
  404: { description: 'unknown' },
});
const query = (name: string, schema: Json, required = false): Json => ({
  name,
  in: 'query',
  required,
  schema,
  explode: false,
});

const product = objectOf({
  id,
  name: { type: 'string' },
  sellerId: { type: ['string', 'null'] },
  tagIds: listOf(id, 10),
});

const CONTRACTS: Readonly<Record<string, Json>> = {
  catalog: {
    '/products': {
      get: { operationId: 'listProducts', responses: answers(objectOf({ items: listOf(product) })) },
    },
    '/products/{id}': {
      get: {
        operationId: 'getProduct',
        parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
        responses: answers(product),
      },
    },
    '/tags': {
      get: {
        operationId: 'listTags',
        'x-unpaged': true,
        parameters: [query('ids', listOf(id, 2), true)],
        responses: answers(listOf(objectOf({ id, label: { type: 'string' } }))),
      },
    },
    '/products/{id}/similar': {
      get: {
        operationId: 'listSimilar',
        parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
        responses: answers(listOf(product, 5)),
      },
    },
  },
  accounts: {
    '/sellers': {
      get: {
        operationId: 'listSellers',
        'x-unpaged': true,
        parameters: [query('ids', listOf(id, 2), true)],
        responses: answers(listOf(objectOf({ id, name: { type: 'string' } }))),
      },
    },
  },
  stock: {
    '/levels': {
      post: {
        operationId: 'readLevels',
        'x-unpaged': true,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: objectOf({ keys: listOf(objectOf({ product: id, seller: id }), 50) }),
            },
          },
        },
        responses: answers(
          objectOf({
            levels: listOf(objectOf({ product: id, seller: id, left: { type: 'integer', format: 'int32' } })),
          }),
        ),
      },
    },
  },
};

const SDL = `
type Query {
  products: [Product!] @public @rest(operation: "catalog.listProducts", at: "items")
  product(id: ID!): Product @public @rest(operation: "catalog.getProduct", missing: NULL)
}
type Product {
  id: ID!
  title: String! @json(path: "name")
  seller: Seller
    @join(operation: "accounts.listSellers", on: { ids: "$parent.sellerId" }, match: { id: "$parent.sellerId" })
  tags: [Tag!]
    @join(operation: "catalog.listTags", on: { ids: "$parent.tagIds" }, match: { id: "$parent.tagIds" })
  stock: Stock
    @join(
      operation: "stock.readLevels"
      on: { keys: { product: "$parent.id", seller: "$parent.sellerId" } }
      match: { product: "$parent.id", seller: "$parent.sellerId" }
      at: "levels"
    )
  similar: [Product!] @rest(operation: "catalog.listSimilar", args: { id: "$parent.id" }, fanout: 2)
}
type Seller { id: ID! name: String! }
type Tag { id: ID! label: String! }
type Stock { left: Int! }
`;

export type ServiceAnswer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface Shop {
  readonly services: Readonly<Record<string, StartedService>>;
  /** `catalog GET /products`, with the body of a POST behind it. */
  readonly log: readonly string[];
  ask(
    text: string,
    scope?: RequestScope,
  ): Promise<{ readonly data: Json; readonly codes: readonly string[] }>;
}

/** Three services behind real HTTP, and everything in front of them down to the executor. Gone after the test. */
export async function startShop(answerOf: Readonly<Record<string, ServiceAnswer>>): Promise<Shop> {
  const log: string[] = [];
  const services = Object.fromEntries(
    await Promise.all(
      Object.keys(CONTRACTS).map(
        async (name) => [name, await startService(logged(name, answerOf[name], log))] as const,
      ),
    ),
  );
  const contracts = Object.entries(CONTRACTS).map(([service, paths]) => {
    const document = {
      openapi: '3.1.0',
      info: { title: service, version: '1' },
      servers: [{ url: '/' }],
      paths,
    };
    return parseContract({ service, file: `${service}.openapi.yaml`, text: JSON.stringify(document) });
  });
  const settings = Object.entries(services).map(
    ([name, { url }]) => [name, resolveServiceSettings(name, { url })] as const,
  );
  const upstream = started(
    createUpstream({
      services: new Map(settings),
      clock: systemClock,
      metrics: { upstreamCallEnded: () => {} },
      sampleChecks: () => true,
    }),
  );
  const executor = createReferenceExecutor({
    bound: bindSchema({ client: 'test', sdl: { file: 'test.graphql', text: SDL }, contracts }),
    upstream,
    validators: new Map(contracts.map((contract) => [contract.service, createValidators(contract)])),
  });
  return {
    services,
    log,
    async ask(text, scope = createScope()) {
      const document = parse(text);
      const operation = document.definitions.find(
        (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
      );
      if (operation === undefined) throw new Error('no operation');
      const { data, errors = [] } = await executor.execute({
        document,
        operation,
        operationName: undefined,
        variables: {},
        scope,
        contextValue: {},
      });
      const codes = errors.map(({ path, extensions }) => `${path?.join('.')} ${String(extensions['code'])}`);
      return { data: JSON.parse(JSON.stringify(data ?? null)), codes };
    },
  };
}

function logged(name: string, answer: ServiceAnswer | undefined, log: string[]) {
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await request.toArray()).toString();
    log.push(
      `${name} ${request.method} ${decodeURIComponent(request.url ?? '')}${body === '' ? '' : ` ${body}`}`,
    );
    if (answer === undefined) response.writeHead(501).end();
    else answer(request, response, body);
  };
  return (request: IncomingMessage, response: ServerResponse) => void receive(request, response);
}

export function sendJson(response: ServerResponse, json: Json, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
}
