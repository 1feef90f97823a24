import { GatewayError } from '../errors.ts';
import { extendPointer } from './json-pointer.ts';

/** What a parameter's value looks like to a style: everything in it is text by now. */
export type ParameterShape =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'list'; readonly texts: readonly string[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, string])[] };

/** Longer values have no business in a URL or a header (many servers stop at 8 KiB for all of it). */
const MAX_LENGTH = 2_048; // UTF-16 code units, before encoding

/**
 * Undefined for what is left out: null, undefined, an empty list, an object without members. Null members are left
 * out as well.
 *
 * @throws GatewayError BAD_USER_INPUT for text that cannot travel, TypeError for values inside values.
 */
export function shapeOf(value: unknown, key: string): ParameterShape | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const texts = value.filter(isPresent).map((item) => textOf(item, key));
    return texts.length === 0 ? undefined : { kind: 'list', texts };
  }
  if (typeof value !== 'object') return { kind: 'scalar', text: textOf(value, key) };
  const entries = Object.entries(value)
    .filter(([, item]) => isPresent(item))
    .map(([name, item]) => [textOf(name, key), textOf(item, key)] as const);
  return entries.length === 0 ? undefined : { kind: 'object', entries };
}

/** @throws GatewayError BAD_USER_INPUT when it is too long or no Unicode text, TypeError when it is not a scalar. */
export function textOf(value: unknown, key: string): string {
  const text = scalarText(value, key);
  if (text.length > MAX_LENGTH) throw refuse(key, 'maxLength');
  // encodeURIComponent throws an URIError of its own at lone surrogates, which JSON strings may hold.
  if (!text.isWellFormed()) throw refuse(key, 'unicode');
  return text;
}

/** The client sent a value that this parameter cannot carry. `reason` is a short fixed word. */
export function refuse(key: string, reason: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', { fields: [{ pointer: extendPointer('', key), reason }] });
}

function scalarText(value: unknown, key: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new TypeError(
    `The parameter ${key} can carry text, numbers and booleans, and flat lists or objects of them.`,
  );
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}
