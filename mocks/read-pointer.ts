import type { Json, JsonObject } from '#contract';

/** What stands at a JSON pointer of a document, references followed; undefined when nothing does. */
export function readPointer(document: JsonObject, pointer: string): Json | undefined {
  return follow(document, document, pointer, 0);
}

/** Neither null nor an array. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of an array; none of anything else. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

const MAX_REFERENCES = 32;

function follow(document: JsonObject, from: Json, pointer: string, references: number): Json | undefined {
  const steps = pointer.replace(/^#/, '').split('/').slice(1).map(decodeStep);
  let value: Json | undefined = from;
  for (const step of steps) value = child(dereference(document, value, references), step);
  return dereference(document, value, references);
}

function dereference(document: JsonObject, value: Json | undefined, references: number): Json | undefined {
  if (!isObject(value) || typeof value.$ref !== 'string' || !value.$ref.startsWith('#')) return value;
  if (references >= MAX_REFERENCES) return undefined;
  return follow(document, document, value.$ref, references + 1);
}

function child(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return listOf(value)[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function decodeStep(step: string): string {
  return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
}
