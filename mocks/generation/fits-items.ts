import type { Json, JsonObject } from '#contract';
import { listOf } from '../read-pointer.ts';
import type { Evaluated, Fits } from './evaluated.ts';
import { isSameJson } from './same-json.ts';

/** Whether a list keeps what a schema says about its items. */
export function fitsItems(fits: Fits, schema: JsonObject, list: readonly Json[], seen: Evaluated): boolean {
  const { minItems, maxItems, uniqueItems } = schema;
  if (typeof minItems === 'number' && list.length < minItems) return false;
  if (typeof maxItems === 'number' && list.length > maxItems) return false;
  if (uniqueItems === true && !areDistinct(list)) return false;
  return (
    fitsContains(fits, schema, list) &&
    fitsPositions(fits, schema, list, seen) &&
    fitsUnevaluated(fits, schema, list, seen)
  );
}

/** Whether no two items are the same. */
export function areDistinct(list: readonly Json[]): boolean {
  return list.every((item, index) => !list.slice(0, index).some((before) => isSameJson(before, item)));
}

function fitsContains(fits: Fits, schema: JsonObject, list: readonly Json[]): boolean {
  const { contains, minContains, maxContains } = schema;
  if (contains === undefined) return true;
  const count = list.filter((item) => fits(contains, item)).length;
  const min = typeof minContains === 'number' ? minContains : 1;
  return count >= min && !(typeof maxContains === 'number' && count > maxContains);
}

function fitsPositions(fits: Fits, schema: JsonObject, list: readonly Json[], seen: Evaluated): boolean {
  const first = listOf(schema['prefixItems']);
  const { items } = schema;
  seen.items = Math.max(seen.items, items === undefined ? first.length : list.length);
  return list.every((item, index) => {
    const wanted = index < first.length ? first[index] : items;
    return wanted === undefined || fits(wanted, item);
  });
}

function fitsUnevaluated(fits: Fits, schema: JsonObject, list: readonly Json[], seen: Evaluated): boolean {
  const { unevaluatedItems } = schema;
  if (unevaluatedItems === undefined) return true;
  const rest = list.slice(seen.items);
  seen.items = list.length;
  return rest.every((item) => fits(unevaluatedItems, item));
}
