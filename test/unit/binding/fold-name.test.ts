import { describe, expect, it } from '@jest/globals';
import { foldName, matchName } from '../../../gateway/binding/fold-name.ts';
import { suggestName } from '../../../gateway/binding/suggest-name.ts';

function candidates(...names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name, name]));
}

describe('names', () => {
  it.each([
    ['perPage', 'per_page'],
    ['idempotencyKey', 'Idempotency-Key'],
    ['IN_STOCK', 'in-stock'],
    ['x2', 'X-2'],
    ['größe', 'Größe!'],
  ])('%s and %s are one name', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  it('are found exactly before they are folded', () => {
    const found = matchName('per_page', candidates('perPage', 'per_page'));

    expect(found).toEqual({ kind: 'found', name: 'per_page', value: 'per_page' });
  });

  it('are ambiguous when two fold to the same and neither is exact', () => {
    const found = matchName('perPage', candidates('per_page', 'per-page'));

    expect(found).toEqual({ kind: 'ambiguous', names: ['per_page', 'per-page'] });
  });

  it('that are nothing but punctuation are equal to themselves alone', () => {
    expect(matchName('_', candidates('-', '+'))).toEqual({ kind: 'unknown' });
    expect(matchName('-', candidates('-', '+')).kind).toBe('found');
  });

  it('like constructor are found only where the contract has them', () => {
    expect(matchName('constructor', candidates('id')).kind).toBe('unknown');
    expect(matchName('__proto__', candidates('proto')).kind).toBe('found');
  });
});

describe('a suggestion', () => {
  it.each([
    ['limt', ['offset', 'limit'], 'limit'],
    ['nme', ['id', 'name'], 'name'],
    ['productName', ['id', 'name', 'price'], 'name'],
    ['getProdukt', ['listProducts', 'getProduct'], 'getProduct'],
  ])('for %s among %j is %s', (name, names, expected) => {
    expect(suggestName(name, names)).toBe(expected);
  });

  it('is not made where nothing is near', () => {
    expect(suggestName('colour', ['id', 'price', 'availability'])).toBeUndefined();
  });
});
