import { expect, test } from '@jest/globals';
import {
  createBound,
  createContract,
  field,
  leaf,
  list,
  object,
  operationOf,
  rest,
  shape,
} from './create-bound.ts';
import { reviewJoins, services, twoEach } from './review-joins.ts';
import { fakeUpstream, runOperation } from './run-operation.ts';

const shop = createContract('shop', { listThings: 'GET /things', getPage: 'GET /page' });
const thing = shape('Thing', { id: field('id', leaf('ID')) });
const page = shape('Page', {
  items: field('items', list(object(thing), 9)),
  others: field('items', list(object(thing), 9)),
});
const sdl = `
  type Query { things(first: Int, last: Int): [Thing] page(first: Int): Page pages(first: Int): [Page] }
  type Page { items: [Thing] others: [Thing] }
  type Thing { id: ID }
`;
const sized = { slicingArguments: ['first'], sizedFields: ['items'] };
const bound = createBound({
  sdl,
  query: shape('Query', {
    things: rest(operationOf(shop, 'listThings'), list(object(thing), 9)),
    page: rest(operationOf(shop, 'getPage'), object(page)),
    pages: rest(operationOf(shop, 'listThings'), list(object(page), 9)),
  }),
  listSizes: {
    'Query.things': { slicingArguments: ['first', 'last'] },
    'Query.page': sized,
    'Query.pages': sized,
  },
});

/** A service that ignores limits: three things, whatever was asked. */
function ask(document: string) {
  const items = [{ id: '1' }, { id: '2' }, { id: '3' }];
  const upstream = fakeUpstream({
    'shop.listThings': () => ({ body: document.includes('pages') ? [{ items }] : items }),
    'shop.getPage': () => ({ body: { items } }),
  });
  return runOperation(bound, upstream, document);
}

test.each([
  ['{ things { id } }', []],
  ['{ things(first: 3) { id } }', []],
  ['{ things(first: 1, last: 3) { id } }', []],
  ['{ things(first: -1) { id } }', []],
  ['{ page(first: 3) { items { id } } }', []],
  ['{ page(first: 2) { others { id } } }', []],
  ['{ things(first: 2) { id } }', [['things', '']]],
  ['{ things(first: 0) { id } }', [['things', '']]],
  ['{ page(first: 2) { items { id } others { id } } }', [['page.items', '/items']]],
  ['{ pages(first: 2) { items { id } } }', [['pages.0.items', '/0/items']]],
])(
  'answers CONTRACT_VIOLATED where more came than was asked and paid for: %s',
  async (document, violations) => {
    const { errors } = await ask(document);

    expect(errors.map(({ path, extensions }) => [path, extensions['pointer']])).toEqual(violations);
    for (const { extensions } of errors)
      expect(extensions).toMatchObject({ code: 'CONTRACT_VIOLATED', service: 'shop' });
  },
);

test('holds the rows of each parent of a join against the bound', async () => {
  const joined = reviewJoins({ maxRows: 5 });
  const sizes = new Map([
    [
      'Product.reviews',
      { slicingArguments: ['first'], sizedFields: [], assumedSize: undefined, contractMax: undefined },
    ],
  ]);
  const upstream = services({ products: [{ id: 'a' }], reviews: twoEach });

  const two = await runOperation(
    { ...joined, listSizes: sizes },
    upstream,
    '{ products { reviews(first: 2) { id } } }',
  );
  const one = await runOperation(
    { ...joined, listSizes: sizes },
    upstream,
    '{ products { reviews(first: 1) { id } } }',
  );
  const most = await runOperation(reviewJoins({ maxRows: 1 }), upstream, '{ products { reviews { id } } }');

  expect(two.errors).toEqual([]);
  for (const { errors } of [one, most]) {
    expect(errors).toEqual([
      {
        path: 'products.0.reviews',
        extensions: { code: 'CONTRACT_VIOLATED', service: 'reviews', pointer: '' },
      },
    ]);
  }
});
