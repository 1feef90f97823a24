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
import { type FakeAnswer, fakeUpstream, runOperation, settled } from './run-operation.ts';

const shop = createContract('shop', { listRows: 'GET /rows', getDetail: 'GET /details/{id}' });
const detail = shape('Detail', { id: field('id', leaf('ID')) });
const row = shape('Row', {
  name: field('name', leaf('String')),
  detail: rest(operationOf(shop, 'getDetail'), object(detail), { args: { id: '$parent.id' }, fanout: 9 }),
  parts: field('parts', list(list(object(detail)))),
});
const bound = createBound({
  sdl: `
    type Query { rows: [Row!] }
    type Row { name: String! detail: Detail! parts: [[Detail!]!] }
    type Detail { id: ID! }
  `,
  query: shape('Query', { rows: rest(operationOf(shop, 'listRows'), list(object(row))) }),
});

test.each([
  ['null', null],
  ['of a wrong type', 'oops'],
  ['incomplete', { id: 2 }],
])(
  'a list whose later item is %s does not leave the failure of an earlier one to the process',
  async (_how, item) => {
    const late = Promise.withResolvers<FakeAnswer>();
    const upstream = fakeUpstream({
      'shop.listRows': () => ({ body: [{ id: 1, name: 'a' }, item] }),
      'shop.getDetail': () => late.promise,
    });

    const running = runOperation(bound, upstream, '{ rows { name detail { id } } }');
    await settled();
    late.resolve({ status: 500 });
    const { data } = await running;
    await settled();

    // Jest fails a test that leaves a rejection unhandled; the process would end.
    expect(data).toEqual({ rows: null });
  },
);
