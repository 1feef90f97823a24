import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { prepareDocument } from '../../../gateway/gates/prepare-document.ts';
import { DEFAULT_LIMITS, type DocumentLimits } from '../../../gateway/options.ts';
import { boundSchema } from '../../integration/graphql/bound-schema.ts';
import { refusalOf } from './refusal-of.ts';

const bound = boundSchema({
  sdl: `type Query { ${several(30, (index) => `f${index}: Int`)} a: Query search(ids: JSON): Int } scalar JSON`,
});
const refusal = (text: string, limits: Partial<DocumentLimits> = {}) =>
  refusalOf(() =>
    prepareDocument(text, { bound, limits: { ...DEFAULT_LIMITS, ...limits }, production: false }),
  );

function several(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(' ');
}

const deep = (depth: number) => `${'a { '.repeat(depth - 1)} f0 ${'} '.repeat(depth - 1)}`;
const aliased = (count: number) => several(count, (index) => `b${index}: f0`);
const directed = (count: number) => `f0 ${'@skip(if: true) '.repeat(count)}`;
const wide = (count: number) => several(count, (index) => `f${index}`);
const repeated = (count: number) => `a { ${'f0 '.repeat(count)} }`;
const valueNested = (depth: number) => `search(ids: ${'['.repeat(depth)}${']'.repeat(depth)})`;
const objectNested = (depth: number) => `search(ids: ${'{a: '.repeat(depth)}1${'}'.repeat(depth)})`;
const worded = (tokens: number) => `a { ${several(tokens - 5, (index) => `f${index % 20}`)} }`;

type Selections = (count: number) => string;

describe('GQL-02 a document may reach a limit and not pass it', () => {
  it.each<[name: keyof DocumentLimits, write: Selections]>([
    ['maxDepth', deep],
    ['maxAliases', aliased],
    ['maxDirectives', directed],
    ['maxRootFields', wide],
    ['maxRepeats', repeated],
    ['maxValueDepth', valueNested],
    ['maxValueDepth', objectNested],
    ['maxTokens', worded],
  ])('%s', (name, write) => {
    const max = DEFAULT_LIMITS[name];
    expect(refusal(`{ ${write(max)} }`, name === 'maxTokens' ? { maxRepeats: 1_000 } : {})).not.toMatch(
      'LIMIT',
    );
    expect(refusal(`{ ${write(max + 1)} }`)).toBe(`DOCUMENT_LIMIT_EXCEEDED ${name} ${max}`);
  });

  it('counts the directives of operations and of variables', () => {
    const operation = `query ($v: Int ${'@a '.repeat(20)}) ${'@b '.repeat(20)} { ${directed(11)} }`;
    expect(refusal(operation)).toBe('DOCUMENT_LIMIT_EXCEEDED maxDirectives 50');
  });

  it('counts types that nest in variables', () => {
    const type = `${'['.repeat(33)}Int${']'.repeat(33)}`;
    expect(refusal(`query ($v: ${type}) { f0 }`)).toBe('DOCUMENT_LIMIT_EXCEEDED maxValueDepth 32');
  });

  it('looks at every operation of a document', () => {
    expect(refusal(`query A { f0 } query B { ${deep(11)} }`)).toBe('DOCUMENT_LIMIT_EXCEEDED maxDepth 10');
  });
});

/** Ways in which the same selections have been hidden from limits before. */
const DISGUISES: readonly [name: string, write: (selections: string) => string][] = [
  ['a named fragment', (selections) => `{ ...F } fragment F on Query { ${selections} }`],
  [
    'a chain of fragments',
    (selections) => `{ ...F } fragment F on Query { ...G } fragment G on Query { ${selections} }`,
  ],
  ['an inline fragment', (selections) => `{ ... on Query { ${selections} } }`],
  ['an inline fragment without a type', (selections) => `{ ... { ... { ${selections} } } }`],
  [
    'a fragment named __schema',
    (selections) => `{ ...__schema } fragment __schema on Query { ${selections} }`,
  ],
  [
    'a fragment named __typename',
    (selections) => `{ ...__typename } fragment __typename on Query { ${selections} }`,
  ],
  ['@include(if: false)', (selections) => `{ ... @include(if: false) { ${selections} } }`],
  ['an operation named __schema', (selections) => `query __schema { ${selections} }`],
  ['introspection beside it', (selections) => `{ ... { ${selections} } a { __schema { types { name } } } }`],
];

