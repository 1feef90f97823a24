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
  const alike = folded === '' ? [] : (foldedNames(candidates).get(folded) ?? []);
  const [only] = alike;
  const value = only === undefined ? undefined : candidates.get(only);
  if (only === undefined || value === undefined) return { kind: 'unknown' };
  return alike.length > 1 ? { kind: 'ambiguous', names: alike } : { kind: 'found', name: only, value };
}

const indices = new WeakMap<ReadonlyMap<string, unknown>, ReadonlyMap<string, readonly string[]>>();

/** The names by what they fold to; an enum of the contract may ask thousands of times. */
function foldedNames(candidates: ReadonlyMap<string, unknown>): ReadonlyMap<string, readonly string[]> {
  const known = indices.get(candidates);
  if (known !== undefined) return known;
  const index = Map.groupBy(candidates.keys(), foldName);
  indices.set(candidates, index);
  return index;
}
