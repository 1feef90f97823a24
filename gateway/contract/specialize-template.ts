import type { Json, JsonObject } from './contract.ts';
import { dereferenceObject, isReference } from './dereference.ts';
import { extendPointer, pointerOfReference } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';

/**
 * The names that a schema gives to those it refers to, with the pointers of what they mean here: `$defs` with
 * `$dynamicAnchor` (JSON Schema 2020-12, 8.2.3.2), which is how contracts write `Page<Planet>`.
 */
function dynamicAnchors(schema: JsonObject, pointer: string): ReadonlyMap<string, string> {
  const { $defs } = schema;
  if (!isJsonObject($defs)) return new Map();
  return new Map(
    Object.entries($defs).flatMap(([name, definition]): [string, string][] => {
      const anchor = isJsonObject(definition) ? definition['$dynamicAnchor'] : undefined;
      return typeof anchor === 'string' ? [[anchor, extendPointer(pointer, '$defs', name)]] : [];
    }),
  );
}

/** True where a schema says what the open places of the templates it refers to are. */
export function hasDynamicAnchors(schema: JsonObject): boolean {
  return dynamicAnchors(schema, '').size > 0;
}

/**
 * Replaces the references of a schema to templates by copies in which each `$dynamicRef` is what this schema says it
 * is, so that nobody behind needs to know of them. A template inside a template stays as open as it was.
 */
export function specializeTemplate(
  schema: Record<string, Json>,
  pointer: string,
  document: JsonObject,
): void {
  const anchors = dynamicAnchors(schema, pointer);
  const { allOf } = schema;
  if (!isJsonArray(allOf)) return;
  schema['allOf'] = allOf.map((branch) => {
    const target = isReference(branch) ? pointerOfReference(branch.$ref) : undefined;
    const template = target === undefined ? undefined : dereferenceObject(document, target)?.json;
    return template === undefined || !isOpen(template, anchors) ? branch : filled(template, anchors);
  });
}

function isOpen(json: Json, anchors: ReadonlyMap<string, string>): boolean {
  if (isJsonArray(json)) return json.some((item) => isOpen(item, anchors));
  if (!isJsonObject(json)) return false;
  return anchorOf(json, anchors) !== undefined || Object.values(json).some((item) => isOpen(item, anchors));
}

function anchorOf({ $dynamicRef }: JsonObject, anchors: ReadonlyMap<string, string>): string | undefined {
  return typeof $dynamicRef === 'string' ? anchors.get($dynamicRef.replace(/^#/, '')) : undefined;
}

function filled(json: Json, anchors: ReadonlyMap<string, string>): Json {
  if (isJsonArray(json)) return json.map((item) => filled(item, anchors));
  if (!isJsonObject(json)) return json;
  const place = anchorOf(json, anchors);
  const copy = Object.fromEntries(Object.entries(json).map(([name, item]) => [name, filled(item, anchors)]));
  if (place === undefined) return copy;
  const { $dynamicRef: _, ...rest } = copy;
  const reference = { $ref: `#${encodeURI(place)}` };
  return Object.keys(rest).length === 0 ? reference : { ...rest, allOf: [reference] };
}
