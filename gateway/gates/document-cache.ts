import type { DocumentLimits } from '../options.ts';
import type { PreparedDocument } from './prepared-document.ts';

/** Prepared documents by their text. Free ones are bounded in number and in characters; trusted ones stay. */
export interface DocumentCache {
  get(text: string): PreparedDocument | undefined;
  has(text: string): boolean;
  add(prepared: PreparedDocument): void;
}

export function createDocumentCache(
  trusted: readonly PreparedDocument[],
  { maxDocuments, maxCharacters }: Pick<DocumentLimits, 'maxDocuments' | 'maxCharacters'>,
): DocumentCache {
  const kept = new Map(trusted.map((prepared) => [prepared.text, prepared]));
  const recent = new Map<string, PreparedDocument>(); // a Map keeps the order in which its entries were set
  let characters = 0;

  function forgetOldest(): void {
    for (const text of recent.keys()) {
      if (recent.size <= maxDocuments && characters <= maxCharacters) return;
      recent.delete(text);
      characters -= text.length;
    }
  }

  return {
    get(text) {
      const prepared = recent.get(text);
      if (prepared === undefined) return kept.get(text);
      recent.delete(text);
      recent.set(text, prepared);
      return prepared;
    },
    has: (text) => recent.has(text) || kept.has(text),
    add(prepared) {
      recent.set(prepared.text, prepared);
      characters += prepared.text.length;
      forgetOldest();
    },
  };
}
