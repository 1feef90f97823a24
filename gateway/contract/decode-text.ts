import type { JsonKind, SchemaNode } from './contract.ts';
import { kindsOf } from './kinds-of.ts';
import { additionalPropertiesOf, itemsOf, propertiesOf, propertyOf } from './schema-view.ts';

const ALL_KINDS = 7;
const SCALARS: readonly JsonKind[] = ['string', 'number', 'integer', 'boolean'];
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** How a parameter's text is to be taken apart, as far as its schema tells. */
export type TextForm = 'scalar' | 'list' | 'object';

/** A scalar wherever the schema allows one: text is always a scalar, and only sometimes a list. */
export function formOf(schema: SchemaNode | undefined): TextForm {
  if (schema === undefined) return 'scalar';
  const kinds = kindsOf(schema);
  if (kinds.size === ALL_KINDS) {
    if (itemsOf(schema) !== undefined) return 'list';
    return propertiesOf(schema).size > 0 ? 'object' : 'scalar';
  }
  if (SCALARS.some((kind) => kinds.has(kind))) return 'scalar';
  if (kinds.has('array')) return 'list';
  return kinds.has('object') ? 'object' : 'scalar';
}

/**
 * The number or boolean that the text exactly is, where the schema wants one; else the text itself, so that
 * validation says what is wrong with it. A schema that says nothing gets text.
 */
export function typedText(schema: SchemaNode | undefined, text: string): unknown {
  if (schema === undefined) return text;
  const kinds = kindsOf(schema);
  if (kinds.size === ALL_KINDS) return text;
  if (kinds.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (!JSON_NUMBER.test(text)) return text;
  const number = Number(text);
  if (kinds.has('number') && Number.isFinite(number)) return number;
  return kinds.has('integer') && Number.isInteger(number) ? number : text;
}

export function typedList(schema: SchemaNode | undefined, texts: readonly string[]): readonly unknown[] {
  const items = schema && itemsOf(schema);
  return texts.map((text) => typedText(items, text));
}

export function typedObject(
  schema: SchemaNode | undefined,
  entries: readonly (readonly [string, string])[],
): unknown {
  // Not by assignment: `__proto__` may be among the names of a request.
  return Object.fromEntries(
    entries.map(([name, text]) => [name, typedText(memberSchema(schema, name), text)]),
  );
}

export function memberSchema(schema: SchemaNode | undefined, name: string): SchemaNode | undefined {
  return schema && (propertyOf(schema, name)?.node ?? additionalPropertiesOf(schema));
}

/** Percent-decoded; text that is no percent-encoding stays as it is. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** JSON, or the text itself where it is none. */
export function parsedOrText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

/** `k,v,k,v` as entries; a name without a value has the empty text. */
export function alternating(texts: readonly string[]): readonly (readonly [string, string])[] {
  return texts.flatMap((name, index) => (index % 2 === 0 ? [[name, texts[index + 1] ?? ''] as const] : []));
}

/** `k=v` as an entry, split at the first `=`. */
export function assignment(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
