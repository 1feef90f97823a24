import { describe, expect, test } from '@jest/globals';
import type { BoundValue, RestField } from '#binding';
import type { Contract, JsonObject } from '#contract';
import { bind, codesOf, fieldAt, ok, shopContract } from './bind-text.ts';

const ORDER: JsonObject = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const PROBLEM: JsonObject = {
  type: 'object',
  required: ['type', 'title'],
  properties: { type: { type: 'string' }, title: { type: 'string' } },
};

function problem(schema: JsonObject = PROBLEM): JsonObject {
  return { description: '', content: { 'application/problem+json': { schema } } };
}

function order(responses: JsonObject): readonly Contract[] {
  const createOrder = { operationId: 'createOrder', responses };
  const ping = { operationId: 'ping', responses: { 204: { description: '' } } };
  return [shopContract({ '/orders': { post: createOrder }, '/ping': { get: ping } })];
}

/** A mutation whose result is a union of these types. */
function mutation(types: string, directive = '@rest(operation: "shop.createOrder")'): string {
  const members = [...types.matchAll(/\btype (\w+)/g)].map(([, member]) => member);
  return `
    type Query { ping: Boolean @public @rest(operation: "shop.ping") }
    type Mutation { placeOrder: Result @public ${directive} }
    union Result = ${members.join(' | ')}
    ${types}
  `;
}

function restAt(text: string, contracts: readonly Contract[]): RestField {
  const field = fieldAt(bind(text, contracts), 'Mutation.placeOrder');
  if (field.kind !== 'rest') throw new Error(field.kind);
  return field;
}

function present(value: BoundValue): unknown {
  if (value.kind === 'object') return value.shape.type;
  return value.kind === 'variants' ? value.members.map(({ shape }) => shape.type) : value.kind;
}

function outcomesOf({ value, outcomes }: RestField): unknown {
  return [present(value), ...[...outcomes].map(([status, outcome]) => [status, present(outcome.value)])];
}

const TYPES = `
  type Order { id: ID! }
  type OutOfStock @status(code: [409]) { title: String! }
`;

