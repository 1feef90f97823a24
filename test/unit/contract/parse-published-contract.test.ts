import { describe, expect, test } from '@jest/globals';
import { createValidators, parsePublishedContract, resolveNode } from '#contract';

/** Parses the first of some files, all of which stand in `/api`. */
async function parse(files: Readonly<Record<string, unknown>>) {
  const text = (name: string): string => {
    const content = files[name];
    if (content === undefined) throw new Error('there is no such file');
    return typeof content === 'string' ? content : JSON.stringify(content, null, 1);
  };
  const [first = ''] = Object.keys(files);
  const { contract, mended } = await parsePublishedContract({
    service: 'shop',
    location: new URL(`file:///api/${first}`),
    text: text(first),
    nameOf: ({ pathname }) => pathname.replace('/api/', ''),
    read: async ({ pathname }) => text(pathname.replace('/api/', '')),
    maxBytes: 1_000_000,
  });
  const problems = mended.map(({ message, position }) => `${position.line} ${message}`);
  return { contract, problems };
}

const HEAD = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n';

describe('what a contract bound by a gateway must not have is mended and told', () => {
  test.each<readonly [string, string, string]>([
    ['a key twice', 'paths: {}\npaths: {}\n', '4 The key "paths" stands twice in one object: keep one.'],
    [
      'a schema that is none',
      'components: { schemas: { A: text } }',
      '3 Here an object, true or false is wanted (schema).',
    ],
    [
      'a reference to nowhere',
      'components: { schemas: { A: { $ref: "#/components/schemas/B" } } }',
      '3 $ref #/components/schemas/B leads nowhere.',
    ],
    [
      'a pattern that is none',
      'components: { schemas: { A: { pattern: "(" } } }',
      '3 `pattern` of a schema must be a regular expression (ECMA-262).',
    ],
    [
      'a schema inside itself',
      'components: { schemas: { A: { allOf: [{ $ref: "#/components/schemas/A" }] } } }',
      '3 This schema contains itself (through /components/schemas/A/allOf/0): no value could be checked.',
    ],
    [
      'two paths that match alike',
      'paths: { "/a/{b}": {}, "/a/{c}": {} }',
      '3 The paths /a/{b} and /a/{c} match the same requests.',
    ],
    [
      'a path with a query',
      'paths: { "/a?b=c": {} }',
      '3 The path /a?b=c has a query or fragment: declare query parameters instead.',
    ],
    [
      'a scheme that nobody declares',
      'security: [{ key: [] }]',
      '3 There is no security scheme key: declare it under components.securitySchemes.',
    ],
    [
      'a parameter without a name',
      'paths: { /a: { get: { parameters: [{ in: query }], responses: { default: { description: x } } } } }',
      '3 A parameter must have a name.',
    ],
  ])('%s', async (_, text, problem) => {
    const { problems } = await parse({ 'shop.yaml': HEAD + text });
    expect(problems).toEqual([problem]);
  });

  test('and the rest is there', async () => {
    const { contract, problems } = await parse({
      'shop.yaml': `${HEAD}paths:
  a: { get: { operationId: x, parameters: [{ in: path, name: b, required: true }, { in: query, name: c }] } }
  /b: { get: { operationId: x, responses: { 2xx: { description: '' }, ok: { description: '' } } } }
`,
    });
    expect(problems).toHaveLength(6);
    expect(contract.operations.map(({ method, path, id }) => [method, path, id])).toEqual([
      ['GET', '/a', 'x'],
      ['GET', '/b', 'GET /b'],
    ]);
    expect(contract.operations.map(({ parameters }) => parameters.map(({ name }) => name))).toEqual([
      ['c'],
      [],
    ]);
    expect([...(contract.operations[1]?.responses.keys() ?? [])]).toEqual(['2XX']);
  });

  test('merge keys of YAML 1.1 and numbers that JSON has not', async () => {
    const { contract, problems } = await parse({
      'shop.yaml': `${HEAD}x-base: &base { type: object }
components: { schemas: { A: { <<: *base, required: [a] }, B: { maximum: .inf } } }`,
    });
    expect(resolveNode(contract, '/components/schemas/A').json).toEqual({ type: 'object', required: ['a'] });
    expect(problems.some((problem) => problem.includes('JSON has no such value'))).toBe(true);
  });
});

