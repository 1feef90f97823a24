import { expect, test } from '@jest/globals';
import type { NextCursor, PageRows, Read } from '../../../gateway/binding/model.ts';
import type { Json } from '../../../gateway/contract/index.ts';
import { nextCursor } from '../../../gateway/execution/next-cursor.ts';
import type { Answer } from '../../../gateway/execution/row.ts';
import { leaf, read } from './create-bound.ts';

const property: NextCursor = { kind: 'property', read: read('next') };
const bodyLink: NextCursor = { kind: 'url', read: read('next'), isLink: false, query: 'cursor' };
const headerLink: NextCursor = { kind: 'url', read: read('$headers.link'), isLink: true, query: 'cursor' };
const items = (more: Partial<PageRows> = {}): PageRows => ({
  read: read('items'),
  limit: 'limit',
  usual: 2,
  most: 5,
  ...more,
});
const lastOf = (path: string, rows = items()): NextCursor => ({ kind: 'last', rows, read: read(path) });
const byRows = (rows = items()): NextCursor => ({ kind: 'rows', rows, first: 0 });

interface Choices {
  readonly type?: string;
  readonly headers?: Answer['headers'];
  readonly sent?: Answer['parameters'];
}

function next(
  cursor: NextCursor,
  body: Json,
  { type = 'String', headers = {}, sent = {} }: Choices = {},
): unknown {
  const field = { kind: 'next', parameter: 'cursor', cursor, value: leaf(type) } as const;
  const answer: Answer = { service: 'shop', status: 200, headers, body, parameters: sent };
  const { json } = nextCursor(field, { json: body, pointer: '', isText: false }, answer);
  return json;
}

const rows = (count: number): Json => ({
  items: Array.from({ length: count }, (_, at) => ({ id: `r${at}`, at })),
});

test.each<[string, NextCursor, Json]>([
  ['an absent property', property, {}],
  ['a null property', property, { next: null }],
  ['an empty property', property, { next: '' }],
  ['an absent link', bodyLink, {}],
  ['a null link', bodyLink, { next: null }],
  ['an empty link', bodyLink, { next: '' }],
  ['an empty parameter', bodyLink, { next: '?cursor=&limit=2' }],
  ['no header', headerLink, {}],
  ['no rows', lastOf('id'), rows(0)],
  ['absent rows', lastOf('id'), {}],
  ['fewer rows than usual', lastOf('id'), rows(1)],
  ['fewer rows than usual, counted', byRows(), rows(1)],
])('is null after the last page: %s', (_, cursor, body) => {
  expect(next(cursor, body)).toBeUndefined();
});

test.each<[string, string]>([
  ['https://shop.example/p?cursor=a', 'a'],
  ['https://evil.example/other?x=1&cursor=a%2Fb%3D&cursor=second#cursor=c', 'a/b='],
  ['?limit=2&cursor=a+b', 'a b'],
  ['/p?cursor=%E2%82%AC', '€'],
  ['//h?cursor=a?b', 'a?b'],
  ['javascript:alert(1)?cursor=a', 'a'],
  ['not a url at all?cursor=a', 'a'],
  ['?%63ursor=a', 'a'],
  ['?cursor=%FF', '\u{FFFD}'],
])('takes the parameter out of the link %s, and nothing else', (link, cursor) => {
  expect(next(bodyLink, { next: link })).toBe(cursor);
});

test('takes the link with the relation next out of a header', () => {
  const link = '</p?cursor=b>; rel="prev", </p?cursor=c>; rel="next"';

  expect(next(headerLink, {}, { headers: { link } })).toBe('c');
});

test.each<[string, NextCursor, Json, Choices]>([
  ['a link without the parameter', bodyLink, { next: '/p?page=2' }, {}],
  ['a link that has it in the fragment', bodyLink, { next: '/p#?cursor=a' }, {}],
  ['a link that is no text', bodyLink, { next: { href: '/p?cursor=a' } }, {}],
  ['a header link without the parameter', headerLink, {}, { headers: { link: '</p>; rel=next' } }],
  ['a full page whose last row has no cursor', lastOf('uuid'), rows(2), {}],
  ['a full page whose last row is null', lastOf('id'), { items: [{ id: 'a' }, null] }, {}],
  ['a cursor of 4,097 characters', property, { next: 'x'.repeat(4_097) }, {}],
  ['a link with such a cursor', bodyLink, { next: `?cursor=${'x'.repeat(4_097)}` }, {}],
  ['a link of a megabyte', bodyLink, { next: `?cursor=a&y=${'x'.repeat(1_000_000)}` }, {}],
])('answers CONTRACT_VIOLATED to %s, because a null would hide the rest', (_, cursor, body, choices) => {
  expect(() => next(cursor, body, choices)).toThrow(expect.objectContaining({ code: 'CONTRACT_VIOLATED' }));
});

test('takes a cursor of 4,096 characters, and one that is escaped threefold', () => {
  expect(next(property, { next: 'x'.repeat(4_096) })).toHaveLength(4_096);
  expect(next(bodyLink, { next: `?cursor=${'%2F'.repeat(4_096)}` })).toHaveLength(4_096);
});

test.each<[string, NextCursor, number, Answer['parameters'], unknown]>([
  ['counts with the limit that was sent', byRows(), 3, { limit: 3 }, 3],
  ['counts with the limit that was sent as a text', byRows(), 3, { limit: '4' }, undefined],
  ['counts with the usual limit where none was sent', byRows(), 2, {}, 2],
  ['never waits for more than the most', byRows(), 5, { limit: 1_000 }, 5],
  [
    'goes on where nobody knows how many come',
    byRows(items({ limit: undefined, usual: undefined })),
    1,
    {},
    1,
  ],
  ['goes on from where the page started', byRows(), 2, { cursor: 40 }, 42],
  ['goes on from where the page started, as a text', byRows(), 2, { cursor: '40' }, 42],
  ['starts at the first row where the text is none', byRows(), 2, { cursor: 'x' }, 2],
  ['counts pages', { kind: 'page', rows: items(), first: 1 }, 2, {}, 2],
  ['counts pages from the one that was sent', { kind: 'page', rows: items(), first: 1 }, 2, { cursor: 7 }, 8],
  ['takes the last row', lastOf('id'), 2, {}, 'r1'],
])('%s', (_, cursor, count, sent, expected) => {
  expect(next(cursor, rows(count), { type: cursor.kind === 'last' ? 'String' : 'Int', sent })).toBe(expected);
});

test('hands a number out as a text where the field is one', () => {
  const at: Read = read('next');

  expect(next({ kind: 'property', read: at }, { next: 12 })).toBe('12');
  expect(next({ kind: 'property', read: at }, { next: 12 }, { type: 'Int' })).toBe(12);
  expect(next(lastOf('at'), rows(2))).toBe('1');
});
