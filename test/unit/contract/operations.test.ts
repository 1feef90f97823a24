import { expect, test } from '@jest/globals';
import { loadContracts, type Operation, responseFor, webhooksOf } from '#contract';
import { contractOf, operationOf } from './contract-of.ts';

const [, orders] = await loadContracts(new URL('../../fixtures/contracts/sound/', import.meta.url));

function operation(id: string): Operation {
  const found = orders?.operations.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`There is no ${id}.`);
  return found;
}

test('operations are known by operationId, and without one by method and path', () => {
  expect(
    orders?.operations.map(({ coordinate, method, path, pointer }) => [coordinate, method, path, pointer]),
  ).toEqual([
    ['orders.getOrder', 'GET', '/orders/{id}', '/paths/~1orders~1{id}/get'],
    ['orders.DELETE /orders/{id}', 'DELETE', '/orders/{id}', '/paths/~1orders~1{id}/delete'],
    ['orders.searchOrders', 'POST', '/orders/search', '/paths/~1orders~1search/post'],
    ['orders.getShared', 'GET', '/shared', '/components/pathItems/Shared/get'],
  ]);
  expect([...(orders?.operationsById.keys() ?? [])]).toEqual(['getOrder', 'searchOrders', 'getShared']);
});

test('parameters of the path item and of the operation are one list, in which the operation wins', () => {
  expect(operation('getOrder').parameters).toMatchObject([
    {
      name: 'id',
      in: 'path',
      required: true,
      style: 'simple',
      explode: false,
      pointer: '/components/parameters/Id',
    },
    {
      name: 'verbose',
      in: 'query',
      required: true,
      style: 'form',
      explode: true,
      schema: { json: { type: 'integer' } },
    },
    {
      name: 'where',
      in: 'query',
      required: false,
      style: 'content',
      schema: { pointer: '/components/schemas/Line' },
    },
  ]);
});

test('header parameters that belong to HTTP itself are ignored, as OpenAPI says', () => {
  const parameters = ['Accept', 'content-type', 'AUTHORIZATION', 'X-Own'].map((name) => ({
    name,
    in: 'header',
  }));
  expect(operationOf({ parameters }).parameters.map(({ name }) => name)).toEqual(['X-Own']);
});

test.each([
  ['query', 'form', true],
  ['cookie', 'form', true],
  ['header', 'simple', false],
])('a parameter in %s has the style %s and explode %s unless it says otherwise', (place, style, explode) => {
  const [usual, own] = operationOf({
    parameters: [
      { name: 'a', in: place },
      { name: 'b', in: place, explode: !explode },
    ],
  }).parameters;
  expect([usual, own]).toMatchObject([
    { style, explode },
    { style, explode: !explode },
  ]);
});

test('responses, their headers and their examples are followed through references', () => {
  const { responses } = operation('getOrder');
  const found = responses.get('200');
  expect([...responses.keys()]).toEqual(['200', '4XX', 'default']);
  expect(found?.headers.get('ETag')?.json).toEqual({ type: 'string' });
  expect(found?.content.get('application/json')).toMatchObject({
    schema: { pointer: '/components/schemas/Order' },
    examples: [{ id: 'o_1' }, { id: 'o_2', note: '$ref is only text here' }],
  });
  expect(responses.get('4XX')).toMatchObject({ pointer: '/components/responses/Problem' });
});

test('an answer is looked up by its code, then its range, then default', () => {
  const statuses = [200, 404, 500].map((status) => responseFor(operation('getOrder'), status)?.status);
  expect(statuses).toEqual(['200', '4XX', 'default']);
  expect(responseFor(operation('searchOrders'), 404)).toBeUndefined();
});

test('an operation overrides the security of the document, and {} or [] demand nothing', () => {
  expect(operation('getOrder').security).toEqual([[{ scheme: 'user', scopes: ['orders'] }]]);
  expect(operation('DELETE /orders/{id}').security).toEqual([]);
  expect(operation('searchOrders').security).toEqual([]);
});

test('schemes that one alternative names stand together', () => {
  const schemes = { a: { type: 'http', scheme: 'basic' }, b: { type: 'http', scheme: 'bearer' } };
  const contract = contractOf({
    components: { securitySchemes: schemes },
    paths: { '/x': { get: { security: [{ a: [], b: ['s'] }, { b: [] }] } } },
  });
  expect(contract.operations[0]?.security).toEqual([
    [
      { scheme: 'a', scopes: [] },
      { scheme: 'b', scopes: ['s'] },
    ],
    [{ scheme: 'b', scopes: [] }],
  ]);
  expect(contract.securitySchemes.get('a')).toEqual({ type: 'http', scheme: 'basic' });
});

test('extensions, token, request body and servers are read', () => {
  expect(operation('getOrder')).toMatchObject({ token: 'user', extensions: { 'x-unpaged': true } });
  expect(operation('DELETE /orders/{id}').token).toBe('system');
  expect(operation('searchOrders').requestBody).toMatchObject({
    required: true,
    pointer: '/components/requestBodies/Search',
  });
  expect(operation('getOrder').requestBody).toBeUndefined();
  expect(orders?.servers).toEqual(['https://eu.orders.test/v1', 'http://localhost:4101']);
});

test('the events of a service are its webhooks, by operationId or key', () => {
  const event = orders && webhooksOf(orders).get('orderChanged');
  expect(event).toMatchObject({
    coordinate: 'orders.orderChanged',
    path: '',
    pointer: '/webhooks/orderChanged/post',
  });
  expect(event?.requestBody?.content.get('application/json')?.schema?.pointer).toBe(
    '/components/schemas/Order',
  );
});
