import { expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../gateway/contract/index.ts';
import { answering, bind, ok, shopContract } from '../binding/bind-text.ts';
import { fakeUpstream, runOperation } from './run-operation.ts';

const LEVEL: JsonObject = {
  anyOf: [{ const: 1, title: 'Low' }, { const: 'high' }, { type: ['string', 'number'] }],
};
const ENUM = 'enum Level { LOW HIGH OTHER @json(other: true) }';

async function read(level: Json) {
  const bound = bind(
    `type Query { thing: Thing @public @rest(operation: "shop.read") } type Thing { level: Level } ${ENUM}`,
    answering({ type: 'object', properties: { level: LEVEL } }),
  );
  const upstream = fakeUpstream({ 'shop.read': () => ({ body: { level } }) });
  return runOperation(bound, upstream, '{ thing { level } }');
}

test.each<[Json, Json]>([
  [1, 'LOW'],
  ['high', 'HIGH'],
  ['newer', 'OTHER'],
  [2, 'OTHER'],
  ['1', 'OTHER'],
  [null, null],
])('the wire value %j is %j', async (wire, expected) => {
  expect(await read(wire)).toEqual({ data: { thing: { level: expected } }, errors: [] });
});

test('what is no scalar is no value of an enum', async () => {
  expect(await read({ a: 1 })).toEqual({
    data: { thing: { level: null } },
    errors: [
      { path: 'thing.level', extensions: { code: 'CONTRACT_VIOLATED', service: 'shop', pointer: '/level' } },
    ],
  });
});

test('sends wire values, and refuses the value that stands for all others before any call', async () => {
  const levels = { type: 'object', properties: { levels: { type: 'array', items: LEVEL } } };
  const contract = shopContract({
    '/read': {
      post: {
        operationId: 'send',
        requestBody: { content: { 'application/json': { schema: levels } } },
        responses: { 200: ok({}) },
      },
    },
  });
  const bound = bind(
    `type Query { send(levels: [Level!]!): JSON @public @rest(operation: "shop.send", body: { levels: "$args.levels" }) } ${ENUM}`,
    [contract],
  );
  const upstream = fakeUpstream({ 'shop.send': ({ body }) => ({ body: body ?? null }) });

  expect(await runOperation(bound, upstream, '{ send(levels: [LOW, HIGH]) }')).toEqual({
    data: { send: { levels: [1, 'high'] } },
    errors: [],
  });
  expect(await runOperation(bound, upstream, '{ send(levels: [LOW, OTHER]) }')).toEqual({
    data: { send: null },
    errors: [
      {
        path: 'send',
        extensions: { code: 'BAD_USER_INPUT', fields: [{ pointer: '/levels/1', reason: 'enum' }] },
      },
    ],
  });
  expect(upstream.log).toHaveLength(1);
});
