import type { Contract, Json, JsonObject } from './contract.ts';
import { dereference, isReference } from './dereference.ts';
import { extendPointer } from './json-pointer.ts';
import { entriesUnder, isJsonArray, isJsonObject, ownMember } from './json-value.ts';
import { visitDocument } from './openapi-grammar.ts';
import { resolveNode } from './resolve-node.ts';
import { partsOf } from './schema-view.ts';

/** `request` and `response` leave out what the other direction alone must carry; `either` is the contract as written. */
export type Direction = 'request' | 'response' | 'either';

type Rewritable = Record<string, Json>;

/**
 * A copy of the contract's document for a JSON Schema compiler, with the same pointers. In it a request may leave
 * out required `readOnly` properties, and a response required `writeOnly` ones (OpenAPI 3.1, 4.8.24).
 */
export function validationDocument(contract: Contract, direction: Direction): JsonObject {
  const copy = copyMembers(contract.document);
  visitDocument(copy, {
    part(part, json: Rewritable, pointer) {
      if (part !== 'schema') return;
      // The compiler gives both a meaning that OpenAPI 3.1 does not.
      delete json['nullable'];
      delete json['$dynamicRef'];
      refuseEmptyEnum(json);
      if (direction !== 'either') relaxRequired(contract, json, pointer, direction);
    },
  });
  return copy;
}

const NAMES: ReadonlySet<string> = new Set([
  '$id',
  '$anchor',
  '$dynamicAnchor',
  '$recursiveAnchor',
  '$schema',
]);

/**
 * Without `$id` and the like: references are pointers into the document, and a compiler would take those names for
 * new bases, even in examples.
 */
function copyWithoutNames(value: Json): Json {
  if (isJsonArray(value)) return value.map(copyWithoutNames);
  return isJsonObject(value) ? copyMembers(value) : value;
}

function copyMembers(value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(([key, item]) => !NAMES.has(key) || typeof item === 'object');
  return Object.fromEntries(
    kept.map(([key, item]) => [key, key === 'const' || key === 'enum' ? item : copyWithoutNames(item)]),
  );
}

/** `enum: []` is allowed and refuses everything, but compilers give up on it. */
function refuseEmptyEnum(json: Rewritable): void {
  const { enum: values, allOf } = json;
  if (!isJsonArray(values) || values.length > 0) return;
  delete json['enum'];
  json['allOf'] = [...(isJsonArray(allOf) ? allOf : []), false];
}

function relaxRequired(
  contract: Contract,
  json: Rewritable,
  pointer: string,
  direction: 'request' | 'response',
): void {
  const { required } = json;
  if (!isJsonArray(required)) return;
  const mark = direction === 'request' ? 'readOnly' : 'writeOnly';
  const exempt = markedNames(contract, pointer, mark);
  json['required'] = required.filter((name) => typeof name === 'string' && !exempt.has(name));
}

/** The mark may stand on the property, beside its `$ref`, or where that leads. */
function markedNames(
  contract: Contract,
  pointer: string,
  mark: 'readOnly' | 'writeOnly',
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const part of partsOf(resolveNode(contract, pointer))) {
    for (const [name, property] of entriesUnder(part.json, 'properties')) {
      const place = extendPointer(part.pointer, 'properties', name);
      const target = isReference(property) ? dereference(contract.document, place)?.json : undefined;
      if (ownMember(property, mark) === true || ownMember(target, mark) === true) names.add(name);
    }
  }
  return names;
}
