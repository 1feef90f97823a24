import type { Json, JsonObject } from '#contract';
import { isObject, listOf } from '../read-pointer.ts';
import { ALL_KINDS, bitsOfType, KIND, NUMBERS } from './kind-bits.ts';
import type { Schema, SchemaScope } from './schema-scope.ts';

/** References inside of references: deeper negations are not looked for. */
const MAX_LEVELS = 6;
const MAX_WAYS = 48;

/**
 * Schemas each of which makes sure that a value does not fit the given one: by another kind, a member that is left
 * out, a bound that is passed. Easy ones come first; not every way is found.
 */
export function negateSchema(scope: SchemaScope, schema: Json, level = 0): readonly Schema[] {
  return waysOut(scope, schema, level).slice(0, MAX_WAYS);
}

function waysOut(scope: SchemaScope, schema: Json, level: number): readonly Schema[] {
  const target = scope.resolve(schema);
  if (typeof target === 'boolean') return target ? [] : [true];
  if (level > MAX_LEVELS) return [];
  const inner = (one: Json): readonly Schema[] => negateSchema(scope, one, level + 1);
  return [
    ...negateMembers(scope, target, inner),
    ...negateValues(target),
    ...negateBranches(target, inner),
    ...negateBounds(target),
    ...negateItems(target, inner),
    ...negateRest(target),
    ...negateType(target),
  ];
}

type Negate = (schema: Json) => readonly Schema[];

function negateMembers(scope: SchemaScope, schema: JsonObject, inner: Negate): readonly Schema[] {
  const hidden = scope.hiddenNames(schema);
  const required = listOf(schema['required']).filter(
    (name): name is string => typeof name === 'string' && !hidden.has(name),
  );
  const members = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  const wrong = members
    .filter(([name]) => !hidden.has(name))
    .flatMap(([name, member]) => inner(member).map((bad) => withMember(name, bad)));
  const leftOut = required.map((name): Schema => ({ type: 'object', not: { required: [name] } }));
  // A member that has to be there is best given a wrong value if only few values are right.
  return [...wrong.filter(isTelling), ...leftOut, ...wrong.filter((one) => !isTelling(one))];
}

function withMember(name: string, schema: Schema): JsonObject {
  return { type: 'object', properties: { [name]: schema }, required: [name] };
}

function isTelling({ properties }: JsonObject): boolean {
  const [member] = isObject(properties) ? Object.values(properties) : [];
  return isObject(member) && isObject(member['not']) && member['not']['enum'] !== undefined;
}

function negateValues(schema: JsonObject): readonly Schema[] {
  const { const: constant, enum: values } = schema;
  if (constant !== undefined) return [{ not: { enum: [constant] } }];
  return Array.isArray(values) ? [{ not: { enum: values } }] : [];
}

function negateBranches({ allOf, anyOf, oneOf, not }: JsonObject, inner: Negate): readonly Schema[] {
  const ways = listOf(allOf).flatMap(inner);
  for (const branches of [anyOf, oneOf]) {
    if (!Array.isArray(branches)) continue;
    const each = listOf(branches).map(inner);
    if (each.every(({ length }) => length > 0))
      ways.push({ allOf: each.map((anyOne) => ({ anyOf: anyOne })) });
  }
  if (not !== undefined) ways.push(isObject(not) || typeof not === 'boolean' ? not : true);
  return ways;
}

function negateBounds(schema: JsonObject): readonly Schema[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength } = schema;
  const { minItems, maxItems, minProperties, maxProperties, pattern, format, multipleOf, uniqueItems } =
    schema;
  const ways: Schema[] = [];
  if (pattern !== undefined) ways.push({ type: 'string', not: { pattern } });
  if (format !== undefined) ways.push({ type: ['string', 'number'], not: { format } });
  if (multipleOf !== undefined) ways.push({ type: 'number', not: { multipleOf } });
  if (typeof minLength === 'number' && minLength > 0) ways.push({ type: 'string', maxLength: minLength - 1 });
  if (typeof maxLength === 'number') ways.push({ type: 'string', minLength: maxLength + 1 });
  if (typeof minimum === 'number') ways.push({ type: 'number', exclusiveMaximum: minimum });
  if (typeof maximum === 'number') ways.push({ type: 'number', exclusiveMinimum: maximum });
  if (typeof exclusiveMinimum === 'number') ways.push({ type: 'number', maximum: exclusiveMinimum });
  if (typeof exclusiveMaximum === 'number') ways.push({ type: 'number', minimum: exclusiveMaximum });
  if (typeof minItems === 'number' && minItems > 0) ways.push({ type: 'array', maxItems: minItems - 1 });
  if (typeof maxItems === 'number') ways.push({ type: 'array', minItems: maxItems + 1 });
  if (typeof minProperties === 'number' && minProperties > 0)
    ways.push({ type: 'object', maxProperties: minProperties - 1 });
  if (typeof maxProperties === 'number') ways.push({ type: 'object', minProperties: maxProperties + 1 });
  if (uniqueItems === true) ways.push({ type: 'array', minItems: 2, not: { uniqueItems } });
  return ways;
}

/** Behind a tuple `items` speaks of later places only, which `contains` does not know. */
function negateItems({ items, contains, prefixItems }: JsonObject, inner: Negate): readonly Schema[] {
  const wrong = items === undefined || prefixItems !== undefined ? [] : inner(items);
  const empty: readonly Schema[] = contains === undefined ? [] : [{ type: 'array', maxItems: 0 }];
  return [...empty, ...wrong.map((item): Schema => ({ type: 'array', contains: item }))];
}

/** A name that a closed object does not know. */
function negateRest({ additionalProperties, unevaluatedProperties }: JsonObject): readonly Schema[] {
  const isClosed = additionalProperties === false || unevaluatedProperties === false;
  return isClosed ? [{ type: 'object', required: ['additional'] }] : [];
}

function negateType({ type }: JsonObject): readonly Schema[] {
  const others = ALL_KINDS & ~bitsOfType(type);
  const names = Object.entries(KIND).filter(([, bit]) => (others & bit) !== 0);
  const types = names.filter(([name]) => name !== 'fraction').map(([name]) => name);
  const isFractionOnly = (others & NUMBERS) === KIND.fraction;
  const ways: Schema[] = types.length === 0 ? [] : [{ type: types }];
  if (isFractionOnly) ways.push({ type: 'number', not: { type: 'integer' } });
  return ways;
}
