import { type Contract, parseContract } from '#contract';

export type Loose = Readonly<Record<string, unknown>>;

const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
export const ok = (schema: unknown) => ({
  200: { description: '', content: { 'application/json': { schema } } },
});

/** Products by id, prices by "comma separated" ids, and a health check that has no schema. */
export function document(openapi = '3.1.0'): Loose {
  return {
    openapi,
    info: { title: 'Shop', version: '1' },
    paths: {
      '/products/{id}': {
        get: { parameters: [ID], responses: ok({ $ref: '#/components/schemas/Product' }) },
        delete: { parameters: [ID], responses: { 204: { description: '' } } },
      },
      '/prices': {
        get: {
          operationId: 'listPrices',
          parameters: [
            {
              name: 'ids',
              in: 'query',
              description: 'comma separated',
              schema: { type: 'string', pattern: '.' },
            },
            { name: 'tags', in: 'query', schema: { type: 'string' } },
            { $ref: '#/components/parameters/Limit' },
          ],
          responses: ok({ type: 'array', items: { $ref: '#/components/schemas/Price' } }),
        },
      },
      '/health': { get: { operationId: 'health', responses: { 200: { description: '' } } } },
    },
    components: {
      parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer' } } },
      schemas: {
        Product: {
          type: 'object',
          required: ['id'],
          properties: {
            id: { type: 'string' },
            name: { type: 'string' },
            price: { $ref: '#/components/schemas/Price' },
          },
        },
        Price: {
          type: 'object',
          properties: { amount: { type: 'integer' }, of: { $ref: '#/components/schemas/Product' } },
        },
        Tag: { type: 'object', properties: { label: { type: 'string' } } },
      },
    },
  };
}

export function overlaid(actions: readonly Loose[], published: Loose = document()): Contract {
  const overlay = { overlay: '1.0.0', info: { title: 'Repairs', version: '1' }, actions };
  return parseContract({
    service: 'shop',
    file: 'shop.openapi.json',
    text: JSON.stringify(published, null, 2),
    overlay: { file: 'shop.overlay.json', text: JSON.stringify(overlay, null, 2) },
  });
}

export const schemas = (contract: Contract): Loose => Object(Object(contract.document['components']).schemas);
export const placeOf = (contract: Contract, pointer: string) => {
  const { file, line } = contract.locate(pointer);
  return `${file}:${line}`;
};
