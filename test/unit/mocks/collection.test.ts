import { expect, test } from '@jest/globals';
import { createCollection } from '../../../mocks/behaviour/collection.ts';
import { ContractBreach } from '../../../mocks/behaviour/contract-breach.ts';

const id = (row: object): string => ('id' in row ? String(row.id) : '');
const create = (seeds: readonly object[] = []) =>
  createCollection({
    name: 'shelf.Book',
    keyOf: id,
    check: (row) =>
      'title' in row
        ? undefined
        : { pointer: '/title', rule: 'required', message: 'is required but missing' },
    seeds: () => seeds,
  });

test('rows stand in the order in which they came, also after a change', () => {
  const books = create([{ id: 'a', title: 'A' }]);
  books.add({ id: 'b', title: 'B' });
  books.change('a', { title: 'A, revised' });
  expect(books.all()).toEqual([
    { id: 'a', title: 'A, revised' },
    { id: 'b', title: 'B' },
  ]);
  expect([books.remove('a'), books.remove('a')]).toEqual([true, false]);
  expect(books.find('a')).toBeUndefined();
});

test('a row that breaks its contract is not kept, and said to', () => {
  const books = create();
  expect(() => books.add({ id: 'a' })).toThrow(ContractBreach);
  expect(() => books.add({ id: 'a' })).toThrow(
    'shelf.Book a breaks the contract at /title: is required but missing (required)',
  );
  books.add({ id: 'a', title: 'A' });
  expect(() => books.change('a', { title: undefined })).toThrow(ContractBreach);
  expect(books.all()).toEqual([{ id: 'a', title: 'A' }]);
});

test('a second row with a key, a change of none, and a change of a key are mistakes', () => {
  const books = create([{ id: 'a', title: 'A' }]);
  expect(() => books.add({ id: 'a', title: 'Again' })).toThrow('there is a shelf.Book a already');
  expect(() => books.change('b', {})).toThrow('there is no shelf.Book b');
  expect(() => books.change('a', { id: 'b' })).toThrow('shelf.Book a cannot become b');
});

test('what was added or read cannot be changed from outside', () => {
  const added = { id: 'a', title: 'A', lines: [{ quantity: 1 }] };
  const books = create();
  books.add(added);
  added.lines[0]!.quantity = 2;
  expect(books.find('a')).toEqual({ id: 'a', title: 'A', lines: [{ quantity: 1 }] });
  expect(Object.isFrozen(books.find('a'))).toBe(true);
  expect(() => Object.assign(books.find('a')!, { title: 'B' })).toThrow(/read only/);
});
