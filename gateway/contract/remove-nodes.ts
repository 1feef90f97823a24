import type { Json, JsonObject } from './contract.ts';
import { valueAt } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';
import type { Origins } from './origins.ts';
import type { SelectedNode } from './select-nodes.ts';

/** Removes them from a document in place; what is left of lists moves up. */
export function removeNodes(document: JsonObject, nodes: readonly SelectedNode[], origins: Origins): void {
  // The last items first, so that the places of the others stay what they are; and what is inside before what is around.
  for (const { location, pointer } of nodes.toSorted((one, other) => compare(other.location, one.location))) {
    const ownerPointer = pointer.slice(0, pointer.lastIndexOf('/'));
    const owner = valueAt(document, ownerPointer);
    const key = location.at(-1);
    if (key === undefined || valueAt(document, pointer) === undefined) continue;
    if (isJsonArray(owner)) {
      origins.removeItem(ownerPointer, Number(key), owner.length);
      replaceList(document, location.slice(0, -1), ownerPointer, owner.toSpliced(Number(key), 1));
    } else if (isJsonObject(owner)) {
      origins.removeMember(pointer);
      Reflect.deleteProperty(owner, key);
    }
  }
}

function replaceList(
  document: JsonObject,
  location: SelectedNode['location'],
  pointer: string,
  list: readonly Json[],
): void {
  const owner = valueAt(document, pointer.slice(0, pointer.lastIndexOf('/')));
  const key = location.at(-1);
  if (key !== undefined && (isJsonObject(owner) || isJsonArray(owner))) Reflect.set(owner, key, list);
}

function compare(one: SelectedNode['location'], other: SelectedNode['location']): number {
  for (const [depth, key] of one.entries()) {
    const against = other[depth];
    if (against === undefined) return 1;
    if (typeof key === 'number' && typeof against === 'number' && key !== against) return key - against;
    if (key !== against) return String(key) < String(against) ? -1 : 1;
  }
  return one.length - other.length;
}
