import type { Json } from '../../../gateway/contract/index.ts';
import {
  createBound,
  createContract,
  field,
  type JoinChoices,
  join,
  leaf,
  list,
  object,
  operationOf,
  rest,
  shape,
} from './create-bound.ts';
import { type FakeAnswer, type FakeCall, fakeUpstream } from './run-operation.ts';

export const catalog = createContract('catalog', { listProducts: 'GET /products', getOther: 'GET /other' });
export const reviews = createContract('reviews', {
  listReviews: 'GET /reviews?ids*&limit',
  searchReviews: 'POST /reviews/search',
  allReviews: 'GET /reviews/all',
});

export const SDL = `
  type Query { products: [Product!] other: [Product!] }
  type Product { id: ID reviews(first: Int): [Review] review: Review again(first: Int): [Review] }
  type Review { id: ID text: String }
`;
export const review = shape('Review', { id: field('id', leaf('ID')), text: field('text', leaf('String')) });

/** Products whose reviews are joined as `choices` say. */
export function reviewJoins(choices: Partial<JoinChoices>, operation = 'listReviews') {
  const make = (rows: 'one' | 'many' | 'listed') =>
    join(operationOf(reviews, operation), object(review), {
      into: 'ids',
      item: '$parent.id',
      match: { productId: '$parent.id' },
      ...choices,
      rows: choices.rows ?? rows,
    });
  const product = shape('Product', {
    id: field('id', leaf('ID')),
    reviews: make('many'),
    again: make('many'),
    review: make('one'),
  });
  const products = (id: string) => rest(operationOf(catalog, id), list(object(product)));
  return createBound({
    sdl: SDL,
    query: shape('Query', { products: products('listProducts'), other: products('getOther') }),
  });
}

interface Services {
  readonly products: Json;
  readonly other?: Json;
  readonly reviews: (call: FakeCall) => FakeAnswer;
}

export function services({ products, other = [], reviews: answer }: Services) {
  return fakeUpstream({
    'catalog.listProducts': () => ({ body: products }),
    'catalog.getOther': () => ({ body: other }),
    'reviews.listReviews': answer,
    'reviews.searchReviews': answer,
    'reviews.allReviews': answer,
  });
}

/** Two reviews for each asked product, the answer's order being the service's own. */
export const twoEach = ({ url }: FakeCall): FakeAnswer => ({
  body: (url.searchParams.get('ids') ?? '')
    .split(',')
    .toReversed()
    .flatMap((id) => [1, 2].map((n) => ({ id: `${id}-${n}`, productId: id, text: `about ${id}` }))),
});
