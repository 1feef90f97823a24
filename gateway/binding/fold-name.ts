/** A name without its case and without everything that is neither letter nor digit: `per_page` → `perpage`. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

export type NameMatch<T> =
  | { readonly kind: 'found'; readonly name: string; readonly value: T }
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }
  | { readonly kind: 'unknown' };

/**
 * Finds `name` among the contract's names: exactly, else as the only one that folds to the same.
 * `perPage` finds `per_page`; with both `per_page` and `per-page` it is ambiguous.
 */
export function matchName<T>(name: string, candidates: ReadonlyMap<string, T>): NameMatch<T> {
  const exact = candidates.get(name);
  if (exact !== undefined) return { kind: 'found', name, value: exact };
  const folded = foldName(name);
  const alike = folded === '' ? [] : [...candidates].filter(([candidate]) => foldName(candidate) === folded);
  const [only] = alike;
  if (only === undefined) return { kind: 'unknown' };
  if (alike.length > 1) return { kind: 'ambiguous', names: alike.map(([candidate]) => candidate) };
  return { kind: 'found', name: only[0], value: only[1] };
}
