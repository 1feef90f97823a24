import { describe, expect, it } from '@jest/globals';
import { prepareDocument } from '../../../gateway/gates/prepare-document.ts';
import { selectOperation } from '../../../gateway/gates/select-operation.ts';
import { checkSlices } from '../../../gateway/gates/slicing-arguments.ts';
import { DEFAULT_LIMITS } from '../../../gateway/options.ts';
import { boundSchema } from '../../integration/graphql/bound-schema.ts';
import { refusalOf } from './refusal-of.ts';

const bound = boundSchema({
  sdl: `
    type Query implements Shop { items(first: Int, after: Int): [Item!] search(page: Page): [Item!] shop: Shop }
    type Item { id: ID reviews(first: Int = 5): [Item!] }
    input Page { first: Int, tags: [String] }
    interface Shop { items(first: Int, after: Int): [Item!] }`,
  slices: { 'Query.items': 'first', 'Item.reviews': 'first', 'Query.search': 'page.first' },
});

function check(text: string, variables: Readonly<Record<string, unknown>> = {}, name?: string): void {
  const prepared = prepareDocument(text, { bound, limits: DEFAULT_LIMITS, production: false });
  const operation = selectOperation(prepared.document, name);
  if (operation === undefined) throw new Error('no operation');
  checkSlices(operation, prepared.slicingArguments.get(operation) ?? [], { variables, maxSlice: 100 });
}
const refusal = (...args: Parameters<typeof check>) => refusalOf(() => check(...args));

const WITH_VARIABLE = 'query ($n: Int) { items(first: $n) { id } }';

describe('GQL-07 slicing arguments', () => {
  it.each([0, 1, 100])('may be %s', (n) => {
    expect(refusal(`{ items(first: ${n}) { id } }`)).toBe('accepted');
    expect(refusal(WITH_VARIABLE, { n })).toBe('accepted');
  });

  it.each([101, -1, 99_999_999, 2_147_483_647])('may not be %s', (n) => {
    expect(refusal(`{ items(first: ${n}) { id } }`)).toBe('BAD_USER_INPUT');
    expect(refusal(WITH_VARIABLE, { n })).toBe('BAD_USER_INPUT');
  });

  it.each([1e308, -1e308, 100.5, Number.MAX_SAFE_INTEGER])('may not be %s in a variable', (n) => {
    expect(refusal(WITH_VARIABLE, { n })).toBe('BAD_USER_INPUT');
  });

  it.each([null, '101', true, [101], {}, undefined])('leave %j to coercion', (n) => {
    expect(refusal(WITH_VARIABLE, { n })).toBe('accepted');
  });

  it.each([
    ['in a field of a field', '{ items { reviews(first: 101) { id } } }'],
    ['in a named fragment', '{ items { ...F } } fragment F on Item { reviews(first: 101) { id } }'],
    [
      'in a fragment of a fragment',
      '{ ...F } fragment F on Query { ...G } fragment G on Query { items(first: 101) { id } }',
    ],
    ['in an inline fragment', '{ ... { items(first: 101) { id } } }'],
    ['in what @include leaves out', '{ items(first: 101) @include(if: false) { id } }'],
    ['in an input object', '{ search(page: { first: 101 }) { id } }'],
    ['through an interface', '{ shop { items(first: 101) { id } } }'],
    ['in the default of a variable', 'query ($n: Int = 101) { items(first: $n) { id } }'],
  ])('are found %s', (_, text) => {
    expect(refusal(text)).toBe('BAD_USER_INPUT');
  });

  it('are found in a variable that holds the input object', () => {
    const text = 'query ($page: Page) { search(page: $page) { id } }';
    expect(refusal(text, { page: { first: 101 } })).toBe('BAD_USER_INPUT');
    expect(refusal(text, { page: { first: 100, tags: ['a'] } })).toBe('accepted');
  });

  it('are those of the operation that is meant', () => {
    const text = 'query A { items(first: 101) { id } } query B { items(first: 1) { id } }';
    expect(refusal(text, {}, 'A')).toBe('BAD_USER_INPUT');
    expect(refusal(text, {}, 'B')).toBe('accepted');
  });

  it('are not other arguments, however large', () => {
    expect(refusal('{ items(after: 101) { id } }')).toBe('accepted');
  });

  it('are named in the refusal', () => {
    const fields = [{ pointer: '/page/first', reason: 'must be from 0 to 100' }];
    const text = '{ search(page: { first: -1 }) { id } }';
    expect(() => check(text)).toThrow(expect.objectContaining({ detail: { fields } }));
  });
});
