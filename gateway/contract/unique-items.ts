import type { KeywordDefinition } from 'ajv';
import { isJsonObject } from './json-value.ts';

/**
 * `uniqueItems` in time linear in the items (JSON Schema 2020-12, 6.4.3). Compilers compare each object with each,
 * which keeps a process busy for half a minute over the 20,000 rows that a hostile answer may have.
 */
export const UNIQUE_ITEMS: KeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: { message: 'must NOT have duplicate items' },
  compile: (isWanted: boolean) => (items: readonly unknown[]) => !isWanted || areUnique(items),
};

function areUnique(items: readonly unknown[]): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const text = canonicalText(item);
    if (seen.has(text)) return false;
    seen.add(text);
  }
  return true;
}

/** One text for all that JSON Schema calls equal: the order of an object's members does not count. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isJsonObject(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
