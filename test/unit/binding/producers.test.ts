import { describe, expect, it } from '@jest/globals';
import { checkSchema } from '#binding';
import type { JsonObject } from '#contract';
import { bind, fieldAt, ok, shopContract } from './bind-text.ts';

const thing = { $ref: '#/components/schemas/Thing' };
const schemas = {
  Thing: {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      owner: { $ref: '#/components/schemas/Owner' },
    },
  },
  Owner: {
    type: 'object',
    properties: { id: { type: 'string' }, things: { type: 'array', maxItems: 5, items: thing } },
  },
};

/** Operations that all answer the same schema: `read0`, `read1` and so on. */
function contractOf(operations: number): ReturnType<typeof shopContract> {
  const paths = Array.from({ length: operations }, (_, index): [string, JsonObject] => {
    const parameters = [{ name: 'id', in: 'query', schema: { type: 'string' } }];
    const success = { ...ok(thing), headers: { ETag: { schema: { type: 'string' } } } };
    return [`/${index}`, { get: { operationId: `read${index}`, parameters, responses: { 200: success } } }];
  });
  return shopContract(Object.fromEntries(paths), schemas);
}

function queryOf(operations: number, more = ''): string {
  const fields = Array.from(
    { length: operations },
    (_, index) => `f${index}${more}: Thing @public @rest(operation: "shop.read${index}")`,
  );
  return `type Query { ${fields.join(' ')} }`;
}

function messagesOf(text: string, operations: number): readonly string[] {
  const sdl = { file: 'web.graphql', text };
  const { diagnostics } = checkSchema({ client: 'web', sdl, contracts: [contractOf(operations)] });
  return diagnostics.map(({ message }) => message);
}

describe('a type that several operations give', () => {
  it('is told with all of them where it is wrong, also where one leads to it by way of others', () => {
    const text = `${queryOf(2)} type Thing { owner: Owner } type Owner { id: ID! }`;

    expect(messagesOf(text, 2)).toEqual([
      'Owner.id is non-null, but by the contract `id` may be left out (from shop.read0, shop.read1)',
    ]);
  });

  it.each([
    [5, 'shop.read0, shop.read1, shop.read2 and 2 more'],
    [9, 'shop.read0, shop.read1, shop.read2 and 6 more'],
    [30, 'shop.read0, shop.read1, shop.read2 and many more'],
  ])('is told with the first of %i', (operations, names) => {
    const text = `${queryOf(operations)} type Thing { owner: Owner } type Owner { id: ID! things: [Thing!] }`;

    expect(messagesOf(text, operations)).toEqual([
      `Owner.id is non-null, but by the contract \`id\` may be left out (from ${names})`,
    ]);
  });

  it('is told with none of those that do not lead to it', () => {
    const text = `type Query {
      one: Thing @public @rest(operation: "shop.read0")
      other: Other @public @rest(operation: "shop.read1")
    } type Thing { name: String! } type Other { id: ID! }`;

    expect(messagesOf(text, 2)).toEqual([
      'Thing.name is non-null, but by the contract `name` may be left out (from shop.read0)',
    ]);
  });
});

/** What stands behind `f0` and `f1`, which read from two operations. */
function shapesOf(thingType: string, more = '') {
  const bound = bind(`${queryOf(2, more)} ${thingType}`, [contractOf(2)]);
  return ['f0', 'f1'].map((name) => {
    const field = fieldAt(bound, `Query.${name}`);
    return field.kind === 'rest' && field.value.kind === 'object' ? field.value.shape : undefined;
  });
}

describe('what a type reads', () => {
  it.each([
    'type Thing { id: ID! }',
    'type Thing { id: ID! owner: Owner } type Owner { things: [Thing!] }',
    'type Thing { id: ID! key: ID! @json(path: "$self.id") }',
  ])('of its row alone means the same in all answers: %s', (text) => {
    const [one, other] = shapesOf(text);

    expect(one).toBe(other);
  });

  it.each([
    ['of the whole answer', 'type Thing { id: ID! @json(path: "$body.id") }', ''],
    ['of headers', 'type Thing { etag: String @json(path: "$headers.etag") }', ''],
    ['of the status', 'type Thing { status: Int @json(path: "$status") }', ''],
    ['of the call', 'type Thing { asked: ID @json(path: "$call.id") }', '(id: ID)'],
    ['of a page', 'type Thing { next: ID @next(param: "id", cursor: "name") }', '(id: ID)'],
    [
      'further down',
      'type Thing { owner: Owner } type Owner { etag: String @json(path: "$headers.etag") }',
      '',
    ],
    [
      'for a call',
      'type Thing @public { owner: Owner @rest(operation: "shop.read0", args: { id: "$call.id" }, at: "owner") } type Owner { id: ID }',
      '(id: ID!)',
    ],
  ])('%s belongs to one answer', (_, text, more) => {
    const [one, other] = shapesOf(text, more);

    expect(one).not.toBe(other);
    expect([one?.producer, other?.producer]).toEqual(['shop.read0', 'shop.read1']);
  });
});
