import { describe, expect, it } from '@jest/globals';
import { checkSchema } from '#binding';
import { INT, keys, listOf, objectOf, parameter, TEXT } from '../execution/ask-shop.ts';
import { ok, shopContract } from './bind-text.ts';

const rich = objectOf({ id: TEXT, name: TEXT, seller: TEXT, place: objectOf({ city: TEXT }) });
const poor = objectOf({ id: TEXT, 'name?': TEXT, place: objectOf({ street: TEXT }) });
const contracts = [
  shopContract({
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        parameters: [parameter('id'), parameter('lang', { in: 'query' })],
        responses: { 200: ok(rich) },
      },
    },
    '/things': { get: { operationId: 'listThings', responses: { 200: ok(listOf(poor)) } } },
    '/counts': {
      get: {
        operationId: 'listCounts',
        'x-unpaged': true,
        parameters: [keys('ids')],
        responses: { 200: ok(listOf(objectOf({ id: TEXT, count: INT }))) },
      },
    },
  }),
];

/** A thing comes from two operations, one of which knows less. */
function saidOf(fields: string, on = ''): readonly string[] {
  const text = `
    type Query {
      thing(id: ID!, lang: String!): Thing @public @rest(operation: "shop.getThing")
      things: [Thing!] @public @rest(operation: "shop.listThings")
    }
    type Thing ${on} { id: ID! ${fields} }
    type Place { city: String! }
    type Count { count: Int! }`;
  const { diagnostics } = checkSchema({ client: 'web', sdl: { file: 'web.graphql', text }, contracts });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.map(({ code, message }) => `${code} ${message}`);
}

const COUNT = 'count: Count @join(operation: "shop.listCounts", ';
const IN_POOR = /\(from shop\.listThings\)$/;

describe('a type with several producers', () => {
  it.each([
    ['a property that one lacks', 'seller: String', 'GH013'],
    ['a property that one does not promise', 'name: String!', 'GH034'],
    ['a property deeper in one', 'place: Place!', 'GH013'],
    ['a path that one lacks', 'city: String @json(path: "place.city")', 'GH013'],
    [
      'a `$parent` source that one lacks',
      'again: Place @rest(operation: "shop.getThing", args: { id: "$parent.seller", lang: "de" }, at: "place", fanout: 3)',
      'GH013',
    ],
    [
      'a key that one lacks',
      `${COUNT}on: { ids: "$parent.seller" }, match: { id: "$parent.seller" })`,
      'GH013',
    ],
    [
      'a part of `match` that one lacks',
      `${COUNT}on: { ids: "$parent.id" }, match: { id: "$parent.id", count: "$parent.seller" })`,
      'GH013',
    ],
    ['a `$call` that one lacks', 'asked: ID @json(path: "$call.id")', 'GH120'],
    [
      'a `$call` source that one lacks',
      `${COUNT}on: { ids: "$call.lang" }, match: { id: "$call.lang" })`,
      'GH120',
    ],
  ])('names the one that falls short: %s', (_, field, code) => {
    const said = saidOf(field);

    expect(said.length).toBeGreaterThan(0);
    for (const line of said) {
      expect(line).toMatch(new RegExp(`^${code} `));
      expect(line).toMatch(IN_POOR);
    }
  });

  it('names the one whose row a shared call cannot read', () => {
    const call =
      '@rest(as: "more", operation: "shop.getThing", args: { id: "$parent.seller", lang: "de" }, fanout: 3)';
    const said = saidOf('more: String @json(of: "more", path: "name")', call);

    expect(said).toEqual([expect.stringMatching(IN_POOR)]);
  });

  it('is silent about what all of them have', () => {
    expect(saidOf(`name: String ${COUNT}on: { ids: "$parent.id" }, match: { id: "$parent.id" })`)).toEqual(
      [],
    );
  });
});