describe.each(DISGUISES)('GQL-02 %s hides nothing', (_, write) => {
  it.each<[name: keyof DocumentLimits, write: Selections]>([
    ['maxDepth', deep],
    ['maxAliases', aliased],
    ['maxDirectives', directed],
    ['maxRootFields', wide],
  ])('from %s', (name, selections) => {
    const max = DEFAULT_LIMITS[name];
    expect(refusal(write(selections(max + 1)))).toBe(`DOCUMENT_LIMIT_EXCEEDED ${name} ${max}`);
  });
});

describe('GQL-02 a fragment counts as often as it is spread', () => {
  it.each<[name: keyof DocumentLimits, text: string]>([
    ['maxAliases', `{ ...F a { ...F } } fragment F on Query { ${aliased(8)} }`],
    ['maxDirectives', `{ ...F a { ...F } } fragment F on Query { ${directed(26)} }`],
    ['maxDirectives', `{ ...F a { ...F } } fragment F on Query ${'@a '.repeat(26)} { f0 }`],
    ['maxDirectives', `{ ${'...F @skip(if: true) '.repeat(51)} } fragment F on Query { f0 }`],
    ['maxRootFields', `{ ...F ...F } fragment F on Query { ${wide(11)} }`],
    ['maxDepth', `{ ...F a { a { ...F } } } fragment F on Query { ${deep(9)} }`],
    ['maxDepth', `{ a { a { ...F } } ...F } fragment F on Query { ${deep(9)} }`],
  ])('%s: %s', (name, text) => {
    expect(refusal(text)).toBe(`DOCUMENT_LIMIT_EXCEEDED ${name} ${DEFAULT_LIMITS[name]}`);
  });

  it('does not count one that stands in no operation', () => {
    expect(refusal(`{ f0 } fragment F on Query { ${deep(11)} }`)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    ['itself', '{ ...F } fragment F on Query { a { ...F } }'],
    ['another that has it', '{ ...F } fragment F on Query { a { ...G } } fragment G on Query { a { ...F } }'],
  ])('leaves one that has %s to validation', (_, text) => {
    expect(refusal(text)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    ['spreads of fragments that nobody wrote', `{ ${several(151, (index) => `...F${index}`)} }`],
    ['many names, each below the limit', `{ ${several(13, (name) => `n${name} `.repeat(140))} }`],
  ])('GQL-03 refuses %s before validation compares them in pairs', (_, text) => {
    expect(refusal(text)).toBe('DOCUMENT_LIMIT_EXCEEDED maxRepeats 150');
  });

  it('counts fragments that double each other without writing them out', () => {
    const doubling = several(
      70,
      (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    );
    const limits = { maxTokens: 5_000 };
    expect(refusal(`{ ...F0 } ${doubling} fragment F70 on Query { f0 }`, limits)).toMatch('maxRootFields 20');
  });
});

const dressed = (selections: string) => `{ __schema { ...F } } fragment F on Query { ${selections} }`;

describe('introspection', () => {
  it('GQL-02 GHSA-733v-p3h5-qpq7 hides nothing that stands below it', () => {
    expect(refusal(dressed(deep(20)))).toBe('DOCUMENT_LIMIT_EXCEEDED maxIntrospectionDepth 20');
    expect(refusal(dressed(aliased(16)))).toBe('DOCUMENT_LIMIT_EXCEEDED maxAliases 15');
    expect(refusal(dressed(deep(11)))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('may be as deep as tools ask', () => {
    expect(refusal(getIntrospectionQuery())).toBe('accepted');
  });

  it('has a depth of its own that ends as well', () => {
    const ofTypes = `{ __schema { types { ${'ofType { '.repeat(18)} name ${'} '.repeat(18)} } } }`;
    expect(refusal(ofTypes)).toBe('DOCUMENT_LIMIT_EXCEEDED maxIntrospectionDepth 20');
  });

  it('is not what an alias calls it', () => {
    expect(refusal(`{ __schema: a { ${deep(10)} } }`)).toBe('DOCUMENT_LIMIT_EXCEEDED maxDepth 10');
  });
});
