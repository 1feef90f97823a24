import { cpuUsage } from 'node:process';
import { describe, expect, test } from '@jest/globals';
import { type Contract, parseContract } from '#contract';
import { contractOf, problemsOf } from './contract-of.ts';

function parse(text: string): Contract {
  return parseContract({ service: 'shop', file: 'shop.yaml', text });
}

const YAML = `openapi: 3.1.0
paths:
  /a:
    get:
      operationId: getA
      responses:
        200:
          description: &text On line 8.
          content:
            application/json:
              schema:
                properties: {id: {type: string}, on: {type: boolean}}
        404: { description: *text }
`;

describe('positions', () => {
  test.each([
    ['/paths/~1a/get/operationId', 5, 7],
    ['/paths/~1a/get/responses/200/content/application~1json/schema/properties/on', 12, 50],
    ['/paths/~1a/get/responses/404/description', 13, 16],
    ['/paths/~1a/get/responses/500/description', 6, 7],
    ['/nowhere', 1, 1],
    ['', 1, 1],
  ])('the key at %s is found, or its nearest parent', (pointer, line, column) => {
    expect(parse(YAML).locate(pointer)).toEqual({ file: 'shop.yaml', line, column });
  });

  test('items of lists are found, in JSON as in YAML', () => {
    const contract = contractOf({ servers: [{ url: 'http://a' }, { url: 'http://b' }] });
    expect(contract.locate('/servers/1/url')).toEqual({ file: 'shop.openapi.json', line: 13, column: 7 });
    expect(contract.locate('/servers/1')).toMatchObject({ line: 12, column: 5 });
  });

  test('a pointer into what translation made is where it was made from', () => {
    const text = `openapi: 3.0.3
paths: {}
components:
  schemas:
    A: { type: object }
    B:
      nullable: true
      allOf: [{ $ref: '#/components/schemas/A' }]
`;
    const contract = parse(text);
    expect(contract.document).toMatchObject({
      components: { schemas: { B: { anyOf: [{}, { type: 'null' }] } } },
    });
    expect(contract.locate('/components/schemas/B/anyOf/1/type')).toMatchObject({ line: 6, column: 5 });
  });
});

describe('text that is no contract', () => {
  test.each([
    ['openapi: 3.1.0\npaths: {\n', 'shop.yaml:3:1 '],
    [
      'openapi: 3.1.0\nopenapi: 3.1.0\n',
      'shop.yaml:2:1 The key "openapi" stands twice in one object: keep one.',
    ],
    ['200: a\n"200": b\n', 'shop.yaml:2:1 The key "200" stands twice in one object: keep one.'],
    [
      '{"openapi": "3.1.0",\n "a": {"b": 1, "b": 2}}',
      'shop.yaml:2:16 The key "b" stands twice in one object: keep one.',
    ],
    ['{"a": 1, "\\u0061": 2}', 'shop.yaml:1:10 The key "a" stands twice in one object: keep one.'],
    [
      'openapi: 3.1.0\nx-a: { __proto__: { a: 1 } }\n',
      'shop.yaml:2:8 The name __proto__ cannot be carried safely',
    ],
    ['{"openapi": "3.1.0", "__proto__": {}}', 'shop.yaml:1:22 The name __proto__ cannot be carried safely'],
    ['a: &a { b: 1 }\nc: { <<: *a }\n', 'shop.yaml:2:6 Merge keys (<<) are not YAML 1.2'],
    ['a: .inf\n', 'shop.yaml:1:1 JSON has no such value'],
    ['a: !secret b\n', 'shop.yaml:1:4 Unresolved tag: !secret.'],
    ['a: *b\n', 'shop.yaml:1:1 Unresolved alias'],
    ['a: &a { b: *a }\n', 'shop.yaml:1:9 This is nested without end'],
    [
      `a: ${'['.repeat(300)}${']'.repeat(300)}\n`,
      'shop.yaml:1:259 This is nested without end, or deeper than 256 levels.',
    ],
    ['- a\n', 'shop.yaml:1:1 This is no OpenAPI document: its root must be an object.'],
    ['', 'shop.yaml:1:1 This is no OpenAPI document'],
    ['a: 1\n---\nb: 1\n', 'shop.yaml:2:1 '],
    ['swagger: "2.0"\n', 'shop.yaml:1:1 Swagger 2.0 is not read: convert the file'],
    ['info: {}\nopenapi: 3.2.0\n', 'shop.yaml:2:1 Only OpenAPI 3.0 and 3.1 are read'],
    ['openapi: 3.1\n', 'shop.yaml:1:1 Only OpenAPI 3.0 and 3.1 are read'],
  ])('%j is refused where the mistake is', (text, problem) => {
    const [first] = problemsOf(() => parse(text));
    expect(first?.slice(0, problem.length)).toBe(problem);
  });

  test('an alias bomb is refused before it expands', () => {
    const levels = 'bcdefghij'.split('').map((name, index) => {
      const below = 'abcdefghi'.charAt(index);
      return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${below}`).join(', ')}]`;
    });
    const [problem] = problemsOf(() => parse(`a: &a [lol]\n${levels.join('\n')}\n`));
    expect(problem).toBe('shop.yaml:1:1 Excessive alias count indicates a resource exhaustion attack.');
  });

  test('a file above 32 MB is refused unread', () => {
    const [problem] = problemsOf(() => parse(' '.repeat(32 * 1024 * 1024 + 1)));
    expect(problem).toBe('shop.yaml:1:1 The file is larger than 32 MB: split the service.');
  });

  test('of a text that is no YAML at all the first mistakes are told, and not each of its lines', () => {
    const prose = 'A **page** of `text`: [with\n- lists, and\n| tables | of it |\n'.repeat(50);

    expect(problemsOf(() => parse(prose)).length).toBeLessThanOrEqual(5);
  });

  test('a YAML 1.1 directive brings back neither its truths nor its dates', () => {
    const { document } = parse('%YAML 1.1\n---\nopenapi: 3.1.0\nx-a: [yes, 2001-01-01, 0o7]\n');
    expect(document['x-a']).toEqual(['yes', '2001-01-01', 7]);
  });
});

test('a document of a megabyte is parsed in well under two seconds of processor time', () => {
  const properties = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`property${n}`, { type: 'string', maxLength: n }]),
  );
  const schemas = Object.fromEntries(
    Array.from({ length: 250 }, (_, n) => [
      `Schema${n}`,
      { type: 'object', properties, description: 'x'.repeat(300) },
    ]),
  );
  const text = JSON.stringify({ openapi: '3.1.0', paths: {}, components: { schemas } }, null, 2);
  expect(text.length).toBeGreaterThan(1_000_000);
  const before = cpuUsage();
  parse(text);
  expect(cpuUsage(before).user / 1000).toBeLessThan(2000);
});
