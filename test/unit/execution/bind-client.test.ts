import { expect, it } from '@jest/globals';
import { bindClient } from '../../../gateway/create-gateway/bind-client.ts';
import { shop } from './resolver-shop.ts';
import { fakeUpstream } from './run-operation.ts';

const schemas = {
  client: 'web',
  sdl: { file: 'web.graphql', text: 'type Query { a: Int @public @resolver }' },
  contracts: [shop],
  documents: new Map(),
  config: {},
};

const a = () => [1];

function bind(resolvers: Parameters<typeof bindClient>[1]['resolvers']) {
  return bindClient(schemas, { upstream: fakeUpstream({}), config: {}, resolvers });
}

it('serves no schema with a mark without its function, and with no function without its mark', () => {
  expect(() => bind({})).toThrow(/GH160 {2}Query\.a/);
  expect(() => bind({ Query: { a, b: a } })).toThrow(/GH161 .*resolvers\.Query\.b/);
  expect(bind({ Query: { a } }).bound.client).toBe('web');
});
