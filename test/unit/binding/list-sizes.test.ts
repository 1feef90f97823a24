import { describe, expect, it } from '@jest/globals';
import { answering, bind, codesOf, fieldAt } from './bind-text.ts';

const row = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };

function listOf(more: object = {}) {
  return answering({ type: 'array', items: row, ...more });
}

function pageOf(more: object = {}) {
  return answering({
    type: 'object',
    required: ['rows'],
    properties: { rows: { type: 'array', items: row, ...more } },
  });
}

const ROW = 'type Row { id: ID! }';

function list(listSize: string): string {
  return `type Query { rows: [Row!] @public @rest(operation: "shop.read") ${listSize} } ${ROW}`;
}

function page(listSize: string, args = ''): string {
  return `type Query { page${args}: Page @public @rest(operation: "shop.read") ${listSize} } type Page { rows: [Row!]! } ${ROW}`;
}

describe('the bound of a list', () => {
  it('is the smaller of what the contract allows and what is assumed', () => {
    const bound = bind(list('@listSize(assumedSize: 7)'), listOf({ maxItems: 20 }));

    expect(fieldAt(bound, 'Query.rows')).toMatchObject({ value: { kind: 'list', maxItems: 7 } });
    expect(bound.listSizes.get('Query.rows')).toEqual({
      assumedSize: 7,
      slicingArguments: [],
      sizedFields: [],
      contractMax: 20,
    });
  });

  it('may be assumed where the contract gives none', () => {
    expect(fieldAt(bind(list('@listSize(assumedSize: 7)'), listOf()), 'Query.rows')).toMatchObject({
      value: { maxItems: 7 },
    });
    expect(codesOf(list(''), listOf())).toEqual(['GH070']);
  });

  it('is demanded of lists of scalars too', () => {
    const text = 'type Query { tags: [String!] @public @rest(operation: "shop.read") }';

    expect(codesOf(text, answering({ type: 'array', items: { type: 'string' } }))).toEqual(['GH070']);
  });

  it('of lists in lists is the contract at each level', () => {
    const text = 'type Query { grid: [[Int!]!] @public @rest(operation: "shop.read") }';
    const grid = answering({
      type: 'array',
      maxItems: 3,
      items: { type: 'array', maxItems: 4, items: { type: 'integer' } },
    });
    const bound = bind(text, grid);

    expect(fieldAt(bound, 'Query.grid')).toMatchObject({
      value: { maxItems: 3, item: { kind: 'list', maxItems: 4 } },
    });
    expect(bound.listSizes.get('Query.grid')?.contractMax).toBe(12);
  });

  it('is what both producers of a type promise', () => {
    const text = `
      type Query {
        a(id: ID!): Product @public @rest(operation: "catalog.getProduct")
        b: [Product!] @public @rest(operation: "catalog.listProducts", at: "items")
      }
      type Product { images: [Image!]! @json(path: "images.gallery") }
      type Image { url: String! }`;

    expect(bind(text).listSizes.get('Product.images')?.contractMax).toBe(8);
  });
});

describe('sizedFields', () => {
  it('bound the lists one level below, where they are read', () => {
    const bound = bind(page('@listSize(assumedSize: 9, sizedFields: ["rows"])'), pageOf());

    expect(fieldAt(bound, 'Query.page.rows')).toMatchObject({ value: { maxItems: 9 } });
    expect(bound.listSizes.get('Query.page')).toMatchObject({ assumedSize: 9, sizedFields: ['rows'] });
  });

  it('help only the fields that have them', () => {
    const text = page('@listSize(assumedSize: 9, sizedFields: ["rows"])').replace(
      'type Query {',
      'type Query { other: Page @public @rest(operation: "shop.read")',
    );

    expect(codesOf(text, pageOf())).toEqual(['GH070']);
    expect(codesOf(text, pageOf({ maxItems: 5 }))).toEqual([]);
  });

  it('do not stand on a list', () => {
    const text = `type Query { pages: [Page!] @public @rest(operation: "shop.read") @listSize(assumedSize: 2, sizedFields: ["rows"]) } type Page { rows: [Row!]! } ${ROW}`;
    const pages = answering({
      type: 'array',
      items: {
        type: 'object',
        required: ['rows'],
        properties: { rows: { type: 'array', maxItems: 5, items: row } },
      },
    });

    expect(codesOf(text, pages)).toEqual(['GH071']);
  });
});
