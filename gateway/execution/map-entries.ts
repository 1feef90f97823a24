import { contractViolation } from './contract-violation.ts';
import { type Answer, childPointer, isJsonObject, type Place } from './row.ts';

/**
 * The entries of a map, in the order in which JavaScript keeps the properties of an object: the document's, but names
 * that are whole numbers come first, by size.
 * @param declared properties of the object that are no entries
 * @throws GatewayError CONTRACT_VIOLATED for what is no object
 */
export function mapEntries(declared: ReadonlySet<string>, place: Place, answer: Answer): readonly Place[] {
  const { json, pointer } = place;
  if (!isJsonObject(json)) throw contractViolation(answer, pointer, 'not an object');
  return Object.entries(json)
    .filter(([key]) => !declared.has(key))
    .map(([key, value]) => {
      const at = childPointer(pointer, key);
      return { json: value, pointer: at, isText: false, entry: { key, value, pointer: at } };
    });
}
