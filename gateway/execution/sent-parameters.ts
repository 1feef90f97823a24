import type { BoundCall } from '../binding/index.ts';
import type { Json, JsonKind, SchemaNode } from '../contract/index.ts';
import { itemsOf, kindsOf } from '../contract/index.ts';
import type { CallInput } from './call-input.ts';
import { type Answer, isJsonArray } from './row.ts';
import { wireText } from './wire-text.ts';

/**
 * What `$call` reads in the answer to a call. A number may go to a parameter that is a text, and a text of digits to
 * one that is a number: on the wire they are the same, and a field is checked against the contract's type.
 */
export function sentParameters({ operation }: BoundCall, { parameters }: CallInput): Answer['parameters'] {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const schema = operation.parameters.find(
        (it) => it.name === name || `${it.in}.${it.name}` === name,
      )?.schema;
      return [name, schema === undefined ? value : asDeclared(value, schema)];
    }),
  );
}

function asDeclared(value: Json, schema: SchemaNode): Json {
  if (isJsonArray(value)) {
    const items = itemsOf(schema);
    return items === undefined ? value : value.map((item) => asDeclared(item, items));
  }
  const kinds = kindsOf(schema);
  if (value === null || typeof value === 'object' || isOf(kinds, value)) return value;
  if (kinds.has('string')) return wireText(value);
  return typeof value === 'string' ? fromText(kinds, value) : value;
}

function isOf(kinds: ReadonlySet<JsonKind>, value: string | number | boolean): boolean {
  if (typeof value !== 'number') return kinds.has(typeof value === 'string' ? 'string' : 'boolean');
  return kinds.has('number') || (kinds.has('integer') && Number.isInteger(value));
}

function fromText(kinds: ReadonlySet<JsonKind>, text: string): Json {
  if (kinds.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  const number = Number(text);
  // Longer numbers than JavaScript's stay as they were written.
  return String(number) === text && Number.isFinite(number) && isOf(kinds, number) ? number : text;
}
