import type { Json, JsonObject } from '../contract/index.ts';
import { isJsonArray, isJsonObject } from './kind-of-json.ts';
import type { BoundValue, BoundVariant, VariantCondition } from './model.ts';

type Variants = Extract<BoundValue, { kind: 'variants' }>;

/**
 * The member that an object is: of those whose conditions all hold, the one with the most. Undefined where none holds,
 * as for values that are newer than the schema, and where two of them would be right.
 */
export function chooseVariant({ members }: Variants, json: JsonObject): BoundVariant | undefined {
  let best: BoundVariant | undefined;
  let isTie = false;
  for (const member of members) {
    if (!member.when.every((condition) => holds(condition, json))) continue;
    const lead = member.when.length - (best?.when.length ?? -1);
    if (lead === 0) isTie = true;
    if (lead <= 0) continue;
    best = member;
    isTie = false;
  }
  return isTie ? undefined : best;
}

function holds({ path, values }: VariantCondition, json: JsonObject): boolean {
  const value = path.reduce<Json | undefined>(memberOf, json) ?? null;
  return values === undefined ? value !== null : values.has(value);
}

function memberOf(json: Json | undefined, segment: string | number): Json | undefined {
  if (typeof segment === 'number') return isJsonArray(json) ? json[segment] : undefined;
  return isJsonObject(json) && Object.hasOwn(json, segment) ? json[segment] : undefined;
}