describe('@status', () => {
  test('makes an answer of that status a result, bound to its own schema', () => {
    expect(outcomesOf(restAt(mutation(TYPES), order({ 201: ok(ORDER), 409: problem() })))).toEqual([
      'Order',
      [409, 'OutOfStock'],
    ]);
    expect(
      codesOf(mutation(TYPES.replace('title', 'detail')), order({ 201: ok(ORDER), 409: problem() })),
    ).toEqual(['GH013']);
  });

  test('is found under ranges and `default`, too', () => {
    expect(outcomesOf(restAt(mutation(TYPES), order({ 201: ok(ORDER), '4XX': problem() })))).toHaveLength(2);
    expect(outcomesOf(restAt(mutation(TYPES), order({ 201: ok(ORDER), default: problem() })))).toHaveLength(
      2,
    );
  });

  test('may name several statuses, each with a schema of its own', () => {
    const types = TYPES.replace('[409]', '[402, 409]');

    expect(
      outcomesOf(restAt(mutation(types), order({ 201: ok(ORDER), 402: problem(), 409: problem() }))),
    ).toEqual(['Order', [402, 'OutOfStock'], [409, 'OutOfStock']]);
    expect(codesOf(mutation(types), order({ 201: ok(ORDER), 402: problem(), 409: problem(ORDER) }))).toEqual([
      'GH013',
    ]);
  });

  test('and @when tell types of one status apart', () => {
    const types = `
      type Order { id: ID! }
      type OutOfStock @status(code: 409) @when(is: { type: "out-of-stock" }) { title: String! }
      type Conflict @status(code: 409) @when { title: String! }
    `;

    expect(outcomesOf(restAt(mutation(types), order({ 201: ok(ORDER), 409: problem() })))).toEqual([
      'Order',
      [409, ['OutOfStock', 'Conflict']],
    ]);
    expect(
      codesOf(
        mutation(types.replaceAll(/@when\S*( \{ type.*?\}\))?/g, '')),
        order({ 201: ok(ORDER), 409: problem() }),
      ),
    ).toEqual(['GH102']);
  });

  test('tells successes apart that differ', () => {
    const types = `
      type Created @status(code: 201) { id: ID! }
      type Accepted @status(code: [202]) { title: String! }
      type Done { ok: Int @json(path: "$status") }
    `;
    const responses = { 201: ok(ORDER), 202: ok(PROBLEM), 204: { description: '' } };

    expect(outcomesOf(restAt(mutation(types), order(responses)))).toEqual([
      'Done',
      [201, 'Created'],
      [202, 'Accepted'],
    ]);
    expect(codesOf(mutation(types.replace('@status(code: 201)', '')), order(responses))).toEqual(['GH102']);
  });

  test('may be on every type', () => {
    const types =
      'type Created @status(code: 201) { id: ID! } type OutOfStock @status(code: 409) { title: String! }';

    expect(outcomesOf(restAt(mutation(types), order({ 201: ok(ORDER), 409: problem() })))).toEqual([
      [],
      [201, 'Created'],
      [409, 'OutOfStock'],
    ]);
    expect(codesOf(mutation(types), order({ 201: ok(ORDER), 200: ok(ORDER), 409: problem() }))).toEqual([
      'GH103',
    ]);
  });

  test('leaves to a status without a body its headers and itself', () => {
    const gone = { 404: { description: '', headers: { 'Retry-After': { schema: { type: 'integer' } } } } };
    const types =
      'type Order { id: ID! } type Gone @status(code: 404) { status: Int! @json(path: "$status")  retry: Int @json(path: "$headers.retry-after") }';

    expect(restAt(mutation(types), order({ 200: ok(ORDER), ...gone })).outcomes.get(404)?.hasBody).toBe(
      false,
    );
    expect(
      codesOf(mutation(types.replace('@json(path: "$status")', '')), order({ 200: ok(ORDER), ...gone })),
    ).toEqual(['GH013']);
  });
});

describe('a mistake with outcomes', () => {
  const declared = order({ 201: ok(ORDER), 404: problem(), 409: problem() });

  test.each<[string, string, readonly string[]]>([
    ['no status of the type is declared', mutation(TYPES.replace('409', '410')), ['GH106']],
    ['one status is declared nowhere', mutation(TYPES.replace('409', '409, 410')), ['GH106']],
    [
      '`missing` has a meaning for it',
      mutation(TYPES.replace('409', '404'), '@rest(operation: "shop.createOrder", missing: NULL)'),
      ['GH108'],
    ],
    [
      'the field is a list',
      mutation(TYPES).replace('placeOrder: Result', 'placeOrder: [Result]'),
      ['GH030', 'GH107'],
    ],
    ['no status is named', mutation(TYPES.replace('[409]', '[]')), ['GH003']],
    ['it is no status', mutation(TYPES.replace('409', '99')), ['GH003']],
    [
      'a status has two types and nothing tells which',
      mutation(`${TYPES} type Other @status(code: 409) { title: String! }`),
      ['GH102'],
    ],
  ])('is found: %s', (_, text, expected) => {
    expect(codesOf(text, declared)).toEqual(expected);
  });

  test('is found: a type with a status where nothing is called', () => {
    const text = `
      type Query { order: Order @public @rest(operation: "shop.createOrder") }
      type Order { self: Result @json(path: "$self") }
      union Result = Plain | Late
      type Plain { id: ID! }
      type Late @status(code: 409) { title: String! }
    `;

    expect(codesOf(text, declared)).toEqual(['GH101']);
  });

  test('is found: successes of one status that differ by media type', () => {
    const two = {
      description: '',
      content: { 'application/json': { schema: ORDER }, 'application/problem+json': { schema: PROBLEM } },
    };

    expect(codesOf(mutation(TYPES), order({ 201: ok(ORDER), 409: two }))).toEqual(['GH050']);
  });
});