describe('what no mending helps is refused', () => {
  test.each([
    ['Swagger 2.0', '{"swagger":"2.0"}', /Swagger 2\.0 is not read/],
    ['another version', 'openapi: 4.0.0', /Only OpenAPI 3\.0 and 3\.1 are read/],
    ['broken YAML', 'openapi: [', /shop\.yaml:1/],
    ['a list', '[]', /its root must be an object/],
  ])('%s', async (_, text, message) => {
    await expect(parse({ 'shop.yaml': text })).rejects.toThrow(message);
  });
});

describe('references lead to other files', () => {
  const money = { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] };

  test('to a part of one, to all of one, and on from there', async () => {
    const { contract, problems } = await parse({
      'shop.json': {
        openapi: '3.1.0',
        paths: { '/a': { $ref: 'paths/a.json' } },
        components: { schemas: { A: { $ref: './schemas.yaml#/defs/Price%20tag' } } },
      },
      'paths/a.json': {
        get: {
          responses: {
            200: { content: { 'application/json': { schema: { $ref: '../schemas.yaml#/defs/List' } } } },
          },
        },
      },
      'schemas.yaml': {
        defs: {
          'Price tag': { $ref: 'money.json' },
          List: { type: 'array', items: { $ref: '#/defs/Price tag' } },
        },
      },
      'money.json': money,
    });
    expect(problems).toEqual([]);
    const validators = createValidators(contract);
    const [operation] = contract.operations;
    expect(validators.value(resolveNode(contract, '/components/schemas/A'), {})?.rule).toBe('required');
    expect(
      operation && validators.response(operation, 200, 'application/json', [{ amount: 1 }]),
    ).toBeUndefined();
    expect(operation && validators.response(operation, 200, 'application/json', [{}])?.pointer).toBe(
      '/0/amount',
    );
  });

  test('round in a circle', async () => {
    const { contract } = await parse({
      'shop.json': {
        openapi: '3.1.0',
        paths: {},
        components: { schemas: { A: { properties: { b: { $ref: 'b.json' } } } } },
      },
      'b.json': { properties: { a: { $ref: 'shop.json#/components/schemas/A' } }, required: ['a'] },
    });
    const node = resolveNode(contract, '/components/schemas/A');
    expect(createValidators(contract).value(node, { b: {} })?.pointer).toBe('/b/a');
  });

  test('and allow anything where there is no such file, which is told at its place', async () => {
    const { contract, problems } = await parse({
      'shop.yaml': `${HEAD}components: { schemas: { A: { $ref: no.yaml } } }`,
    });
    expect(problems[0]).toBe(
      '3 $ref leads to file:///api/no.yaml, which cannot be read: there is no such file',
    );
    expect(resolveNode(contract, '/components/schemas/A').json).toEqual({});
  });

  test('by anchors and by ids', async () => {
    const { contract, problems } = await parse({
      'shop.json': {
        openapi: '3.1.0',
        paths: {},
        components: {
          schemas: {
            A: { $ref: '#money' },
            B: { $ref: 'https://example.com/money' },
            C: { ...money, $anchor: 'money', $id: 'https://example.com/money' },
          },
        },
      },
    });
    expect(problems).toEqual([]);
    for (const name of ['A', 'B'])
      expect(
        createValidators(contract).value(resolveNode(contract, `/components/schemas/${name}`), {})?.rule,
      ).toBe('required');
  });

  test('mistakes in them are told with their own file and line', async () => {
    const { contract } = await parse({
      'shop.json': { openapi: '3.1.0', paths: {}, components: { schemas: { A: { $ref: 'a.yaml' } } } },
      'a.yaml': 'type: object\nproperties:\n  b: { $ref: "#/no" }\n',
    });
    expect(contract.locate('/x-bundled/1/properties/b')).toEqual({ file: 'a.yaml', line: 3, column: 3 });
  });
});
