import type { Json, Operation, Parameter } from '#contract';
import { isObject } from './read-pointer.ts';

/** Names of parameters that say how many rows an answer may have, without case and punctuation. */
const PAGE_SIZES = new Set([
  'limit',
  'first',
  'count',
  'take',
  'top',
  'size',
  'pagesize',
  'perpage',
  'maxresults',
]);

/**
 * An example is longer than what was asked for as soon as a client asks for less. The parameter that says so is kept
 * to: `x-limit-per-key` for each key, a page size for the list. An answer without such a list stays as it is.
 */
export function cutLists(operation: Operation, query: URLSearchParams, value: Json): Json {
  const perKey = operation.extensions['x-limit-per-key'];
  const parameter = operation.parameters.find(
    ({ name, in: place }) =>
      place === 'query' && (typeof perKey === 'string' ? name === perKey : PAGE_SIZES.has(fold(name))),
  );
  const max = parameter === undefined ? undefined : sizeOf(parameter, query);
  if (max === undefined) return value;
  const cut =
    typeof perKey === 'string'
      ? firstOfEachKey(keyNames(operation), max)
      : (rows: readonly Json[]) => rows.slice(0, max);
  return withFirstList(value, cut) ?? value;
}

function sizeOf({ name, schema }: Parameter, query: URLSearchParams): number | undefined {
  const fallback = typeof schema?.json === 'object' ? schema.json['default'] : undefined;
  const size = Number(query.get(name) ?? fallback ?? Number.NaN);
  return Number.isInteger(size) && size >= 0 ? size : undefined;
}

/** `productIds` are the keys of rows with a `product_id`. */
function keyNames({ parameters }: Operation): ReadonlySet<string> {
  const lists = parameters.filter(
    ({ schema }) => typeof schema?.json === 'object' && schema.json['type'] === 'array',
  );
  return new Set(lists.map(({ name }) => fold(name).replace(/s$/, '')));
}

function firstOfEachKey(names: ReadonlySet<string>, max: number): (rows: readonly Json[]) => readonly Json[] {
  const seen = new Map<string, number>();
  return (rows) =>
    rows.filter((row) => {
      const key = isObject(row)
        ? Object.entries(row).find(([name]) => names.has(fold(name)))?.[1]
        : undefined;
      if (key === undefined) return true;
      const text = JSON.stringify(key);
      const count = (seen.get(text) ?? 0) + 1;
      seen.set(text, count);
      return count <= max;
    });
}

/** The outermost list of objects is what an answer is about. Undefined where there is none. */
function withFirstList(value: Json, cut: (rows: readonly Json[]) => readonly Json[]): Json | undefined {
  if (Array.isArray(value)) return cut(value);
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const list = entries.find(([, member]) => Array.isArray(member) && member.every(isObject));
  if (list !== undefined && Array.isArray(list[1])) return { ...value, [list[0]]: cut(list[1]) };
  for (const [name, member] of entries) {
    const changed = withFirstList(member, cut);
    if (changed !== undefined) return { ...value, [name]: changed };
  }
  return undefined;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
}
