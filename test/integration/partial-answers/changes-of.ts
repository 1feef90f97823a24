/** An answer of a GraphQL endpoint, as the test reads it. */
export interface Answer {
  readonly data: unknown;
  readonly errors?: readonly AnswerError[];
}

export interface AnswerError {
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly service?: string };
}

/**
 * Where two answers differ, as response paths; a value that became null is named by its own path, not by what lay
 * below it. A difference of any other kind throws: nothing but a null may take the place of what is missing.
 */
export function changesOf(
  whole: unknown,
  partial: unknown,
  path: readonly (string | number)[] = [],
): string[] {
  if (partial === null) return whole === null ? [] : [path.join('.')];
  if (Array.isArray(whole) && Array.isArray(partial) && whole.length === partial.length) {
    return whole.flatMap((item, index) => changesOf(item, partial[index], [...path, index]));
  }
  if (isObject(whole) && isObject(partial) && sameKeys(whole, partial)) {
    return Object.keys(whole).flatMap((key) => changesOf(whole[key], partial[key], [...path, key]));
  }
  if (whole === partial) return [];
  throw new Error(`${path.join('.')} became another value`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameKeys(a: object, b: object): boolean {
  return JSON.stringify(Object.keys(a)) === JSON.stringify(Object.keys(b));
}
