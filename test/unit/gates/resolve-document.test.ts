import { describe, expect, it } from '@jest/globals';
import { resolveDocument } from '../../../gateway/gates/resolve-document.ts';
import { refusalOf } from './refusal-of.ts';

const TEXT = 'query A { name }';
const ID = `sha256:${'ab'.repeat(32)}`;
const trusted = new Map([[ID, TEXT]]);
const APQ = { persistedQuery: { version: 1, sha256Hash: 'ab'.repeat(32) } };

const only = (sent: unknown) => resolveDocument(sent, { trusted, trustedOnly: true });
const free = (sent: unknown) => resolveDocument(sent, { trusted, trustedOnly: false });

describe('GQL-01 where only trusted documents are answered', () => {
  it('finds the registered text by its id', () => {
    const sent = { documentId: ID, operationName: 'A', variables: { a: 1 }, extensions: { b: 2 } };
    expect(only(sent)).toEqual({ text: TEXT, operationName: 'A', variables: { a: 1 }, extensions: { b: 2 } });
  });

  it('takes null for a member that was not sent', () => {
    const sent = { documentId: ID, query: null, operationName: null, variables: null, extensions: null };
    expect(only(sent)).toEqual({ text: TEXT, operationName: undefined, variables: {}, extensions: {} });
  });

  it.each<[what: string, sent: unknown]>([
    ['an unknown id', { documentId: `sha256:${'cd'.repeat(32)}` }],
    ['an id and a query', { documentId: ID, query: TEXT }],
    ['an id and an empty query', { documentId: ID, query: '' }],
    ['a query alone, even a registered one', { query: TEXT }],
    ['an automatic persisted query', { query: TEXT, extensions: APQ }],
    ['an id and an automatic persisted query', { documentId: ID, extensions: APQ }],
    ['another prefix', { documentId: ID.replace('sha256', 'sha512') }],
    ['no prefix', { documentId: 'ab'.repeat(32) }],
    ['an upper-case hash', { documentId: `sha256:${'AB'.repeat(32)}` }],
    ['an id with a space', { documentId: `${ID} ` }],
    ['an id that is not a string', { documentId: [ID] }],
    ['a name that objects have', { documentId: 'constructor' }],
    ['a batch', [{ documentId: ID }]],
    ['nothing', undefined],
    ['null', null],
    ['a string', ID],
    ['an empty object', {}],
  ])('refuses %s with DOCUMENT_NOT_TRUSTED', (_, sent) => {
    expect(refusalOf(() => only(sent))).toBe('DOCUMENT_NOT_TRUSTED');
  });
});

describe('GQL-01 where free documents are answered as well', () => {
  it('takes a query, or the id of a trusted document', () => {
    expect(free({ query: '{ other }' }).text).toBe('{ other }');
    expect(free({ documentId: ID }).text).toBe(TEXT);
  });

  it.each<[what: string, code: string, sent: unknown]>([
    ['an unknown id', 'DOCUMENT_NOT_TRUSTED', { documentId: `sha256:${'cd'.repeat(32)}` }],
    ['an upper-case hash', 'DOCUMENT_NOT_TRUSTED', { documentId: `sha256:${'AB'.repeat(32)}` }],
    ['an id and a query', 'BAD_REQUEST', { documentId: ID, query: TEXT }],
    ['an automatic persisted query', 'BAD_REQUEST', { query: TEXT, extensions: APQ }],
    ['a batch', 'BAD_REQUEST', [{ query: TEXT }]],
    ['neither', 'BAD_REQUEST', { variables: {} }],
    ['an empty query', 'BAD_REQUEST', { query: '' }],
    ['no JSON', 'BAD_REQUEST', undefined],
    ['a query that is not a string', 'BAD_REQUEST', { query: { kind: 'Document' } }],
    ['a list of variables', 'BAD_REQUEST', { query: TEXT, variables: [1] }],
    ['variables in a string', 'BAD_REQUEST', { query: TEXT, variables: '{}' }],
    ['a number for extensions', 'BAD_REQUEST', { query: TEXT, extensions: 1 }],
    ['a name that is not a string', 'BAD_REQUEST', { query: TEXT, operationName: false }],
  ])('refuses %s with %s', (_, code, sent) => {
    expect(refusalOf(() => free(sent))).toBe(code);
  });
});
