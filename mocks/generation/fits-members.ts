import type { Json, JsonObject } from '#contract';
import { isObject, listOf } from '../read-pointer.ts';
import type { Evaluated, Fits } from './evaluated.ts';
import type { SchemaScope } from './schema-scope.ts';

/** Whether an object keeps what a schema says about its members. */
export function fitsMembers(
  scope: SchemaScope,
  fits: Fits,
  schema: JsonObject,
  value: JsonObject,
  seen: Evaluated,
): boolean {
  return (
    fitsNames(scope, fits, schema, value) &&
    fitsDependents(fits, schema, value, seen) &&
    Object.entries(value).every(([name, member]) => fitsMember(scope, fits, schema, name, member, seen)) &&
    fitsUnevaluated(fits, schema, value, seen)
  );
}

function fitsNames(scope: SchemaScope, fits: Fits, schema: JsonObject, value: JsonObject): boolean {
  const { minProperties, maxProperties, required, propertyNames } = schema;
  const names = Object.keys(value);
  if (typeof minProperties === 'number' && names.length < minProperties) return false;
  if (typeof maxProperties === 'number' && names.length > maxProperties) return false;
  if (propertyNames !== undefined && !names.every((name) => fits(propertyNames, name))) return false;
  if (!Array.isArray(required)) return true;
  const hidden = scope.hiddenNames(schema);
  return listOf(required).every(
    (name) => typeof name !== 'string' || Object.hasOwn(value, name) || hidden.has(name),
  );
}

function fitsDependents(fits: Fits, schema: JsonObject, value: JsonObject, seen: Evaluated): boolean {
  const { dependentRequired, dependentSchemas } = schema;
  for (const [name, wanted] of entriesOf(dependentRequired)) {
    if (!Object.hasOwn(value, name)) continue;
    if (!listOf(wanted).every((other) => typeof other !== 'string' || Object.hasOwn(value, other)))
      return false;
  }
  return entriesOf(dependentSchemas).every(
    ([name, wanted]) => !Object.hasOwn(value, name) || fits(wanted, value, seen),
  );
}

function fitsMember(
  scope: SchemaScope,
  fits: Fits,
  schema: JsonObject,
  name: string,
  member: Json,
  seen: Evaluated,
): boolean {
  const { additionalProperties } = schema;
  const wanted = [...memberSchemas(scope, schema, name)];
  if (wanted.length === 0 && additionalProperties === undefined) return true;
  seen.names.add(name);
  if (wanted.length === 0) return fits(additionalProperties ?? true, member);
  return wanted.every((one) => fits(one, member));
}

/** What `properties` and `patternProperties` say about a member of this name. */
function* memberSchemas(scope: SchemaScope, schema: JsonObject, name: string): Generator<Json> {
  const { properties, patternProperties } = schema;
  const own = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (own !== undefined) yield own;
  for (const [pattern, wanted] of entriesOf(patternProperties)) {
    if (scope.pattern(pattern)?.test(name) === true) yield wanted;
  }
}

function fitsUnevaluated(fits: Fits, schema: JsonObject, value: JsonObject, seen: Evaluated): boolean {
  const { unevaluatedProperties } = schema;
  if (unevaluatedProperties === undefined) return true;
  const rest = Object.entries(value).filter(([name]) => !seen.names.has(name));
  for (const [name] of rest) seen.names.add(name);
  return rest.every(([, member]) => fits(unevaluatedProperties, member));
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}
