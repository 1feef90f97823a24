export type PathSegment = string | number;

/** A reading path as written. `value` is this value; the other roots are the whole answer it came in. */
export interface ParsedPath {
  readonly from: 'value' | 'key' | 'item' | 'body' | 'headers' | 'status' | 'call';
  readonly segments: readonly PathSegment[];
}

const ROOTS: ReadonlyMap<string, ParsedPath['from']> = new Map([
  ['$self', 'value'],
  ['$body', 'body'],
  ['$headers', 'headers'],
  ['$status', 'status'],
  ['$call', 'call'],
  ['$key', 'key'],
  ['$item', 'item'],
]);

/**
 * `name.name` below this value, or below one of the roots. Whole numbers index arrays.
 * @returns a sentence about what is wrong, where the text is no path.
 */
export function parsePath(text: string): ParsedPath | string {
  const [first = '', ...rest] = text.split('.');
  if (!first.startsWith('$')) return withSegments('value', [first, ...rest]);
  const from = ROOTS.get(first);
  if (from === undefined) return `\`${first}\` is no place to read from`;
  if (from === 'headers' && rest.length !== 1) return '`$headers` takes the name of one header';
  if (from === 'status' && rest.length !== 0) return '`$status` is a number and has nothing below it';
  if (from === 'key' && rest.length !== 0) return '`$key` is a text and has nothing below it';
  if (from === 'call' && rest.length === 0) return '`$call` takes the name of a parameter';
  return withSegments(from, rest);
}

/** @returns undefined where a segment is empty. */
export function parseSegments(texts: readonly string[]): readonly PathSegment[] | undefined {
  if (texts.includes('')) return undefined;
  return texts.map((text) => (/^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : text));
}

function withSegments(from: ParsedPath['from'], texts: readonly string[]): ParsedPath | string {
  const segments = parseSegments(texts);
  return segments === undefined ? 'a name between the dots is missing' : { from, segments };
}

export function presentPath(segments: readonly PathSegment[]): string {
  return segments.join('.');
}
