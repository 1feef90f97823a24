import { expect, it } from '@jest/globals';
import { planDocument } from '#binding';
import { bind, ok, shopContract } from '../binding/bind-text.ts';
import { askShop, keys, listOf, objectOf, parameter, TEXT } from '../execution/ask-shop.ts';
import { parseOperation } from './count-calls.ts';

const row = objectOf({ id: TEXT });
const kinds = ['book', 'film'].map((kind) => objectOf({ kind: { const: kind }, id: TEXT }));
const paths = {
  '/things': {
    get: { operationId: 'listThings', responses: { 200: ok(listOf({ oneOf: kinds }, 4)) } },
  },
  '/makers/{id}': {
    get: { operationId: 'getMaker', parameters: [parameter('id')], responses: { 200: ok(row) } },
  },
  '/ratings': {
    get: {
      operationId: 'listRatings',
      'x-unpaged': true,
      parameters: [keys('ids', 2)],
      responses: { 200: ok(listOf(row)) },
    },
  },
};
const maker = 'maker: Maker @rest(operation: "shop.getMaker", args: { id: "$parent.id" }, fanout: 2)';
const sdl = `
  type Query { things: [Thing!] @public @rest(operation: "shop.listThings") }
  interface Thing { maker: Maker }
  type Book implements Thing { ${maker} }
  type Film implements Thing { ${maker} }
  type Maker { rating: Rating @join(operation: "shop.listRatings", on: { ids: "$parent.id" }, match: { id: "$parent.id" }) }
  type Rating { id: ID! }
`;

it('the bound of a document counts the rows of each fanout, though the calls of several would be equal', async () => {
  const text = '{ things { maker { rating { id } } } }';
  const things = ['book', 'film', 'book', 'film'].map((kind, index) => ({ kind, id: `${index}` }));
  const { log } = await askShop(
    {
      sdl,
      paths,
      answers: {
        listThings: () => ({ body: things }),
        getMaker: ({ url }) => ({ body: { id: `of ${url.pathname}` } }),
        listRatings: () => ({ body: [] }),
      },
    },
    text,
  );
  const bound = bind(sdl, [shopContract(paths)]);
  const { calls } = planDocument(bound, { ...parseOperation(bound, text), variables: {} });

  expect(log).toHaveLength(1 + 4 + 2);
  expect(calls).toBe(log.length);
});
