import type { Json, JsonKind, JsonObject, SchemaNode } from '../contract/index.ts';
import { enumOf, isNullable, itemsOf, kindsOf, propertyOf } from '../contract/index.ts';
import { reportAt } from './binding-scope.ts';
import { describeSchema } from './describe-schema.ts';
import type { InputPlace } from './input-place.ts';
import { isJsonArray, isJsonObject, kindOfJson } from './kind-of-json.ts';

/** Reports a constant that the contract does not take here. */
export function checkConstant(place: InputPlace, value: Json, target: SchemaNode): boolean {
  if (value === null && !isNullable(target)) return refuse(place, 'GH033', value, target);
  if (value === null) return true;
  if (!takesKind(place, kindOfJson(value), target)) return refuse(place, 'GH032', value, target);
  if (isJsonArray(value)) return checkItems(place, value, target);
  if (isJsonObject(value)) return checkMembers(place, value, target);
  const allowed = enumOf(target);
  if (allowed === undefined || allowed.includes(value)) return true;
  const fix = `write one of ${allowed.map((item) => present(item)).join(', ')}`;
  const message = `${subject(place, value)} is none of the values that the contract takes`;
  reportAt(place.site, { code: 'GH032', node: place.node, message, fix, place: target });
  return false;
}

function checkItems(place: InputPlace, values: readonly Json[], target: SchemaNode): boolean {
  const items = itemsOf(target);
  return items === undefined || values.every((value) => checkConstant(place, value, items));
}

function checkMembers(place: InputPlace, members: JsonObject, target: SchemaNode): boolean {
  return Object.entries(members).every(([name, value]) => {
    const property = propertyOf(target, name);
    return property === undefined || checkConstant(place, value, property.node);
  });
}

function takesKind({ wire }: InputPlace, kind: JsonKind, target: SchemaNode): boolean {
  const kinds = kindsOf(target);
  if (kinds.has(kind) || (kind === 'integer' && kinds.has('number'))) return true;
  return wire === 'text' && kinds.has('string') && kind !== 'object' && kind !== 'array';
}

function present(value: Json): string {
  return `\`${JSON.stringify(value)}\``;
}

/** A constant of the deployment is written elsewhere, and so is named. */
function subject({ text }: InputPlace, value: Json): string {
  return text.startsWith('$config.') ? `\`${text}\` (${present(value)})` : present(value);
}

function refuse(place: InputPlace, code: 'GH032' | 'GH033', value: Json, target: SchemaNode): false {
  const message = `${subject(place, value)} goes where the contract takes ${describeSchema(target)}`;
  reportAt(place.site, { code, node: place.node, message, fix: 'write a value of that type', place: target });
  return false;
}
