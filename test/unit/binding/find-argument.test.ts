import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#contract';
import { codesOf, ok, shopContract } from './bind-text.ts';

const text = { type: 'string' };

function writing(ids: JsonObject): ReturnType<typeof shopContract> {
  const schema = { type: 'object', required: ['ids'], properties: { ids } };
  return shopContract({
    '/read': {
      get: { operationId: 'read', responses: { 200: ok({ type: 'object', properties: { id: text } }) } },
    },
    '/write': {
      post: {
        operationId: 'write',
        responses: { 204: { description: '' } },
        requestBody: { required: true, content: { 'application/json': { schema } } },
      },
    },
  });
}

function codesFor(args: string, source: string, input: string, ids: JsonObject): readonly string[] {
  const sdl = `
    type Query { thing: Thing @public @rest(operation: "shop.read") }
    type Thing { id: ID }
    type Mutation { write(${args}): Boolean @public @rest(operation: "shop.write", body: { ids: "${source}" }) }
    input In { ${input} }`;
  return codesOf(sdl, [writing(ids)]);
}

const flat = { type: 'array', items: text };

describe('a source that crosses a list of arguments', () => {
  it.each([
    ['items: [In!]!', '$args.items.items', 'items: String!'],
    ['rows: [In!]!', '$args.rows.items', 'items: String!'],
    ['rows: [In!]!', '$args.rows.items', 'items: [String!]!'],
    ['items: [In!]!', '$args.items.items', 'items: [String!]!'],
  ])('is one flat list: %s, %s, %s', (args, source, input) => {
    expect(codesFor(args, source, input, flat)).toEqual([]);
  });

  it('is no list of lists', () => {
    const nested = { type: 'array', items: flat };

    expect(codesFor('rows: [In!]!', '$args.rows.items', 'items: [String!]!', nested)).toEqual(['GH032']);
    expect(codesFor('rows: [In!]!', '$args.rows.items', 'items: [[String!]!]!', nested)).toEqual([]);
  });

  it.each([
    ['rows: [In!]!', 'items: [String!]'],
    ['rows: [In]!', 'items: [String!]!'],
    ['rows: [In!]!', 'items: String'],
  ])('may hold nulls for what is absent: %s, %s', (args, input) => {
    expect(codesFor(args, '$args.rows.items', input, flat)).toEqual(['GH033']);
  });
});
