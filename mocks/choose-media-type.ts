import type { MediaType } from '#contract';

/** The media types of the contract that a caller takes come first; within each half JSON does, then the contract's order. */
export function chooseMediaType(
  content: ReadonlyMap<string, MediaType>,
  accept: string | null,
): readonly [string, MediaType] | undefined {
  const ranked = [...content].toSorted(([left], [right]) => rank(right, accept) - rank(left, accept));
  const [chosen] = ranked;
  if (chosen === undefined) return undefined;
  const [name, mediaType] = chosen;
  return [concrete(name), mediaType];
}

/** `application/json; charset=utf-8` → `application/json`. */
export function essenceOf(contentType: string | null): string | undefined {
  const essence = contentType?.split(';')[0]?.trim().toLowerCase();
  return essence === '' ? undefined : essence;
}

/** `application/json`, `application/problem+json`. */
export function isJsonType(name: string): boolean {
  return /^[^/]+\/(?:[^+]+\+)?json$/.test(essenceOf(name) ?? '');
}

/** Whether a range of a contract or of an `Accept` header (`image/*`) covers a media type. */
export function coversType(range: string, name: string): boolean {
  const [wantedType, wantedSubtype] = (essenceOf(range) ?? '').split('/');
  const [type, subtype] = (essenceOf(name) ?? '').split('/');
  return (wantedType === '*' || wantedType === type) && (wantedSubtype === '*' || wantedSubtype === subtype);
}

function rank(name: string, accept: string | null): number {
  const ranges = (accept ?? '*/*').split(',').filter((range) => !/;\s*q=0(?:\.0*)?\s*$/.test(range));
  return (ranges.some((range) => coversType(range, concrete(name))) ? 2 : 0) + (isJsonType(name) ? 1 : 0);
}

function concrete(name: string): string {
  if (name === '*/*' || name === 'application/*') return 'application/json';
  return name.replace(/\/\*$/, name.startsWith('text/') ? '/plain' : '/octet-stream');
}
