import { expect, test } from '@jest/globals';
import type { BoundInput } from '../../../gateway/binding/model.ts';
import type { Json } from '../../../gateway/contract/index.ts';
import type { RequestScope } from '../../../gateway/request-scope.ts';
import { createScope, createViewer } from '../upstream/create-scope.ts';
import {
  type CallChoices,
  createBound,
  createContract,
  leaf,
  list,
  object,
  operationOf,
  rest,
  shape,
  source,
} from './create-bound.ts';
import { fakeUpstream, runOperation } from './run-operation.ts';

const shop = createContract('shop', {
  getThing: 'GET /thing?a&b&tags*',
  getOne: 'GET /things/{id}',
  createThing: 'POST /thing?owner!',
  listRows: 'GET /rows',
});
const SDL = `
  type Query { thing(a: String, b: String, tags: [String], input: In): String rows: [Row] }
  type Row { thing: String }
  input In { name: String, colour: String, lines: [Line!], note: String }
  input Line { sku: ID, count: Int }
`;

interface Asked {
  readonly choices: CallChoices;
  /** `(a: "1")` */
  readonly args?: string;
  readonly operation?: string;
  readonly scope?: RequestScope;
  readonly config?: Readonly<Record<string, Json>>;
  readonly parent?: Json;
}

const answerX = () => ({ body: 'x' });

/** What one call looks like on the wire, or why there is none. */
async function send({ choices, args = '', operation = 'getThing', scope, config, parent }: Asked) {
  const bound = rest(operationOf(shop, operation), leaf('String'), { ...choices, fanout: 9 });
  const rows = rest(operationOf(shop, 'listRows'), list(object(shape('Row', { thing: bound }))));
  const upstream = fakeUpstream({
    'shop.getThing': answerX,
    'shop.getOne': answerX,
    'shop.createThing': answerX,
    'shop.listRows': () => ({ body: [parent ?? null] }),
  });
  const { errors, data } = await runOperation(
    createBound({ sdl: SDL, query: shape('Query', { thing: bound, rows }) }),
    upstream,
    parent === undefined ? `{ thing${args} }` : '{ rows { thing } }',
    { ...(scope && { scope }), ...(config && { config }) },
  );
  const call = upstream.calls.at(parent === undefined ? 0 : 1);
  const path = call && decodeURIComponent(call.url.pathname + call.url.search);
  return { path, body: call?.body, errors: errors.map(({ extensions }) => extensions), data };
}

test('leaves absent arguments out, and null ones of parameters as well', async () => {
  const choices = { args: { a: '$args.a', b: '$args.b', tags: '$args.tags' } };

  expect((await send({ choices })).path).toBe('/thing');
  expect((await send({ choices, args: '(a: "1", b: null, tags: [])' })).path).toBe('/thing?a=1');
  expect((await send({ choices, args: '(tags: ["x", null, "y"])' })).path).toBe('/thing?tags=x,y');
});

test('sends constants, configuration and claims', async () => {
  const choices = {
    args: { a: 'fixed', b: '$config.shop.currency', tags: ['$viewer.sub', '$viewer.tenant.id'] },
  };
  const viewer = createViewer({ claims: { sub: 'ann', tenant: { id: 7 } } });

  const { path } = await send({
    choices,
    scope: createScope({ viewer }),
    config: { shop: { currency: 'EUR' } },
  });

  expect(path).toBe('/thing?a=fixed&b=EUR&tags=ann,7');
});

test.each([
  ['nobody is signed in', null, 'UNAUTHENTICATED'],
  ['the claim is missing', createViewer({ claims: { sub: 'ann' } }), 'FORBIDDEN'],
  ['the claim is null', createViewer({ claims: { tenant: null } }), 'FORBIDDEN'],
  ['the claim is empty', createViewer({ claims: { tenant: '' } }), 'FORBIDDEN'],
  ['the claim is an object without values', createViewer({ claims: { tenant: { a: [''] } } }), 'FORBIDDEN'],
  [
    'the claim would come from a prototype',
    createViewer({ claims: Object.create({ tenant: 'x' }) }),
    'FORBIDDEN',
  ],
])('makes no call without a claim that it needs, because %s', async (_why, viewer, code) => {
  const answer = await send({ choices: { args: { a: '$viewer.tenant' } }, scope: createScope({ viewer }) });

  expect(answer).toEqual({ path: undefined, body: undefined, errors: [{ code }], data: { thing: null } });
});

test.each<[string, Json]>([
  ['absent', {}],
  ['null', { ref: null }],
  ['an empty list', { ref: [] }],
  ['of a prototype', { other: 1 }],
])('gives null without an error when what the parent holds is %s', async (_why, parent) => {
  const answer = await send({ choices: { args: { a: '$parent.ref', b: 'x' } }, parent });

  expect(answer).toEqual({ path: undefined, body: undefined, errors: [], data: { rows: [{ thing: null }] } });
});

