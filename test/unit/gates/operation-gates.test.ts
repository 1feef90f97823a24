import { describe, expect, it } from '@jest/globals';
import { createOperationGates, type OperationGateSettings } from '../../../gateway/gates/operation-gates.ts';
import { DEFAULT_LIMITS, resolveOptions } from '../../../gateway/options.ts';
import { boundSchema } from '../../integration/graphql/bound-schema.ts';
import { uncounted } from '../../support/open-gates.ts';
import { refusalOf } from './refusal-of.ts';

const bound = boundSchema({
  sdl: 'type Query { name: String, next: Query, list(first: Int): [Query] }',
  slices: { 'Query.list': 'first' },
});
const create = (settings: Partial<OperationGateSettings> = {}) =>
  createOperationGates({
    bound,
    trusted: new Map(),
    trustedOnly: false,
    limits: {},
    production: false,
    rateGate: uncounted,
    ...settings,
  });

const TRUSTED_ID = `sha256:${'0'.repeat(64)}`;

describe('the operation gates', () => {
  it('prepare a text once', () => {
    const gates = create();
    expect(gates.prepare('{ name }')).toBe(gates.prepare('{ name }'));
    expect(gates.prepare('{ name }')).not.toBe(gates.prepare('{ name  }'));
  });

  it('admit the operation that is meant', () => {
    const gates = create();
    const resolved = gates.resolveDocument({
      query: 'query A { name } query B { name }',
      operationName: 'B',
    });
    const prepared = gates.prepare(resolved.text);
    expect(gates.admit(prepared, resolved, null)).toEqual({
      operation: prepared.document.definitions[1],
      cost: 0,
    });
  });

  it.each([
    ['an unknown name', 'query A { name }', 'C'],
    ['no name among several', 'query A { name } query B { name }', undefined],
  ])('refuse %s with OPERATION_RESOLUTION_FAILURE', (_, query, operationName) => {
    const gates = create();
    const attempt = () =>
      gates.admit(gates.prepare(query), gates.resolveDocument({ query, operationName }), null);
    expect(refusalOf(attempt)).toBe('OPERATION_RESOLUTION_FAILURE');
  });

  it('GQL-01 refuse another operationName of a trusted document with DOCUMENT_NOT_TRUSTED', () => {
    const gates = create({ trusted: new Map([[TRUSTED_ID, 'query A { name }']]), trustedOnly: true });
    const resolved = gates.resolveDocument({ documentId: TRUSTED_ID, operationName: 'B' });
    expect(refusalOf(() => gates.admit(gates.prepare(resolved.text), resolved, null))).toBe(
      'DOCUMENT_NOT_TRUSTED',
    );
  });

  it.each(['variables', 'extensions'])('GQL-07 refuse %s that name a prototype', (member) => {
    const gates = create();
    const resolved = gates.resolveDocument({ query: '{ name }', [member]: JSON.parse('{"__proto__": 1}') });
    expect(refusalOf(() => gates.admit(gates.prepare(resolved.text), resolved, null))).toBe('BAD_USER_INPUT');
  });

  it('hold trusted documents to the same limits and the same schema, at once', () => {
    const trusted = new Map([
      ['sha256:1', '{ name }'],
      ['sha256:2', '{ wrong }'],
      ['sha256:3', `{ ${'next { '.repeat(10)} name ${'} '.repeat(10)} }`],
    ]);
    const attempt = () => create({ trusted });
    expect(attempt).toThrow(/sha256:2 {2}GRAPHQL_VALIDATION_FAILED: Cannot query field "wrong"/);
    expect(attempt).toThrow(/sha256:3 {2}DOCUMENT_LIMIT_EXCEEDED: maxDepth is 10/);
    expect(attempt).not.toThrow(/sha256:1/);
  });

  it('forget everything for another schema, and keep the former one if trusted documents do not fit it', () => {
    const gates = create({ trusted: new Map([[TRUSTED_ID, '{ name }']]) });
    const before = gates.prepare('{ name }');
    const other = boundSchema({ sdl: 'type Query { other: Int }' });
    expect(() => gates.rebind({ bound: other, trusted: new Map([[TRUSTED_ID, '{ name }']]) })).toThrow(
      TRUSTED_ID,
    );
    expect(gates.prepare('{ name }')).toBe(before);
    gates.rebind({ bound: other, trusted: new Map() });
    expect(refusalOf(() => gates.prepare('{ name }'))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(refusalOf(() => gates.prepare('{ other }'))).toBe('accepted');
    expect(refusalOf(() => gates.resolveDocument({ documentId: TRUSTED_ID }))).toBe('DOCUMENT_NOT_TRUSTED');
  });

  it('have the defaults that the options promise', () => {
    expect(DEFAULT_LIMITS).toMatchObject(resolveOptions({}).documentLimits);
  });
});

const nested = (variables: string, sizes: readonly string[]) =>
  `query ${variables} { list(first: ${sizes[0]}) { list(first: ${sizes[1]}) { name } } }`;

const costRefusal = (query: string, variables = {}) => {
  const gates = create({ limits: { maxCost: 2_550 } });
  return refusalOf(() =>
    gates.admit(gates.prepare(query), gates.resolveDocument({ query, variables }), null),
  );
};

describe('GQL-02 the cost of an operation', () => {
  // 50 of the outer list, each with up to 50 inner ones: 50 + 50 × 50.
  it.each<[how: string, fits: [string, object?], passes: [string, object?]]>([
    ['written', [nested('', ['50', '50'])], [nested('', ['50', '51'])]],
    [
      'in variables',
      [nested('($a: Int, $b: Int)', ['$a', '$b']), { a: 50, b: 50 }],
      [nested('($a: Int, $b: Int)', ['$a', '$b']), { a: 50, b: 51 }],
    ],
    ['in defaults', [nested('($b: Int = 50)', ['50', '$b'])], [nested('($b: Int = 51)', ['50', '$b'])]],
    [
      'in a fragment',
      ['{ list(first: 50) { ...F } } fragment F on Query { list(first: 50) { name } }'],
      ['{ list(first: 50) { ...F } } fragment F on Query { list(first: 51) { name } }'],
    ],
    [
      'in what @include leaves out',
      ['{ list(first: 50) { list(first: 50) @include(if: false) { name } } }'],
      ['{ list(first: 50) { list(first: 51) @include(if: false) { name } } }'],
    ],
  ])('with its sizes %s', (_, fits, passes) => {
    expect(costRefusal(...fits)).toBe('accepted');
    expect(costRefusal(...passes)).toBe('COST_LIMIT_EXCEEDED maxCost 2550');
  });
});
