import { expect, test } from '@jest/globals';
import { parseContract } from '#contract';
import { problemsOf } from './contract-of.ts';

/** Each row: lines of a document after `openapi`, and what is said about it, `line:column message`. */
const ROWS: readonly (readonly [string, string, ...string[]])[] = [
  [
    'an operationId that two operations have',
    `paths:
  /a: { get: { operationId: x } }
  /b: { get: { operationId: x } }`,
    '4:16 The operationId x is that of GET /a already.',
  ],
  [
    'an operationId that an operation and a webhook have',
    `paths: { /a: { get: { operationId: x } } }
webhooks: { b: { post: { operationId: x } } }`,
    '3:26 The operationId x is that of GET /a already.',
  ],
  [
    'an operationId that is no text',
    'paths: { /a: { get: { operationId: 5 } } }',
    '2:23 An operationId must be a name.',
  ],
  [
    'a mark of whole lists that is neither true nor false',
    'paths: { /a: { get: { x-unpaged: yes } } }',
    '2:23 x-unpaged is either true or false.',
  ],
  [
    'a limit for each key that is no parameter',
    `paths: { /a: { get: { x-limit-per-key: each, parameters: [{ $ref: '#/components/parameters/P' }] } } }
components: { parameters: { P: { name: perKey, in: query } } }`,
    '2:23 x-limit-per-key names a parameter of this operation, or a property of its body; it has perKey.',
  ],
  [
    'a limit for each key that is no property of the body',
    `paths: { /a: { post: { x-limit-per-key: each, requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/B' } } } } } } }
components: { schemas: { B: { allOf: [{ properties: { ids: {} } }], properties: { perKey: {} } } } }`,
    '2:24 x-limit-per-key names a parameter of this operation, or a property of its body; it has perKey, ids.',
  ],
  [
    'a reference that leads nowhere, with the name that is meant',
    `paths: { /a: { get: { responses: { '200': { $ref: '#/components/responses/ok' } } } } }
components: { responses: { OK: { description: x } } }`,
    '2:45 $ref #/components/responses/ok leads nowhere. Is OK meant?',
  ],
  [
    'a reference to another file, by its name',
    `components: { schemas: { A: { $ref: 'common.yaml#/Money' } } }`,
    '2:31 $ref leads to another file, common.yaml: publish one bundled file (redocly bundle).',
  ],
  [
    'a reference to an anchor',
    `components: { schemas: { A: { $ref: '#money' } } }`,
    '2:31 $ref #money is no JSON pointer: write it as #/components/….',
  ],
  [
    'references that lead round in a circle',
    `components:
  schemas:
    A: { $ref: '#/components/schemas/B' }
    B: { $ref: '#/components/schemas/A' }`,
    '4:10 $ref #/components/schemas/B leads round in a circle, or on to nowhere.',
    '5:10 $ref #/components/schemas/A leads round in a circle, or on to nowhere.',
  ],
  [
    'a schema that is one of its own alternatives',
    `components:
  schemas:
    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }] }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }] }`,
    '4:5 This schema contains itself (through /components/schemas/Pet/oneOf/0): no value could be checked.',
  ],
  [
    'a reference to another kind of thing',
    `components:
  schemas: { A: { type: string } }
  parameters: { P: { $ref: '#/components/schemas/A' } }`,
    '4:22 $ref #/components/schemas/A leads to a schema; a parameter is wanted here.',
  ],
  [
    'a path parameter without a declaration, and the reverse',
    `paths:
  /a/{id}: { get: { parameters: [{ name: Id, in: path, required: true }] } }`,
    '3:14 GET /a/{id} declares no path parameter id: add it to parameters, with in: path.',
    '3:34 The path parameter Id has no place in /a/{id}: put {Id} there, or take it out.',
  ],
  [
    'two paths that match the same requests',
    'paths: { "/a/{x}": {}, "/a/{y}": {} }',
    '2:24 The paths /a/{x} and /a/{y} match the same requests.',
  ],
  [
    'parameters beside the reference of a path item',
    `paths: { /a: { $ref: '#/components/pathItems/A', parameters: [] } }
components: { pathItems: { A: {} } }`,
    '2:50 Beside the $ref of a path item, parameters would not be read: move it to where the $ref leads.',
  ],
  ['a path without its slash', 'paths: { a: {} }', '2:10 The path a must start with one slash.'],
  [
    'a path that names a host',
    'paths: { //evil/a: {} }',
    '2:10 The path //evil/a must start with one slash.',
  ],
  [
    'a path with a query',
    'paths: { "/a?b=c": {} }',
    '2:10 The path /a?b=c has a query or fragment: declare query parameters instead.',
  ],
  [
    'a path with a lonely brace',
    'paths: { "/a/{b": {} }',
    '2:10 The path /a/{b has a brace that stands alone.',
  ],
  ['a list where an object is wanted', 'paths: []', '2:1 Here an object of path items by name is wanted.'],
  [
    'text where an operation is wanted',
    'paths: { /a: { get: yes } }',
    '2:16 Here an object is wanted (operation).',
  ],
  [
    'a schema that is text',
    'components: { schemas: { A: string } }',
    '2:26 Here an object, true or false is wanted (schema).',
  ],
  [
    'a type that JSON does not have',
    'components: { schemas: { A: { type: date } } }',
    '2:31 `type` of a schema must be one of null, boolean, integer, number, string, array, object, or a list of them.',
  ],
  [
    'required as a flag',
    'components: { schemas: { A: { required: true } } }',
    '2:31 `required` of a schema must be a list of property names.',
  ],
  [
    'a pattern that is none',
    "components: { schemas: { A: { pattern: '(' } } }",
    '2:31 `pattern` of a schema must be a regular expression (ECMA-262).',
  ],
  [
    'a bound as a flag, in 3.1',
    'components: { schemas: { A: { exclusiveMinimum: true } } }',
    '2:31 `exclusiveMinimum` of a schema must be a number, the bound itself (true and false were OpenAPI 3.0).',
  ],
  [
    'a parameter without a name',
    'paths: { /a: { parameters: [{ in: query }] } }',
    '2:29 A parameter must have a name.',
  ],
  [
    'a body parameter',
    'paths: { /a: { parameters: [{ name: a, in: body }] } }',
    '2:40 The parameter a must be in path, query, header or cookie; a body is a requestBody.',
  ],
  [
    'a style that its place does not have',
    'paths: { /a: { parameters: [{ name: a, in: query, style: simple }] } }',
    '2:51 The parameter a can only have the style form, spaceDelimited, pipeDelimited, deepObject where it is.',
  ],
  [
    'a parameter that stands twice',
    'paths: { /a: { get: { parameters: [{ name: a, in: query }, { name: a, in: query }] } } }',
    '2:60 The query parameter a stands twice in one list.',
  ],
  [
    'a status that is none',
    'paths: { /a: { get: { responses: { 4xx: { description: x } } } } }',
    '2:36 4xx is no status: write a code (404), a range (4XX) or default.',
  ],
  [
    'a security scheme that is not declared',
    'security: [{ user: [] }]',
    '2:14 There is no security scheme user: declare it under components.securitySchemes.',
  ],
  [
    'security that is no list',
    'security: { user: [] }',
    '2:1 Here a list of { scheme: [scopes] } is wanted.',
  ],
  ['servers that are no list', 'servers: http://a', '2:1 Here a list of { url } is wanted.'],
  [
    'a token of another kind',
    'paths: { /a: { get: { x-token: admin } } }',
    '2:23 x-token is either system or user.',
  ],
];

test.each(ROWS)('%s is told with its place and its repair', (_, text, ...expected) => {
  const problems = problemsOf(() =>
    parseContract({ service: 'shop', file: 'f', text: `openapi: 3.1.0\n${text}\n` }),
  );
  expect(problems.map((line) => line.replace(/^f:/, ''))).toEqual(expected);
});

test('what looks like a reference in data is none', () => {
  const text = `openapi: 3.1.0
components:
  examples: { A: { value: { $ref: nowhere } } }
  schemas: { A: { properties: { $ref: { type: string } }, enum: [{ $ref: nowhere }], default: { $ref: nowhere } } }
  x-notes: { $ref: nowhere }
`;
  expect(() => parseContract({ service: 'shop', file: 'f', text })).not.toThrow();
});
