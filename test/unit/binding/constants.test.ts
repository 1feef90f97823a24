import { describe, expect, it } from '@jest/globals';
import { checkSchema } from '#binding';
import type { JsonObject } from '#contract';
import { ok, shopContract } from './bind-text.ts';

const contract = shopContract({
  '/things': {
    post: {
      operationId: 'findThings',
      parameters: [
        { name: 'shop', in: 'query', schema: { type: 'string' } },
        { name: 'limit', in: 'query', schema: { type: 'integer' } },
        { name: 'order', in: 'query', schema: { type: 'string', enum: ['new', 'old'] } },
      ],
      requestBody: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { note: { type: ['string', 'null'] }, rate: { type: 'number' } },
            },
          },
        },
      },
      responses: { 200: ok({ type: 'object', properties: { id: { type: 'string' } } }) },
    },
  },
});

/** What is said of `args` and `body` with these constants. */
function saidOf(carried: string, config: JsonObject): readonly string[] {
  const text = `type Query { thing: Thing @public @rest(operation: "shop.findThings", ${carried}) } type Thing { id: ID }`;
  const sdl = { file: 'web.graphql', text };
  const { diagnostics } = checkSchema({ client: 'web', sdl, contracts: [contract], config });
  return diagnostics.map(({ code, message, fix }) => `${code} ${message}: ${fix}`);
}

describe('a constant of the deployment', () => {
  it('goes where its value fits, also a part of it', () => {
    const config = { shop: { id: 's1', tags: ['a'] }, limit: 5, order: 'new', rate: 0.5 };

    expect(
      saidOf(
        'args: { shop: "$config.shop.id", limit: "$config.limit", order: "$config.order" }, body: { note: "$config.shop.tags.0", rate: "$config.rate" }',
        config,
      ),
    ).toEqual([]);
  });

  it.each<[string, string, JsonObject, string]>([
    ['unknown', 'shop: "$config.shopp"', { shop: 's1' }, 'GH015 .*no constant.*write `\\$config.shop`'],
    [
      'declared nowhere',
      'shop: "$config.branch"',
      {},
      'GH015 .*declare it in schemas/clients/web.config.yaml: branch: …',
    ],
    [
      'of a part that is not there',
      'shop: "$config.shop.name"',
      { shop: { id: 's1' } },
      'GH015 .*no constant',
    ],
    ['of a prototype', 'shop: "$config.constructor.name"', {}, 'GH015 .*no constant'],
    [
      'of another type',
      'limit: "$config.limit"',
      { limit: 'many' },
      'GH032 `\\$config.limit` \\(`"many"`\\) goes where .*integer',
    ],
    [
      'none of an enum',
      'order: "$config.order"',
      { order: 'big' },
      'GH032 .*\\$config.order.*`"big"`\\) is none of the values',
    ],
    ['null', 'shop: "$config.shop"', { shop: null }, 'GH015 .*is null.*would never make its call'],
    ['an empty text', 'shop: "$config.shop"', { shop: '' }, 'GH015 .*an empty text.*give it a value'],
  ])('is refused when it is %s', (_, args, config, expected) => {
    expect(saidOf(`args: { ${args} }`, config)).toEqual([expect.stringMatching(expected)]);
  });

  it('may be an empty text in a body, where that may be what is meant', () => {
    expect(saidOf('body: { note: "$config.note" }', { note: '' })).toEqual([]);
    expect(saidOf('body: { note: "$config.note" }', { note: null })).toHaveLength(1);
  });
});
