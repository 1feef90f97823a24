import type { Json, JsonObject } from './contract.ts';
import { pointerOfReference, valueAt } from './json-pointer.ts';
import { isJsonObject } from './json-value.ts';

export interface Dereferenced {
  /** Canonical: where the value really stands. */
  readonly pointer: string;
  readonly json: Json;
}

/**
 * Follows `$ref`s until something stands there itself. Undefined when a reference leads nowhere, to another
 * file, or back to itself; a contract that was loaded has none of these.
 */
export function dereference(document: JsonObject, pointer: string): Dereferenced | undefined {
  const visited = new Set<string>();
  let place = pointer;
  for (;;) {
    const json = valueAt(document, place);
    if (json === undefined || visited.has(place)) return undefined;
    if (!isReference(json)) return { pointer: place, json };
    visited.add(place);
    const target = pointerOfReference(json.$ref);
    if (target === undefined) return undefined;
    place = target;
  }
}

/** An object at the pointer, `$ref`s followed; undefined when there is none. */
export function dereferenceObject(
  document: JsonObject,
  pointer: string,
): { readonly pointer: string; readonly json: JsonObject } | undefined {
  const found = dereference(document, pointer);
  return found !== undefined && isJsonObject(found.json)
    ? { pointer: found.pointer, json: found.json }
    : undefined;
}

export function isReference(json: Json): json is JsonObject & { readonly $ref: string } {
  return isJsonObject(json) && Object.hasOwn(json, '$ref') && typeof json['$ref'] === 'string';
}
