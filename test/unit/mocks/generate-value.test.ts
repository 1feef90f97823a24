import { describe, expect, it } from '@jest/globals';
import { createValidators, type Json, resolveNode } from '#contract';
import { type Generated, generateValue } from '../../../mocks/generate-value.ts';
import { schemaOf } from '../contract/contract-of.ts';
import { closed, integer, KEYWORD_SCHEMAS, object, string } from './keyword-schemas.ts';

const SEEDS = Array.from({ length: 25 }, (_, index) => `seed ${index}`);

interface Wish {
  readonly schemas?: Readonly<Record<string, unknown>>;
  readonly openapi?: string;
  readonly direction?: 'request' | 'response';
}

/** Values for 25 seeds, each judged by the contract's validator: the generator hands out nothing else. */
function generate(schema: unknown, { schemas = {}, openapi = '3.1.0', direction = 'response' }: Wish = {}) {
  const contract = schemaOf(schema, schemas, openapi);
  const validators = createValidators(contract);
  const node = resolveNode(contract, '/components/schemas/Thing');
  return SEEDS.map((seed) =>
    generateValue(node, { seed, direction, check: (value) => validators.value(node, value) }),
  );
}

function valuesOf(made: readonly Generated[]): readonly Json[] {
  return made.map((one) => {
    if ('reason' in one) throw new Error(one.reason);
    return one.value;
  });
}

describe('a schema of every keyword gets values that fit it, whatever the seed', () => {
  it.each(KEYWORD_SCHEMAS.map(([name, schema, openapi = '3.1.0']) => [name, schema, openapi] as const))(
    '%s',
    (_, schema, openapi) => {
      expect(valuesOf(generate(schema, { openapi }))).toHaveLength(SEEDS.length);
    },
  );
});

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe('recursion ends', () => {
  it.each<readonly [string, unknown, Readonly<Record<string, unknown>>]>([
    ['by leaving out', object({ name: string, next: ref('Thing') }, ['name']), {}],
    ['by an empty list', object({ name: string, below: { type: 'array', items: ref('Thing') } }), {}],
    ['by null', object({ next: { anyOf: [ref('Thing'), { type: 'null' }] } }), {}],
    [
      'by the branch that ends',
      {
        oneOf: [
          object({ left: ref('Thing'), right: ref('Thing') }, undefined, closed),
          object({ leaf: string }, ['leaf'], closed),
        ],
      },
      {},
    ],
    [
      'through another schema',
      object({ other: ref('Other') }),
      { Other: { anyOf: [object({ back: ref('Thing') }), string] } },
    ],
    ['in a map', object({ all: { type: 'object', additionalProperties: ref('Thing') } }), {}],
  ])('%s', (_, schema, schemas) => {
    const values = valuesOf(generate(schema, { schemas }));
    for (const value of values) expect(JSON.stringify(value).length).toBeLessThan(200_000);
  });

  it('is told where it cannot end', () => {
    const [made] = generate(object({ next: ref('Thing') }));
    expect(made).toEqual({ reason: expect.any(String) });
  });
});

describe('what no value can meet is told, not made up', () => {
  it.each([
    ['false', false],
    ['an empty range', { type: 'integer', minimum: 5, maximum: 4 }],
    ['kinds that exclude each other', { allOf: [{ type: 'string' }, { type: 'object' }] }],
    [
      'a required member of a closed object',
      { allOf: [object({ a: string }, ['a'], closed), object({ b: string })] },
    ],
    ['two branches of which each is the other', { oneOf: [object({ a: string }), object({ a: string })] }],
    [
      'fewer values than unique items',
      { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 },
    ],
  ])('%s', (_, schema) => {
    for (const made of generate(schema)) expect(made).toEqual({ reason: expect.any(String) });
  });
});

describe('values look like data', () => {
  it('uses examples and defaults of single properties, where they fit', () => {
    const [value] = valuesOf(
      generate(
        object({
          a: { type: 'string', example: 'Ada' },
          b: { type: 'integer', examples: ['no', 42] },
          c: { ...string, default: 'x' },
        }),
      ),
    );
    expect(value).toEqual({ a: 'Ada', b: 42, c: 'x' });
  });

  it('leaves out of answers what is only written, and of requests what is only read', () => {
    const schema = object({
      id: { ...string, readOnly: true },
      password: { ...string, writeOnly: true },
      name: string,
    });
    const contract = schemaOf(schema);
    const node = resolveNode(contract, '/components/schemas/Thing');
    for (const [direction, names] of [
      ['response', ['id', 'name']],
      ['request', ['password', 'name']],
    ] as const) {
      const made = generateValue(node, { seed: 'x', direction, check: () => undefined });
      expect(
        'value' in made && Object.keys(made.value ?? {}).toSorted((left, right) => (left < right ? -1 : 1)),
      ).toEqual([...names].toSorted((left, right) => (left < right ? -1 : 1)));
    }
  });

  it('calls a branch by the name that its discriminator knows', () => {
    const schemas = {
      Cat: object({ kind: string, lives: integer }),
      Dog: object({ kind: string, barks: { type: 'boolean' } }),
    };
    const branches = ['Cat', 'Dog'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
    const discriminator = { propertyName: 'kind', mapping: { feline: '#/components/schemas/Cat' } };
    for (const value of valuesOf(generate({ oneOf: branches, discriminator }, { schemas }))) {
      const kind = typeof value === 'object' && value !== null && 'lives' in value ? 'feline' : 'Dog';
      expect(value).toMatchObject({ kind });
    }
  });

  it('is the same for the same seed, and another for another', () => {
    const schema = {
      type: 'array',
      minItems: 3,
      items: object({ id: { type: 'string', format: 'uuid' }, n: integer }),
    };
    const values = valuesOf(generate(schema)).map((value) => JSON.stringify(value));
    expect(valuesOf(generate(schema)).map((value) => JSON.stringify(value))).toEqual(values);
    expect(new Set(values).size).toBe(values.length);
  });

  it.each([
    'date',
    'date-time',
    'time',
    'duration',
    'email',
    'idn-email',
    'hostname',
    'ipv4',
    'ipv6',
    'uri',
    'uri-reference',
    'uri-template',
    'iri',
    'uuid',
    'json-pointer',
    'relative-json-pointer',
    'regex',
    'byte',
    'binary',
    'password',
    'url',
  ])('knows the format %s', (format) => {
    const values = valuesOf(generate({ type: 'string', format }));
    expect(values.every((value) => typeof value === 'string' && value.length > 0)).toBe(true);
  });
});
