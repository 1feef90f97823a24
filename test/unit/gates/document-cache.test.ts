import { describe, expect, it } from '@jest/globals';
import { Kind } from 'graphql';
import { createDocumentCache } from '../../../gateway/gates/document-cache.ts';
import { createHeldDocuments } from '../../../gateway/gates/held-documents.ts';
import type { PreparedDocument } from '../../../gateway/gates/prepared-document.ts';

const prepared = (text: string): PreparedDocument => ({
  text,
  hash: `hash of ${text}`,
  document: { kind: Kind.DOCUMENT, definitions: [] },
  slicingArguments: new Map(),
});
const [a, b, c] = [prepared('aaaa'), prepared('bbbb'), prepared('cccc')];

describe('the cache of documents', () => {
  it('gives back what was added, by its exact text', () => {
    const cache = createDocumentCache([], { maxDocuments: 3, maxCharacters: 100 });
    cache.add(a);
    expect([cache.get('aaaa'), cache.get('aaaa ')]).toEqual([a, undefined]);
    expect(cache.get('aaaa')).toBe(a);
  });

  it('forgets the document that was used longest ago when there are too many', () => {
    const cache = createDocumentCache([], { maxDocuments: 2, maxCharacters: 100 });
    cache.add(a);
    cache.add(b);
    cache.get('aaaa');
    cache.add(c);
    expect(['aaaa', 'bbbb', 'cccc'].map((text) => cache.get(text))).toEqual([a, undefined, c]);
  });

  it('forgets as many as it takes when they are too long together', () => {
    const cache = createDocumentCache([], { maxDocuments: 100, maxCharacters: 10 });
    const long = prepared('d'.repeat(9));
    for (const one of [a, b, long]) cache.add(one);
    expect(['aaaa', 'bbbb', long.text].map((text) => cache.get(text))).toEqual([undefined, undefined, long]);
    cache.add(prepared('e'));
    expect(cache.get(long.text)).toBe(long);
  });

  it('does not keep a document that is longer than all may be together', () => {
    const cache = createDocumentCache([], { maxDocuments: 100, maxCharacters: 3 });
    cache.add(a);
    expect(cache.get('aaaa')).toBeUndefined();
  });

  it('never forgets trusted documents, and does not count them', () => {
    const cache = createDocumentCache([a, b], { maxDocuments: 1, maxCharacters: 4 });
    cache.add(c);
    expect(['aaaa', 'bbbb', 'cccc'].map((text) => cache.get(text))).toEqual([a, b, c]);
  });
});

describe('held documents', () => {
  it('are found by their hash until the last holder lets go', () => {
    const held = createHeldDocuments();
    const [first, second] = [held.hold(a), held.hold(a)];
    first();
    expect(held.find(a.hash)).toBe(a.document);
    second();
    expect(held.find(a.hash)).toBeUndefined();
  });

  it('may be two of the same text, prepared for two schemas', () => {
    const held = createHeldDocuments();
    const again = prepared('aaaa');
    held.hold(a);
    const release = held.hold(again);
    expect(held.find(a.hash)).toBe(again.document);
    release();
    expect(held.find(a.hash)).toBe(a.document);
  });
});
