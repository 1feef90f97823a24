import { describe, expect, test } from '@jest/globals';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { costOf } from '#binding';
import type { JsonObject } from '#contract';
import { answering, bind, codesOf, ok, shopContract } from './bind-text.ts';

const text: JsonObject = { type: 'string' };
const listOf = (items: JsonObject, maxItems: number): JsonObject => ({ type: 'array', maxItems, items });
const SCHEMAS: JsonObject = {
  Video: {
    type: 'object',
    required: ['kind', 'parts'],
    properties: { kind: { const: 'video' }, parts: listOf(text, 7), tags: { type: 'array', items: text } },
  },
  Page: {
    type: 'object',
    required: ['kind', 'parts'],
    properties: { kind: { const: 'page' }, parts: listOf(text, 20), tags: { type: 'array', items: text } },
  },
};
const MEDIUM: JsonObject = {
  oneOf: [{ $ref: '#/components/schemas/Video' }, { $ref: '#/components/schemas/Page' }],
};
const MEDIA: JsonObject = {
  type: 'object',
  required: ['first', 'all'],
  properties: { first: MEDIUM, all: listOf(MEDIUM, 5) },
};
const contracts = answering(MEDIA, SCHEMAS);

const SDL = `
  type Query { media: Media @public @rest(operation: "shop.read") }
  type Media { first: Medium! all: [Medium!]! any: Any! @json(path: "first") }
  interface Medium { kind: String! parts: [String!]! }
  union Any = Video | Page
  type Video implements Medium @cost(weight: 3) { kind: String! parts: [String!]! @cost(weight: 2) }
  type Page implements Medium { kind: String! parts: [String!]! tags: [String!] @listSize(assumedSize: 4) }
`;
const bound = bind(SDL, contracts);

function cost(body: string): number {
  const document = parse(`{ media { ${body} } }`);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('no operation');
  // Without `media` itself.
  return costOf(bound, { document, operation, variables: {} }) - 1;
}

describe('the cost of unions and interfaces', () => {
  test('is that of the member that costs most', () => {
    expect(cost('first { kind }')).toBe(3);
    expect(cost('any { __typename }')).toBe(3);
    expect(cost('all { kind }')).toBe(15);
  });

  test('counts fields of an interface as the heaviest and longest of the members', () => {
    expect(bound.listSizes.get('Medium.parts')).toMatchObject({ contractMax: 20 });
    expect(bound.weights.get('Medium.parts')).toBe(2);
    expect(cost('first { parts }')).toBe(3 + 20 * 2);
  });

  test('counts fragments of the type that costs most, and those that every object has', () => {
    const video = '... on Video { parts }';
    const page = '... on Page { tags }';

    expect(cost(`any { ${video} }`)).toBe(3 + 7 * 2);
    expect(cost(`any { ${video} ${page} }`)).toBe(3 + 7 * 2);
    expect(cost(`any { ${video} ${video} ${page} }`)).toBe(3 + 2 * 7 * 2);
    expect(cost(`any { ... on Medium { parts } ${page} }`)).toBe(3 + 20 * 2);
    expect(cost('any { ... { __typename } }')).toBe(3);
  });
});

function sizing(field: string): string {
  return `
    type Query { media(first: Int! = 3): Medium @public @rest(operation: "shop.read", args: {}) @listSize(slicingArguments: ["first"], sizedFields: ["${field}"]) }
    union Medium = Video | Page
    type Video { parts: [String!]! tags: [String!] }
    type Page { parts: [String!]! tags: [String!] }
  `;
}

describe('sized fields of a union', () => {
  const page = answering(MEDIUM, SCHEMAS);
  test('bound the lists of its members', () => {
    expect(codesOf(sizing('tags'), page)).toEqual(['GH020']);
    expect(codesOf(sizing('nothing'), page)).toEqual(['GH020', 'GH071', 'GH070', 'GH070']);
  });
});

describe('the policy of a member', () => {
  const guarded = SDL.replace('type Page implements Medium', 'type Page implements Medium @authenticated');

  test('makes null what the field or the list around it promises', () => {
    expect(codesOf(guarded, contracts)).toEqual(['GH036', 'GH036', 'GH036']);
    const nullable = guarded
      .replace('first: Medium!', 'first: Medium')
      .replace('[Medium!]!', '[Medium]')
      .replace('any: Any!', 'any: Any');

    expect(codesOf(nullable, contracts)).toEqual([]);
    expect(codesOf(nullable.replace('[Medium]', '[Medium!]'), contracts)).toEqual(['GH036']);
  });
});

test('a union that nothing leads to is told', () => {
  expect(codesOf(`${SDL} union Unused = Video`, contracts)).toEqual(['GH093']);
  expect(
    codesOf(
      `${SDL} interface Unused { kind: String! }`.replace(
        'type Page implements Medium',
        'type Page implements Medium & Unused',
      ),
      contracts,
    ),
  ).toEqual([]);
});

test('a call of a member stands under the list that its interface stands in', () => {
  const parameters = [{ name: 'q', in: 'query', schema: text }];
  const read = { operationId: 'read', parameters, responses: { 200: ok(MEDIA) } };
  const shop = [shopContract({ '/read': { get: read } }, SCHEMAS)];
  const call = 'more: Media @rest(operation: "shop.read", args: { q: "$parent.kind" })';
  const single = SDL.replace('tags: [String!] @listSize(assumedSize: 4)', call).replace(
    'all: [Medium!]!',
    '',
  );

  expect(codesOf(single, shop)).toEqual([]);
  expect(codesOf(single.replace('first: Medium!', 'first: Medium! all: [Medium!]!'), shop)).toEqual([
    'GH055',
  ]);
});

test('resolvers name the members of a union themselves', () => {
  const sdl = `
    type Query { media: Media @public @rest(operation: "shop.read") }
    type Media { made: Made @resolver }
    union Made = Video | Other
    type Video @when(is: { kind: "video" }) { parts: [String!]! }
    type Other @status(code: 404) { name: String! }
  `;

  expect(codesOf(sdl, contracts)).toEqual(['GH070']);
});
