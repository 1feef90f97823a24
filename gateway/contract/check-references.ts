import type { Json, JsonObject } from './contract.ts';
import { dereference, isReference } from './dereference.ts';
import { extendPointer, parsePointer, pointerOfReference, valueAt } from './json-pointer.ts';
import { isJsonObject } from './json-value.ts';
import type { Mistake } from './mistake.ts';
import type { Part } from './openapi-grammar.ts';

export interface FoundReference {
  readonly part: Part;
  readonly reference: string;
  /** The object that holds the `$ref`. */
  readonly pointer: string;
}

/** References that lead nowhere, to another file, to another kind of thing, or back to themselves. */
export function checkReferences(
  document: JsonObject,
  references: readonly FoundReference[],
  parts: ReadonlyMap<string, Part>,
): readonly Mistake[] {
  return references.flatMap((found) => {
    const message = checkReference(document, found, parts);
    if (message === undefined) return [];
    const kind = found.part === 'schema' ? 'allow-anything' : 'remove';
    return [{ message, pointer: `${found.pointer}/$ref`, mend: { kind, pointer: found.pointer } }];
  });
}

function checkReference(
  document: JsonObject,
  { part, reference, pointer }: FoundReference,
  parts: ReadonlyMap<string, Part>,
): string | undefined {
  const target = pointerOfReference(reference);
  if (target === undefined) return explainForeign(reference);
  if (valueAt(document, target) === undefined) {
    return `$ref ${reference} leads nowhere.${suggest(document, target)}`;
  }
  if (dereference(document, pointer) === undefined) {
    return `$ref ${reference} leads round in a circle, or on to nowhere.`;
  }
  const found = parts.get(target);
  if (found !== undefined && found !== part) {
    return `$ref ${reference} leads to a ${found}; a ${part} is wanted here.`;
  }
  return undefined;
}

function explainForeign(reference: string): string {
  const [file = '', anchor] = reference.split('#', 2);
  if (file !== '') return `$ref leads to another file, ${file}: publish one bundled file (redocly bundle).`;
  return `$ref #${anchor ?? ''} is no JSON pointer: write it as #/components/….`;
}

function suggest(document: JsonObject, target: string): string {
  const segments = parsePointer(target);
  const name = segments.at(-1)?.toLowerCase();
  const siblings = valueAt(document, target.slice(0, target.lastIndexOf('/')));
  const near = isJsonObject(siblings)
    ? Object.keys(siblings).find((key) => key.toLowerCase() === name)
    : undefined;
  return near === undefined ? '' : ` Is ${near} meant?`;
}

/** Keywords whose schemas judge the same value as the schema that holds them. */
const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas'] as const;

/**
 * Schemas that contain themselves without going down into the value (`Pet: oneOf [Cat]`, `Cat: allOf [Pet]`):
 * whoever checks a value against one never ends.
 */
export function checkSchemaCycles(
  document: JsonObject,
  schemas: ReadonlyMap<string, JsonObject>,
): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const enter = (pointer: string): void => {
    const json = schemas.get(pointer);
    if (json === undefined || state.has(pointer)) return;
    // A circle of nothing but references is told with each of them.
    if (isReference(json) && dereference(document, pointer) === undefined) return;
    state.set(pointer, 'open');
    for (const next of inPlace(json, pointer)) {
      if (state.get(next) === 'open') {
        mistakes.push({
          message: `This schema contains itself (through ${next}): no value could be checked.`,
          pointer,
          // What closes the circle goes, not all that is in it.
          mend: { kind: 'allow-anything', pointer: isReference(json) ? pointer : next },
        });
      }
      enter(next);
    }
    state.set(pointer, 'done');
  };
  for (const pointer of schemas.keys()) enter(pointer);
  return mistakes;
}

function inPlace(json: JsonObject, pointer: string): readonly string[] {
  const target = isReference(json) ? pointerOfReference(json.$ref) : undefined;
  const below = IN_PLACE.flatMap((keyword) => {
    const value: Json | undefined = json[keyword];
    if (value === undefined || typeof value !== 'object' || value === null) return [];
    if (Array.isArray(value)) return value.map((_, index) => `${pointer}/${keyword}/${index}`);
    if (keyword !== 'dependentSchemas') return [`${pointer}/${keyword}`];
    return Object.keys(value).map((key) => extendPointer(pointer, keyword, key));
  });
  return target === undefined ? below : [target, ...below];
}
