import { expect, it } from '@jest/globals';
import type { JsonObject } from '#contract';
import { codesOf, ok, shopContract } from './bind-text.ts';

const thing = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string' }, inner: { type: 'string' } },
};

function codes(fields: string, others: JsonObject, more = ''): readonly string[] {
  const responses = { 200: ok(thing), ...others };
  return codesOf(
    `type Query { thing: Thing @public @rest(operation: "shop.read") } type Thing { ${fields} } ${more}`,
    [shopContract({ '/read': { get: { operationId: 'read', responses } } })],
  );
}

const empty = { 204: { description: 'nothing' } };

it('nothing of a body is promised where another success has none', () => {
  expect(codes('id: ID!', {})).toEqual([]);
  expect(codes('id: ID!', empty)).toEqual(['GH034']);
  expect(codes('part: Part @json(path: "$self")', empty, 'type Part { id: ID! }')).toEqual(['GH034']);
});

it('what needs no body, or may be null, is as good as ever', () => {
  expect(codes('id: ID status: Int! @json(path: "$status")', empty)).toEqual([]);
  expect(codes('id: ID!', { 304: { description: 'no success' } })).toEqual([]);
});
