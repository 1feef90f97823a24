import type { ParsedEntry } from './parse-template.ts';

/** One leaf of an object literal, with the names that lead to it. */
export interface TemplatePair {
  readonly path: readonly string[];
  readonly entry: ParsedEntry;
}

/** `{ owner: { id: … } }` names `owner.id`. */
export function flattenEntries(
  entries: readonly ParsedEntry[],
  above: readonly string[] = [],
): readonly TemplatePair[] {
  return entries.flatMap((entry) => {
    const path = [...above, entry.name];
    return entry.value.kind === 'object' ? flattenEntries(entry.value.entries, path) : [{ path, entry }];
  });
}
