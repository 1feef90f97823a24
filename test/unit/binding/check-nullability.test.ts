import { describe, expect, it } from '@jest/globals';
import { codesOf, ok, shopContract } from './bind-text.ts';

const inner = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const outer = {
  type: 'object',
  required: ['inner', 'all'],
  properties: { inner, all: { type: 'array', maxItems: 3, items: inner } },
};
const contract = shopContract({ '/read': { get: { operationId: 'read', responses: { 200: ok(outer) } } } });

function codesFor(outerPolicy: string, field: string, innerPolicy: string): readonly string[] {
  const text = `
    type Query { outer: Outer @public @rest(operation: "shop.read") }
    type Outer ${outerPolicy} { ${field} }
    type Inner ${innerPolicy} { id: ID! }`;
  return codesOf(text, [contract]);
}

const A = '@requiresScopes(scopes: [["a"]])';
const A_AND_B = '@requiresScopes(scopes: [["a", "b"]])';

describe('a field that may be refused', () => {
  it.each([
    ['', 'inner: Inner!', '@authenticated'],
    ['', 'all: [Inner]!', '@authenticated'],
    ['@public', 'inner: Inner!', A],
    ['@authenticated', 'inner: Inner!', A],
    [A, 'inner: Inner!', A_AND_B],
    ['', 'inner: Inner! @authenticated', ''],
  ])('may not be non-null: type Outer %s { %s }, type Inner %s', (outerPolicy, field, innerPolicy) => {
    expect(codesFor(outerPolicy, field, innerPolicy)).toEqual(['GH036']);
  });

  it.each([
    ['', 'inner: Inner', '@authenticated'],
    ['', 'all: [Inner!]', '@authenticated'],
    ['', 'inner: Inner!', '@public'],
    ['@authenticated', 'inner: Inner!', '@authenticated'],
    [A, 'inner: Inner!', '@authenticated'],
    [A_AND_B, 'inner: Inner!', A],
  ])('is not refused here: type Outer %s { %s }, type Inner %s', (outerPolicy, field, innerPolicy) => {
    expect(codesFor(outerPolicy, field, innerPolicy)).toEqual([]);
  });

  it('is a root field where the root or a group is guarded', () => {
    const text = `
      type Query { group: Group! @public }
      type Group { outer: Outer @public @rest(operation: "shop.read") }
      type Outer { inner: Inner! }
      type Inner { id: ID! }`;

    expect(codesOf(text, [contract])).toEqual([]);
    expect(codesOf(text.replace('Query', 'Query @authenticated'), [contract])).toEqual(['GH036']);
    expect(codesOf(text.replace('type Group', 'type Group @authenticated'), [contract])).toEqual(['GH036']);
  });
});
