import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#contract';
import { bind, codesOf, fieldAt, ok, shopContract } from './bind-text.ts';

const text = { type: 'string' };
const thing = {
  type: 'object',
  required: ['id', 'seller_id'],
  properties: { id: text, seller_id: text },
};

function keys(maxItems: number): JsonObject {
  return { type: 'array', maxItems, items: text };
}

function contractOf(answer: JsonObject, body: JsonObject | undefined, maxKeys = 50) {
  const list = { operationId: 'list', responses: { 200: ok(answer) } };
  const parameters = [{ name: 'ids', in: 'query', schema: keys(maxKeys) }];
  const requestBody = { required: true, content: { 'application/json': { schema: body ?? {} } } };
  return shopContract({
    '/read': { get: { operationId: 'read', responses: { 200: ok(thing) } } },
    '/list': body === undefined ? { get: { ...list, parameters } } : { post: { ...list, requestBody } },
  });
}

function schemaOf(on: string, more = ''): string {
  return `
    type Query { thing: Thing @public @rest(operation: "shop.read") }
    type Thing { one: Row @join(operation: "shop.list", on: ${on}, match: { id: "$parent.seller_id" }${more}) }
    type Row { id: ID! }`;
}

const rows = (maxItems: number) => ({ type: 'array', maxItems, items: thing });
const IDS = '{ ids: "$parent.seller_id" }';

describe('a batch', () => {
  it('of one row for each key is no larger than the answer may be', () => {
    const bound = bind(schemaOf(IDS), [contractOf(rows(20), undefined)]);

    expect(fieldAt(bound, 'Query.thing.one')).toMatchObject({ keys: { maxItems: 20 } });
  });

  it('asks for what rows are matched by, however it is spelt', () => {
    expect(codesOf(schemaOf('{ ids: "$parent.sellerId" }'), [contractOf(rows(50), undefined)])).toEqual([]);
  });

  it.each([
    ['limit', { type: 'integer' }, ''],
    ['page', { type: 'object', properties: { size: { type: 'integer' } } }, ''],
    ['cursor', text, ''],
    ['limit', { type: 'integer' }, ', body: { limit: 10 }'],
    ['limit', { type: 'integer', default: 10 }, ''],
  ])('is cut by a %s in its body', (name, schema, more) => {
    const body = { type: 'object', properties: { ids: keys(50), [name]: schema } };

    expect(codesOf(schemaOf(IDS, more), [contractOf(rows(100), body)])).toEqual(['GH063']);
  });

  it('is cut by a limit beside an object that holds the keys', () => {
    const filter = { type: 'object', properties: { ids: keys(50) } };
    const body = { type: 'object', properties: { filter, page_size: { type: 'integer' } } };

    expect(codesOf(schemaOf(`{ filter: ${IDS} }`), [contractOf(rows(100), body)])).toEqual(['GH063']);
  });

  it.each([
    ['is a word', text, ''],
    ['holds the batch by default', { type: 'integer', default: 50 }, ''],
    ['is written as large as the batch', { type: 'integer' }, ', body: { limit: 50 }'],
  ])('is whole where the limit in its body %s', (_, schema, more) => {
    const body = { type: 'object', properties: { ids: keys(50), limit: schema } };

    expect(codesOf(schemaOf(IDS, more), [contractOf(rows(100), body)])).toEqual([]);
  });

  it('needs a place for its keys', () => {
    const body = { type: 'object', properties: { ids: keys(50) } };

    expect(codesOf(schemaOf('{}'), [contractOf(rows(100), body)])).toEqual(['GH065']);
  });
});

describe('what a missing row means', () => {
  it.each(['404', '4XX', 'default'])('may be said where the contract declares %s', (status) => {
    const responses = { 200: ok(thing), [status]: { description: '' } };
    const contract = shopContract({ '/read': { get: { operationId: 'read', responses } } });
    const sdl = `
      type Query { thing: Thing @public @rest(operation: "shop.read", missing: NULL) }
      type Thing { id: ID }`;

    expect(codesOf(sdl, [contract])).toEqual([]);
  });
});
