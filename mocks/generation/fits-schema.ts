import type { Json, JsonObject } from '#contract';
import { isObject, listOf } from '../read-pointer.ts';
import { createEvaluated, type Evaluated, type Fits } from './evaluated.ts';
import { fitsItems } from './fits-items.ts';
import { fitsMembers } from './fits-members.ts';
import { fitsScalar } from './fits-scalar.ts';
import { bitOfValue, bitsOfType } from './kind-bits.ts';
import { isSameJson } from './same-json.ts';
import type { SchemaScope } from './schema-scope.ts';

/**
 * Whether a value fits a schema. It decides between branches while a value is made; the judge of what is sent is the
 * contract's own validator.
 */
export function fitsSchema(scope: SchemaScope, schema: Json, value: Json): boolean {
  const fits: Fits = (inner, part, seen = createEvaluated()) => {
    const target = scope.resolve(inner);
    if (typeof target === 'boolean') return target;
    return fitsOwn(scope, target, part) && fitsBelow(scope, fits, target, part, seen);
  };
  return fits(schema, value);
}

function fitsOwn(scope: SchemaScope, schema: JsonObject, value: Json): boolean {
  if (schema['type'] !== undefined && (bitsOfType(schema['type']) & bitOfValue(value)) === 0) return false;
  if (schema['const'] !== undefined && !isSameJson(schema['const'], value)) return false;
  if (Array.isArray(schema['enum']) && !listOf(schema['enum']).some((one) => isSameJson(one, value)))
    return false;
  return fitsScalar(scope, schema, value);
}

function fitsBelow(
  scope: SchemaScope,
  fits: Fits,
  schema: JsonObject,
  value: Json,
  seen: Evaluated,
): boolean {
  if (!fitsBranches(fits, schema, value, seen)) return false;
  if (Array.isArray(value)) return fitsItems(fits, schema, listOf(value), seen);
  return !isObject(value) || fitsMembers(scope, fits, schema, value, seen);
}

/** Keywords that judge the same value. What a branch has looked at counts only if the branch fits. */
function fitsBranches(fits: Fits, schema: JsonObject, value: Json, seen: Evaluated): boolean {
  const fitsWith = (branch: Json): boolean => {
    const own = createEvaluated();
    const holds = fits(branch, value, own);
    if (holds) seen.add(own);
    return holds;
  };
  const { allOf, anyOf, oneOf, not } = schema;
  if (!listOf(allOf).every(fitsWith)) return false;
  if (Array.isArray(anyOf) && listOf(anyOf).filter(fitsWith).length === 0) return false;
  if (Array.isArray(oneOf) && listOf(oneOf).filter(fitsWith).length !== 1) return false;
  if (not !== undefined && fits(not, value)) return false;
  const { if: condition, then: consequence, else: otherwise } = schema;
  if (condition === undefined) return true;
  const wanted = fitsWith(condition) ? consequence : otherwise;
  return wanted === undefined || fitsWith(wanted);
}
