import type { Json, JsonObject } from './contract.ts';
import { dereferenceObject } from './dereference.ts';
import { extendPointer } from './json-pointer.ts';
import { entriesUnder, isJsonArray } from './json-value.ts';
import type { ListedOperation } from './list-operations.ts';
import { isJsonMediaType } from './media-type.ts';
import type { Mistake } from './mistake.ts';

/** `x-unpaged` and `x-limit-per-key`: spelt wrongly they would be passed over, and joins be refused for no visible reason. */
export function checkPageMarks(document: JsonObject, operation: ListedOperation): readonly Mistake[] {
  const { json, pointer } = operation;
  const unpaged = json['x-unpaged'];
  const perKey = json['x-limit-per-key'];
  const mistakes: Mistake[] = [];
  if (unpaged !== undefined && typeof unpaged !== 'boolean') {
    mistakes.push({
      message: 'x-unpaged is either true or false.',
      pointer: extendPointer(pointer, 'x-unpaged'),
    });
  }
  if (perKey === undefined) return mistakes;
  const names = [...parameterNames(document, operation), ...bodyNames(document, operation)];
  if (typeof perKey !== 'string' || !names.includes(perKey)) {
    const has = names.length === 0 ? 'it has neither' : `it has ${names.join(', ')}`;
    const message = `x-limit-per-key names a parameter of this operation, or a property of its body; ${has}.`;
    mistakes.push({ message, pointer: extendPointer(pointer, 'x-limit-per-key') });
  }
  return mistakes;
}

function parameterNames(document: JsonObject, operation: ListedOperation): readonly string[] {
  return [operation.pathItem, operation].flatMap((owner) => {
    const list: Json | undefined = owner.json['parameters'];
    if (!isJsonArray(list)) return [];
    return list.flatMap((_, index) => {
      const place = extendPointer(owner.pointer, 'parameters', index);
      const name = dereferenceObject(document, place)?.json['name'];
      return typeof name === 'string' ? [name] : [];
    });
  });
}

/** Those that the body's schema lists itself, and in its parts. */
function bodyNames(document: JsonObject, { pointer }: ListedOperation): readonly string[] {
  const body = dereferenceObject(document, extendPointer(pointer, 'requestBody'));
  if (body === undefined) return [];
  return entriesUnder(body.json, 'content').flatMap(([type]) =>
    isJsonMediaType(type)
      ? propertyNames(document, extendPointer(body.pointer, 'content', type, 'schema'))
      : [],
  );
}

function propertyNames(document: JsonObject, pointer: string, levels = 8): readonly string[] {
  const schema = dereferenceObject(document, pointer);
  // Bounded, since schemas that contain themselves are told elsewhere.
  if (schema === undefined || levels === 0) return [];
  const { allOf } = schema.json;
  const parts = isJsonArray(allOf) ? [...allOf.keys()] : [];
  return [
    ...entriesUnder(schema.json, 'properties').map(([name]) => name),
    ...parts.flatMap((index) =>
      propertyNames(document, extendPointer(schema.pointer, 'allOf', index), levels - 1),
    ),
  ];
}
