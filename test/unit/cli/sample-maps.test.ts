import { expect, it } from '@jest/globals';
import { bindSchema } from '#binding';
import type { Json, Operation } from '#contract';
import { sampleClient } from '../../../cli/worker/sample-client.ts';
import { shopContract } from '../binding/bind-text.ts';
import { cart, mapShop } from '../execution/map-shop.ts';

const contracts = [shopContract(mapShop.paths)];
const bound = bindSchema({ client: 'web', sdl: { file: 'web.graphql', text: mapShop.sdl }, contracts });
const BODIES: Readonly<Record<string, Json>> = {
  getCart: cart,
  getStock: { p1: { left: 10 }, p2: { left: 20 } },
  getAmounts: { p1: 7 },
  getShelves: { bySku: { p1: [{ place: 'A' }] } },
};

function answersOf({ id }: Operation) {
  const body = BODIES[id];
  return body === undefined ? [] : [{ status: 200, headers: {}, body }];
}

it('shows a page without a server the entries of maps, and what is joined to their keys', () => {
  const { objects } = sampleClient({ bound, documents: [], answersOf });
  const fieldsOf = (type: string) => objects.filter((one) => one.type === type).map(({ fields }) => fields);

  expect(fieldsOf('Line')).toMatchObject([
    { sku: 'p2', count: 2, same: 2 },
    { sku: 'p1', count: 1, same: 1, left: 7 },
  ]);
  expect(fieldsOf('Count')).toMatchObject([
    { key: 'b', value: 1 },
    { key: '__proto__', value: 2 },
    { key: 'constructor', value: 3 },
    { key: 'a/b~', value: 4 },
    { key: 'net', value: 8 },
  ]);
  expect(fieldsOf('Perhaps')).toMatchObject([{ key: 'x', count: 1 }, { key: 'y' }]);
  expect(fieldsOf('Stock')).toMatchObject([
    { sku: 'p1', left: 10 },
    { sku: 'p2', left: 20 },
  ]);
});
