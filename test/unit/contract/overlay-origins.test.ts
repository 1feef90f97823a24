import { describe, expect, it, test } from '@jest/globals';
import { parseContract, restsOnOverlay } from '#contract';
import { problemsOf } from './contract-of.ts';
import { document, type Loose, ok, overlaid, placeOf } from './overlaid.ts';

describe('what stands in a contract with an overlay', () => {
  const contract = overlaid([
    { target: "$.paths['/prices'].get.parameters[?@.name == 'ids']", remove: true },
    {
      target: "$.paths['/prices'].get.parameters",
      update: { name: 'at', in: 'query', schema: { type: 'string' } },
    },
    { target: '$.components.schemas.Price', update: { properties: { currency: { type: 'string' } } } },
    {
      target: '$.components.schemas.Tag',
      update: { type: 'object', properties: { label: { minLength: 1 } } },
    },
  ]);
  const plain = parseContract({
    service: 'shop',
    file: 'shop.openapi.json',
    text: JSON.stringify(document(), null, 2),
  });
  const inContract = (pointer: string) => placeOf(plain, pointer);

  it('is found in the contract where the contract says it', () => {
    for (const pointer of [
      '',
      '/paths',
      '/components/schemas/Price/properties/amount',
      '/components/schemas/Tag/properties/label/type',
    ]) {
      expect(placeOf(contract, pointer)).toBe(inContract(pointer));
    }
  });

  it('is found in the contract also where it has moved up', () => {
    const pointer = '/paths/~1prices/get/parameters';

    expect(placeOf(contract, `${pointer}/0/name`)).toBe(inContract(`${pointer}/1/name`));
    expect(placeOf(contract, `${pointer}/1`)).toBe(inContract(`${pointer}/2`));
  });

  it.each([
    ['/paths/~1prices/get/parameters/2', 'shop.overlay.json:14'],
    ['/paths/~1prices/get/parameters/2/schema/type', 'shop.overlay.json:18'],
    ['/components/schemas/Price/properties/currency', 'shop.overlay.json:26'],
    ['/components/schemas/Price/properties/currency/type', 'shop.overlay.json:27'],
    ['/components/schemas/Tag/properties/label/minLength', 'shop.overlay.json:38'],
  ])('is found in the overlay where the overlay says it: %s', (pointer, place) => {
    expect(placeOf(contract, pointer)).toBe(place);
  });

  it('is told with its place in the overlay where it is wrong', () => {
    const problems = problemsOf(() =>
      overlaid([
        {
          target: '$.components.schemas.Tag',
          update: { properties: { at: { $ref: '#/components/schemas/None' } } },
        },
      ]),
    );

    expect(problems).toEqual([expect.stringMatching(/^shop\.overlay\.json:\d+:\d+ \$ref .* leads nowhere/)]);
  });

  test('a reference says nothing beside itself, but in schemas of 3.1', () => {
    const beside = [
      { target: '$.components.schemas.Product.properties.price', update: { description: 'New' } },
    ];
    const parameter = [{ target: "$.paths['/prices'].get.parameters[2]", update: { required: true } }];

    expect(() => overlaid(beside)).not.toThrow();
    expect(() => overlaid(beside, document('3.0.3'))).toThrow(
      /GH152 .*\$ref[\s\S]*#\/components\/schemas\/Price/,
    );
    expect(() => overlaid(parameter)).toThrow(/GH152 .*\$ref[\s\S]*#\/components\/parameters\/Limit/);
  });
});

const rests = (actions: readonly Loose[]) =>
  overlaid(actions).operations.flatMap((operation) =>
    restsOnOverlay(operation) ? [operation.coordinate] : [],
  );

describe('an answer', () => {
  test.each<[string, Loose, readonly string[]]>([
    [
      'a schema',
      { target: '$.components.schemas.Product', update: { required: ['name'] } },
      ['GET /products/{id}', 'listPrices'],
    ],
    [
      'a schema that nothing answers',
      { target: '$.components.schemas.Tag', update: { required: ['label'] } },
      [],
    ],
    ['parameters', { target: "$.paths['/prices'].get.parameters[0]", update: { deprecated: true } }, []],
    [
      'a response',
      {
        target: "$.paths['/health'].get.responses['200']",
        update: { content: { 'application/json': { schema: { type: 'object' } } } },
      },
      ['health'],
    ],
    [
      'a whole path',
      { target: '$.paths', update: { '/new': { get: { operationId: 'new', responses: ok(true) } } } },
      ['new'],
    ],
  ])('rests on an overlay of %s where a reference leads there', (_, action, operations) => {
    expect(rests([action])).toEqual(operations.map((id) => `shop.${id}`));
  });
});
