import type { Json, JsonObject } from './contract.ts';
import { extendPointer } from './json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember } from './json-value.ts';
import type { Origins } from './origins.ts';

export interface MergePlace {
  /** In the document. */
  readonly pointer: string;
  /** In the overlay. */
  readonly from: string;
  readonly origins: Origins;
  /** Tells why a value cannot be merged with what is there. */
  readonly refuse: (message: string, from: string) => void;
}

/**
 * Merges an update into an object, in place: new properties are added, lists are lengthened by what they lack, objects
 * are merged in turn, and other values replaced. A null leaves an object or a list as it is, for that is what a key
 * without a value in an overlay means.
 *
 * @returns whether anything is different now.
 */
export function mergeUpdate(target: JsonObject, update: JsonObject, place: MergePlace): boolean {
  let isChanged = false;
  for (const [name, value] of Object.entries(update)) {
    const below = {
      ...place,
      pointer: extendPointer(place.pointer, name),
      from: extendPointer(place.from, name),
    };
    isChanged = mergeMember(target, name, value, below) || isChanged;
  }
  return isChanged;
}

/** Appends a value to the list that `owner` holds under `key`, unless it is there. */
export function appendItems(
  owner: object,
  key: string | number,
  list: readonly Json[],
  items: readonly { readonly value: Json; readonly from: string }[],
  { pointer, origins }: MergePlace,
): boolean {
  const missing = items.filter(({ value }) => !list.some((item) => isEqual(item, value)));
  missing.forEach(({ from }, index) => {
    origins.note(extendPointer(pointer, list.length + index), { file: 'overlay', pointer: from });
  });
  if (missing.length > 0)
    Reflect.set(owner, key, [...list, ...missing.map(({ value }) => structuredClone(value))]);
  return missing.length > 0;
}

function mergeMember(target: JsonObject, name: string, value: Json, place: MergePlace): boolean {
  const present = ownMember(target, name);
  if (isJsonObject(present) && isJsonObject(value)) return mergeUpdate(present, value, place);
  if (isJsonArray(present) && isJsonArray(value)) {
    const items = value.map((item, index) => ({ value: item, from: extendPointer(place.from, index) }));
    return appendItems(target, name, present, items, place);
  }
  if (present !== undefined && isEqual(present, value)) return false;
  if (kindOf(present) !== 'a value' && value === null) return false;
  if (present !== undefined && kindOf(present) !== kindOf(value)) {
    place.refuse(`would put ${kindOf(value)} in the place of ${kindOf(present)}, \`${name}\``, place.from);
    return false;
  }
  place.origins.note(place.pointer, { file: 'overlay', pointer: place.from });
  Reflect.set(target, name, structuredClone(value));
  return true;
}

function kindOf(json: Json | undefined): 'a list' | 'an object' | 'a value' {
  if (isJsonArray(json)) return 'a list';
  return isJsonObject(json) ? 'an object' : 'a value';
}

function isEqual(one: Json, other: Json): boolean {
  if (isJsonArray(one)) {
    return (
      isJsonArray(other) &&
      one.length === other.length &&
      one.every((item, at) => isEqual(item, other[at] ?? null))
    );
  }
  if (!isJsonObject(one)) return one === other;
  const names = Object.keys(one);
  return (
    isJsonObject(other) &&
    names.length === Object.keys(other).length &&
    names.every((name) => isEqual(one[name] ?? null, ownMember(other, name) ?? null))
  );
}