test('reads the parent across lists, by index, and whatever the schema shows of it', async () => {
  const choices = { args: { tags: '$parent.lines.sku', a: '$parent.lines.1.sku' } };

  const { path } = await send({ choices, parent: { lines: [{ sku: 'x' }, { sku: 'y' }, { count: 1 }] } });

  expect(path).toBe('/thing?a=y&tags=x,y');
});

const line: BoundInput = {
  kind: 'object',
  fields: new Map([
    ['sku', { path: ['article', 'id'], input: { kind: 'leaf', toWire: undefined }, nullable: true }],
    ['count', { path: ['article', 'amount'], input: { kind: 'leaf', toWire: undefined }, nullable: false }],
  ]),
};
const write: BoundInput = {
  kind: 'object',
  fields: new Map([
    ['name', { path: ['title'], input: { kind: 'leaf', toWire: undefined }, nullable: false }],
    ['note', { path: ['note'], input: { kind: 'leaf', toWire: undefined }, nullable: true }],
    [
      'colour',
      {
        path: ['colour'],
        input: { kind: 'leaf', toWire: new Map<string, Json>([['RED', 1]]) },
        nullable: true,
      },
    ],
    ['lines', { path: ['items'], input: { kind: 'list', item: line }, nullable: true }],
  ]),
};
const create = {
  operation: 'createThing',
  choices: {
    args: { owner: 'me' },
    body: { article: source('$args.input', { write }), at: '$args.a' },
  },
};

test('renames, lifts and translates what goes into a body', async () => {
  const args = '(input: { name: "n", colour: "RED", lines: [{ sku: "s", count: 2 }, { count: 3 }] })';

  expect((await send({ ...create, args })).body).toEqual({
    article: {
      title: 'n',
      colour: 1,
      items: [{ article: { id: 's', amount: 2 } }, { article: { amount: 3 } }],
    },
  });
});

test('sends an explicit null in a body where the contract takes it, and leaves out what is absent', async () => {
  expect((await send({ ...create, args: '(input: { note: null }, a: null)' })).body).toEqual({
    article: { note: null },
    at: null,
  });
  expect((await send({ ...create, args: '(a: "x")' })).body).toEqual({ at: 'x' });
});

test.each([
  ['(input: { name: null })', '/input/name'],
  ['(input: { lines: [{ sku: "s" }, { count: null }] })', '/input/lines/1/count'],
])('refuses an explicit null that the contract does not take, before any call: %s', async (args, pointer) => {
  expect(await send({ ...create, args })).toMatchObject({
    path: undefined,
    errors: [{ code: 'BAD_USER_INPUT', fields: [{ pointer, reason: 'null' }] }],
  });
});

test('refuses an explicit null of a whole argument that the contract does not take', async () => {
  const body = { note: source('$args.b', { refusesNull: true }) };
  const choices = { args: { owner: 'me' }, body };

  expect((await send({ operation: 'createThing', choices, args: '(b: null)' })).errors).toEqual([
    { code: 'BAD_USER_INPUT', fields: [{ pointer: '/b', reason: 'null' }] },
  ]);
  expect((await send({ operation: 'createThing', choices, args: '(b: "x")' })).body).toEqual({ note: 'x' });
});

test('names the argument behind a parameter that is required, or that cannot be sent', async () => {
  const choices = { args: { owner: '$args.a' }, body: {} };
  expect((await send({ operation: 'createThing', choices })).errors).toEqual([
    { code: 'BAD_USER_INPUT', fields: [{ pointer: '/a', reason: 'required' }] },
  ]);

  const byId = { operation: 'getOne', choices: { args: { id: '$args.a' } } };
  expect(await send({ ...byId, args: '(a: "..")' })).toMatchObject({
    path: undefined,
    errors: [{ code: 'BAD_USER_INPUT', fields: [{ pointer: '/a' }] }],
  });
});

test('blames nobody but the services for an id of one that another cannot be asked for', async () => {
  const choices = { args: { id: '$parent.ref' } };

  expect(await send({ operation: 'getOne', choices, parent: { ref: '..' } })).toMatchObject({
    path: undefined,
    errors: [{ code: 'UPSTREAM_REJECTED', service: 'shop' }],
  });
});

test('takes the configuration for our own mistake when it lacks a constant', async () => {
  expect((await send({ choices: { args: { a: '$config.nothing' } } })).errors).toEqual([
    { code: 'INTERNAL_SERVER_ERROR' },
  ]);
});
