import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { OperationRefused } from '../../../gateway/gates/operation-refused.ts';
import { prepareDocument } from '../../../gateway/gates/prepare-document.ts';
import { DEFAULT_LIMITS } from '../../../gateway/options.ts';
import { boundSchema } from '../../integration/graphql/bound-schema.ts';
import { refusalOf } from './refusal-of.ts';

const bound = boundSchema({ sdl: 'type Query { name: String, next: Query, sized(ids: [Int]): Int }' });
const prepare = (text: string) => prepareDocument(text, { bound, limits: DEFAULT_LIMITS, production: false });

describe('prepareDocument', () => {
  it('gives the parsed document with the hash of its exact text', () => {
    const text = '{ name }\n';
    const { document, hash } = prepare(text);
    expect(document.kind).toBe('Document');
    expect(hash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('refuses what is not GraphQL with GRAPHQL_PARSE_FAILED', () => {
    expect(refusalOf(() => prepare('{ name'))).toBe('GRAPHQL_PARSE_FAILED');
  });

  it('refuses what does not fit the schema with GRAPHQL_VALIDATION_FAILED', () => {
    expect(refusalOf(() => prepare('{ wrong }'))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('GQL-04 suggests no names in production', () => {
    const settings = { bound, limits: DEFAULT_LIMITS };
    const messages = [true, false].map((production) =>
      errorsOf(() => prepareDocument('{ nam }', { ...settings, production })).map(({ message }) => message),
    );
    expect(messages).toEqual([
      ['Cannot query field "nam" on type "Query".'],
      ['Cannot query field "nam" on type "Query". Did you mean "name"?'],
    ]);
  });

  it('gives up on a document after ten mistakes', () => {
    const text = `{ ${Array.from({ length: 15 }, (_, index) => `wrong${index}`).join(' ')} }`;
    const messages = errorsOf(() => prepare(text)).map(({ message }) => message);
    expect(messages).toHaveLength(11);
    expect(messages.at(-1)).toMatch('Too many validation errors');
  });

  it('refuses values that nest deeper than the stack is long', () => {
    const limits = { ...DEFAULT_LIMITS, maxTokens: 1_000_000 };
    const deep = `{ sized(ids: ${'['.repeat(50_000)}${']'.repeat(50_000)}) }`;
    const attempt = () => prepareDocument(deep, { bound, limits, production: false });
    expect(refusalOf(attempt)).toBe('DOCUMENT_LIMIT_EXCEEDED maxValueDepth 32');
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes a fragment named %s for a fragment', (name) => {
    const text = `{ ...${name} } fragment ${name} on Query { name }`;
    expect(refusalOf(() => prepare(text))).toBe('accepted');
  });
});

function errorsOf(attempt: () => unknown): OperationRefused['errors'] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof OperationRefused) return error.errors;
  }
  throw new Error('nothing was refused');
}
