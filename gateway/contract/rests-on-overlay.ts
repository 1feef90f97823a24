import type { Contract, Json, Operation } from './contract.ts';
import { isReference } from './dereference.ts';
import { pointerOfReference, valueAt } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';

const known = new WeakMap<Operation, boolean>();

/** Is anything that an overlay says part of what the operation answers? Only real answers can tell whether it holds. */
export function restsOnOverlay(operation: Operation): boolean {
  const { contract, responses } = operation;
  if (contract.overlay === undefined) return false;
  const before = known.get(operation);
  if (before !== undefined) return before;
  const places = placesBelow(
    contract,
    [...responses.values()].map(({ pointer }) => pointer),
  );
  const rests = contract.overlay.pointers.some((claim) => places.some((place) => meet(claim, place)));
  known.set(operation, rests);
  return rests;
}

/** The places themselves, and all that references below them lead to. */
function placesBelow(contract: Contract, start: readonly string[]): readonly string[] {
  const places = new Set(start);
  // Grows while it is read.
  for (const place of places) {
    const json = valueAt(contract.document, place);
    if (json !== undefined) for (const target of referencesIn(json)) places.add(target);
  }
  return [...places];
}

function* referencesIn(json: Json): Generator<string> {
  if (isJsonArray(json)) for (const item of json) yield* referencesIn(item);
  else if (isJsonObject(json)) {
    const target = isReference(json) ? pointerOfReference(json.$ref) : undefined;
    if (target !== undefined) yield target;
    for (const member of Object.values(json)) yield* referencesIn(member);
  }
}

/** One of them is inside the other. */
function meet(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
