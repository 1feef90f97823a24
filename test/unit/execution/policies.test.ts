import { expect, test } from '@jest/globals';
import type { Policy } from '../../../gateway/binding/model.ts';
import type { Viewer } from '../../../gateway/request-scope.ts';
import { createScope, createViewer } from '../upstream/create-scope.ts';
import {
  createBound,
  createContract,
  field,
  leaf,
  object,
  operationOf,
  rest,
  shape,
} from './create-bound.ts';
import { fakeUpstream, runOperation } from './run-operation.ts';

const shop = createContract('shop', { getThing: 'GET /thing', createThing: 'POST /thing' });
const thing = shape('Thing', { id: field('id', leaf('ID')), secret: field('secret', leaf('String')) });
const SDL = `
  type Query { thing: Thing open: Thing }
  type Mutation { createThing: Thing }
  type Thing { id: ID secret: String }
`;
const authenticated: Policy = { kind: 'authenticated' };
const scopes = (...anyOf: string[][]): Policy => ({ kind: 'scopes', anyOf });

async function ask(
  policies: Readonly<Record<string, Policy>>,
  viewer: Viewer | null,
  document = '{ thing { id } }',
) {
  const bound = rest(operationOf(shop, 'getThing'), object(thing));
  const upstream = fakeUpstream({
    'shop.getThing': () => ({ body: { id: '1', secret: 's' } }),
    'shop.createThing': () => ({ body: { id: '1', secret: 's' } }),
  });
  const { data, errors } = await runOperation(
    createBound({
      sdl: SDL,
      query: shape('Query', { thing: bound, open: bound }),
      mutation: shape('Mutation', { createThing: rest(operationOf(shop, 'createThing'), object(thing)) }),
      policies,
    }),
    upstream,
    document,
    { scope: createScope({ viewer }) },
  );
  return {
    data,
    codes: errors.map(({ path, extensions }) => `${path} ${String(extensions['code'])}`),
    calls: upstream.log.length,
  };
}

const reader = createViewer({ scopes: new Set(['things:read', 'shop']) });

test.each([
  ['the field', 'Query.thing'],
  ['the type that it returns', 'Thing'],
])(
  'GQL-06 nulls the field before any call when %s demands somebody and nobody is there',
  async (_name, coordinate) => {
    expect(await ask({ [coordinate]: authenticated }, null)).toEqual({
      data: { thing: null },
      codes: ['thing UNAUTHENTICATED'],
      calls: 0,
    });
    expect(await ask({ [coordinate]: authenticated }, reader)).toMatchObject({ codes: [], calls: 1 });
  },
);

test('GQL-06 holds the parent type against every field in it', async () => {
  expect(await ask({ Query: authenticated }, null)).toMatchObject({
    codes: ['thing UNAUTHENTICATED'],
    calls: 0,
  });
});

test('GQL-06 answers FORBIDDEN unless one list of scopes is held whole', async () => {
  const demand = { 'Query.thing': scopes(['things:read', 'admin'], ['things:read', 'shop']) };

  expect((await ask(demand, reader)).codes).toEqual([]);
  expect(await ask(demand, createViewer({ scopes: new Set(['things:read']) }))).toMatchObject({
    codes: ['thing FORBIDDEN'],
    calls: 0,
  });
  expect((await ask(demand, null)).codes).toEqual(['thing UNAUTHENTICATED']);
});

test('GQL-06 holds all policies that meet at a field', async () => {
  const policies = { 'Query.thing': { kind: 'public' } as const, Thing: scopes(['admin']) };

  expect((await ask(policies, reader)).codes).toEqual(['thing FORBIDDEN']);
});

test('GQL-06 nulls one field of an object and keeps the rest', async () => {
  const answer = await ask(
    { 'Thing.secret': scopes(['admin']) },
    reader,
    '{ thing { id secret } open { secret } }',
  );

  expect(answer.data).toEqual({ thing: { id: '1', secret: null }, open: { secret: null } });
  expect(answer.codes).toEqual(['thing.secret FORBIDDEN', 'open.secret FORBIDDEN']);
});

test('GQL-06 makes no write without the right', async () => {
  const policies = { 'Mutation.createThing': scopes(['things:write']) };

  expect(await ask(policies, reader, 'mutation { createThing { id } }')).toEqual({
    data: { createThing: null },
    codes: ['createThing FORBIDDEN'],
    calls: 0,
  });
});
