export const string = { type: 'string' };
export const integer = { type: 'integer' };
export const object = (properties: object, required = Object.keys(properties), rest = {}) => ({
  type: 'object',
  properties,
  required,
  ...rest,
});
export const closed = { additionalProperties: false };

/** Not written as an object: one with a `then` is taken for a promise. */
export const when = (
  ...parts: readonly [condition: unknown, consequence: unknown, otherwise?: unknown]
): object =>
  Object.fromEntries(['if', 'then', 'else'].map((keyword, index) => [keyword, parts[index] ?? true]));

/** What it is about, the schema, and the version of OpenAPI where it is not 3.1. */
export const KEYWORD_SCHEMAS: readonly (readonly [string, unknown, string?])[] = [
  [
    'numbers between bounds that they may not reach',
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
  ],
  ['multiples of a fraction', { type: 'number', multipleOf: 0.1, minimum: 0.3, maximum: 5 }],
  [
    'multiples of several numbers',
    { allOf: [{ type: 'integer', multipleOf: 6 }, { multipleOf: 4 }, { minimum: 100 }] },
  ],
  ['one number only', { type: 'integer', minimum: 7, maximum: 7 }],
  ['negative numbers', { type: 'number', maximum: -1000 }],
  ['a fraction that is no whole number', { type: 'number', not: { type: 'integer' } }],
  [
    'numbers with formats',
    object({ a: { type: 'integer', format: 'int32' }, b: { type: 'number', format: 'float' } }),
  ],
  ['text of one length', { type: 'string', minLength: 37, maxLength: 37 }],
  ['a pattern with a length', { type: 'string', pattern: '^[A-Z]{2,}[0-9]*$', minLength: 9, maxLength: 11 }],
  ['a pattern without anchors', { type: 'string', pattern: '[0-9]{3}-[a-f]', minLength: 20 }],
  ['a pattern with lookaheads', { type: 'string', pattern: '^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d).{8,12}$' }],
  ['a pattern with groups that come again', { type: 'string', pattern: '^(a|b)(?<c>[x-z])-\\1\\k<c>$' }],
  ['a pattern of Unicode', { type: 'string', pattern: '^\\p{Lu}\\p{Ll}{2,5}(?:[\\s-]\\w+){0,3}$' }],
  ['a pattern that works without the u flag alone', { type: 'string', pattern: '^[\\w-.]+$' }],
  [
    'a pattern with repeats within repeats, and an example that it takes for ever to refuse',
    {
      type: 'string',
      pattern: '^([\\da-z.-]+)\\.([a-z.]{2,6})([/\\w .-]*)*/?$',
      example: `example.com/${'a'.repeat(60)}?b`,
    },
  ],
  [
    'a pattern with repeats that do not get into each other’s way',
    { type: 'string', pattern: 'arn:aws(-[\\w]+)*:[a-z0-9-\\\\.]{0,63}:[0-9]{12}', minLength: 40 },
  ],
  ['two patterns', { allOf: [{ type: 'string', pattern: '^a' }, { pattern: 'z$' }] }],
  ['a format with a length', { type: 'string', format: 'uri', maxLength: 20 }],
  ['a format with a pattern', { type: 'string', format: 'uri', pattern: '\\.png$' }],
  ['what a pattern does not match', { type: 'string', not: { pattern: '^[a-z]+$' } }],
  ['an enum cut by other keywords', { enum: ['a', 'bb', 3, null], type: 'string', minLength: 2 }],
  ['an enum but for some of its values', { enum: ['a', 'b', 'c'], not: { enum: ['a', 'c'] } }],
  [
    'unique items of a small set',
    { type: 'array', items: { enum: ['a', 'b', 'c'] }, uniqueItems: true, minItems: 3 },
  ],
  [
    'unique items with examples',
    { type: 'array', items: { type: 'integer', example: 4 }, uniqueItems: true, minItems: 6 },
  ],
  ['tuples', { type: 'array', prefixItems: [string, integer], items: false, minItems: 2 }],
  [
    'something contained',
    { type: 'array', items: { type: 'integer' }, contains: { minimum: 900 }, minContains: 2 },
  ],
  [
    'no more than contained',
    { type: 'array', items: integer, contains: { minimum: 900 }, maxContains: 1, minItems: 3 },
  ],
  [
    'unevaluated items',
    { allOf: [{ type: 'array', prefixItems: [string] }], minItems: 3, unevaluatedItems: integer },
  ],
  ['many items', { type: 'array', items: object({ id: string }), minItems: 250 }],
  [
    'as many members as wanted',
    { type: 'object', minProperties: 5, maxProperties: 6, additionalProperties: integer },
  ],
  ['names of a pattern', { type: 'object', propertyNames: { pattern: '^k[0-9]{4}$' }, minProperties: 3 }],
  [
    'names of an enum',
    {
      type: 'object',
      propertyNames: { enum: ['a', 'b'] },
      additionalProperties: integer,
      minProperties: 2,
    },
  ],
  [
    'members by pattern',
    { type: 'object', patternProperties: { '^x-[a-z]+$': integer }, ...closed, minProperties: 2 },
  ],
  [
    'members by name and pattern',
    object({ size_x: { minimum: 5 } }, ['size_x'], { patternProperties: { '^size_': integer } }),
  ],
  [
    'members that bring others',
    object({ a: string, b: string, c: string }, ['a'], { dependentRequired: { a: ['b'], b: ['c'] } }),
  ],
  [
    'members that bring a schema',
    object({ a: string, b: {} }, ['a'], {
      dependentSchemas: { a: { required: ['b'], properties: { b: integer } } },
    }),
  ],
  [
    'if and then',
    object({ kind: { enum: ['a', 'b'] }, size: {} }, ['kind'], {
      ...when(
        { properties: { kind: { const: 'a' } } },
        { required: ['size'], properties: { size: integer } },
        { properties: { size: string }, required: ['size'] },
      ),
    }),
  ],
  [
    'several ifs',
    object({ kind: { enum: ['a', 'b', 'c'] } }, ['kind'], {
      allOf: ['a', 'b', 'c'].map((kind) =>
        when({ properties: { kind: { const: kind } } }, { required: [`of_${kind}`] }),
      ),
    }),
  ],
  [
    'an if that may not hold',
    { type: 'object', properties: { a: string }, ...when({ required: ['a'] }, false) },
  ],
  [
    'parts that add up',
    { allOf: [object({ a: string }), object({ b: integer }), { properties: { a: { minLength: 30 } } }] },
  ],
  [
    'parts of which one is closed',
    { allOf: [object({ a: string, b: string }, ['a'], closed), object({ a: string, c: integer }, ['a'])] },
  ],
  [
    'unevaluated members',
    { allOf: [object({ a: string })], properties: { b: integer }, unevaluatedProperties: false },
  ],
  [
    'one of closed objects',
    { oneOf: [object({ a: string }, ['a'], closed), object({ b: integer }, ['b'], closed)] },
  ],
  [
    'one of objects that all fit',
    { oneOf: [object({ a: string }), object({ b: string }), object({ c: string })] },
  ],
  [
    'one of objects without anything required',
    { oneOf: [object({ a: string, b: string }, []), object({ a: string, c: integer }, [])] },
  ],
  ['one of numbers that include each other', { oneOf: [{ type: 'integer' }, { type: 'number' }] }],
  ['one of texts that include each other', { oneOf: [string, { type: 'string', format: 'date' }] }],
  [
    'one of bounds that meet',
    {
      oneOf: [
        { type: 'integer', maximum: 10 },
        { type: 'integer', minimum: 5 },
      ],
    },
  ],
  [
    'one of lists that are both empty',
    {
      oneOf: [
        { type: 'array', items: string },
        { type: 'array', items: integer },
      ],
    },
  ],
  [
    'any of branches with something beside',
    {
      type: 'object',
      required: ['id'],
      properties: { id: string },
      anyOf: [object({ a: string }), object({ b: string })],
    },
  ],
  [
    'unions in unions',
    {
      oneOf: [
        { anyOf: [object({ a: string }), object({ b: string })] },
        object({ a: string, b: string, c: string }),
      ],
    },
  ],
  [
    'not an object with a name',
    { type: 'object', properties: { a: string, b: string }, not: { required: ['a'] } },
  ],
  [
    'not a certain member',
    object({ a: { enum: [1, 2] }, b: string }, ['a'], { not: { properties: { a: { const: 1 } } } }),
  ],
  [
    'no more than one of three',
    {
      type: 'object',
      not: { anyOf: [{ required: ['a', 'b'] }, { required: ['a', 'c'] }] },
      properties: { a: string, b: string, c: string },
      minProperties: 1,
    },
  ],
  ['anything', true],
  ['nothing said at all', {}],
  ['null alone', { type: 'null' }],
  [
    'nullable in 3.0',
    {
      type: 'object',
      nullable: true,
      properties: { a: { type: 'string', nullable: true, enum: ['x'] } },
      required: ['a'],
    },
    '3.0.3',
  ],
  [
    'exclusive bounds of 3.0',
    { type: 'integer', minimum: 3, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: true },
    '3.0.3',
  ],
  [
    'a name that JavaScript has a use for',
    object({ constructor: string, toString: integer, length: string }),
  ],
];
