import type { Json } from './contract.ts';
import { memberOf } from './json-value.ts';

/** `/paths/~1orders` → `['paths', '/orders']` (RFC 6901); the empty pointer is the whole document. */
export function parsePointer(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const segments = pointer.slice(1).split('/');
  return pointer.includes('~') ? segments.map(unescape) : segments;
}

export function extendPointer(pointer: string, ...segments: readonly (string | number)[]): string {
  let extended = pointer;
  for (const segment of segments) extended += `/${typeof segment === 'number' ? segment : escape(segment)}`;
  return extended;
}

function unescape(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Most names need no escape, and a document has tens of thousands of them. */
function escape(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}

/**
 * The canonical pointer that a local reference means: `#/paths/~1a~1%7Bid%7D` → `/paths/~1a~1{id}`.
 * Undefined for another file, for an anchor (`#name`), and for broken percent-encoding.
 */
export function pointerOfReference(reference: string): string | undefined {
  if (reference === '#') return '';
  if (!reference.startsWith('#/')) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return undefined;
  }
}

/** A pointer as a URI fragment: only its slashes stay (RFC 6901, section 6). */
export function fragmentOf(pointer: string): string {
  return pointer.split('/').map(encodeURIComponent).join('/');
}

/** Undefined where the document has nothing there. Reads own properties only. */
export function valueAt(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document;
  for (const segment of parsePointer(pointer)) {
    value = memberOf(value, segment);
    if (value === undefined) return undefined;
  }
  return value;
}
