import { describe, expect, it } from '@jest/globals';
import { bind, codesOf, ok, shopContract } from './bind-text.ts';

const answer = { 200: ok({ type: 'object', properties: { id: { type: 'string' } } }) };
const contract = shopContract({
  '/open': { get: { operationId: 'open', responses: answer } },
  '/own': { get: { operationId: 'own', responses: answer, security: [{ login: ['own:read'] }] } },
  '/any': { get: { operationId: 'any', responses: answer, security: [{ login: [] }] } },
  '/either': {
    get: { operationId: 'either', responses: answer, security: [{ login: ['a', 'b'] }, { login: ['c'] }] },
  },
  '/system': {
    get: { operationId: 'system', responses: answer, security: [{ login: ['all'] }], 'x-token': 'system' },
  },
});

function codesFor(field: string, operation: string, type = ''): readonly string[] {
  return codesOf(
    `type Query ${type} { thing: Thing ${field} @rest(operation: "shop.${operation}") } type Thing { id: ID }`,
    [contract],
  );
}

describe('the policy of a field that makes a call', () => {
  it.each([
    ['@public', 'open'],
    ['@authenticated', 'open'],
    ['@authenticated', 'any'],
    ['@requiresScopes(scopes: [["x"]])', 'any'],
    ['@requiresScopes(scopes: [["own:read"]])', 'own'],
    ['@requiresScopes(scopes: [["own:read", "more"], ["own:read"]])', 'own'],
    ['@requiresScopes(scopes: [["c"]])', 'either'],
    ['@requiresScopes(scopes: [["a", "b"], ["c", "d"]])', 'either'],
    ['@public', 'system'],
  ])('%s is enough for the operation %s', (policy, operation) => {
    expect(codesFor(policy, operation)).toEqual([]);
  });

  it.each([
    ['@public', 'any'],
    ['@public', 'own'],
    ['@authenticated', 'own'],
    ['@requiresScopes(scopes: [["other"]])', 'own'],
    ['@requiresScopes(scopes: [["own:read"], ["other"]])', 'own'],
    ['@requiresScopes(scopes: [["a"], ["c"]])', 'either'],
  ])('%s is weaker than the operation %s', (policy, operation) => {
    expect(codesFor(policy, operation)).toEqual(['GH081']);
  });

  it('and the policy of its parent type are held together', () => {
    expect(
      codesFor('@requiresScopes(scopes: [["a"]])', 'either', '@requiresScopes(scopes: [["b"]])'),
    ).toEqual([]);
    expect(codesFor('@public', 'own', '@requiresScopes(scopes: [["own:read"]])')).toEqual([]);
    expect(codesFor('@public', 'any', '@authenticated')).toEqual([]);
  });

  it('stands on every root field itself', () => {
    expect(codesFor('', 'open', '@public')).toEqual(['GH080']);
    expect(codesFor('', 'own', '@requiresScopes(scopes: [["own:read"]])')).toEqual(['GH080']);
  });

  it.each([
    ['', '', ['GH080']],
    ['@public', '', []],
    ['', '@public', []],
  ])('stands in a group on the field (%s) or on the type of the group (%s)', (own, ofType, codes) => {
    const text = `
      type Query { group: Group! @public }
      type Group ${ofType} { inner: Inner! thing: Thing ${own} @rest(operation: "shop.open") }
      type Inner { thing: Thing @public @rest(operation: "shop.open") }
      type Thing { id: ID }`;

    expect(codesOf(text, [contract])).toEqual(codes);
  });

  it('is not inherited from the field above', () => {
    const text = `
      type Query { group: Group @authenticated }
      type Group { thing: Thing @rest(operation: "shop.any") }
      type Thing { id: ID }`;

    expect(codesOf(text, [contract])).toEqual(['GH081']);
    expect(codesOf(text.replace('type Group', 'type Group @authenticated'), [contract])).toEqual([]);
  });
});

describe('policies', () => {
  it('are known by type and by field; what demands nothing has no entry', () => {
    const { policies } = bind(
      `type Query { thing: Thing @public @rest(operation: "shop.open") }
       type Thing @authenticated { id: ID @requiresScopes(scopes: [["a", "b"], ["c"]]) two: ID @json(path: "id") }`,
      [contract],
    );

    expect([...policies]).toEqual([
      ['Query.thing', { kind: 'public' }],
      ['Thing', { kind: 'authenticated' }],
      ['Thing.id', { kind: 'scopes', anyOf: [['a', 'b'], ['c']] }],
    ]);
  });

  it('may be written in an extension, and one scope without brackets', () => {
    const { policies } = bind(
      `type Query { thing: Thing @public @rest(operation: "shop.open") }
       type Thing { id: ID }
       extend type Thing @requiresScopes(scopes: "a")`,
      [contract],
    );

    expect(policies.get('Thing')).toEqual({ kind: 'scopes', anyOf: [['a']] });
  });
});
