import type { Json, JsonObject } from './contract.ts';

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** What an object holds by name under a key; nothing where there is no object. */
export function entriesUnder(json: Json, key: string): readonly (readonly [string, Json])[] {
  const held = ownMember(json, key);
  return isJsonObject(held) ? Object.entries(held) : [];
}

/** Own properties only: contracts may name a property `constructor`. */
export function ownMember(json: Json | undefined, name: string): Json | undefined {
  return isJsonObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

/** The strings in a list; none where it is no list. */
export function stringsIn(json: Json | undefined): readonly string[] {
  return isJsonArray(json) ? json.filter((item) => typeof item === 'string') : [];
}

/** One step of a JSON pointer: the property, or the item of an array (RFC 6901, section 4). */
export function memberOf(value: Json | undefined, segment: string): Json | undefined {
  if (!isJsonArray(value)) return ownMember(value, segment);
  return /^(?:0|[1-9]\d*)$/.test(segment) ? value[Number(segment)] : undefined;
}
