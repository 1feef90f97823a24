import type { Json } from '../contract/index.ts';
import { isJsonArray, isJsonObject } from './row.ts';

/** How keys compare: as the text they have on the wire, so that 7 and "7" are one key. */
export function wireText(json: Json): string {
  if (typeof json === 'string') return json;
  return isJsonArray(json) || isJsonObject(json) ? JSON.stringify(comparable(json)) : String(json);
}

/** Several texts as one, without any two lists of texts meeting: `["a", "b"]`. */
export function joinedText(texts: readonly string[]): string {
  return JSON.stringify(texts);
}

/** All texts, names included. Keys of one join come from one template, so that their properties are in one order. */
function comparable(json: Json): Json {
  if (isJsonArray(json)) return json.map(comparable);
  if (!isJsonObject(json)) return wireText(json);
  return Object.entries(json).flatMap(([name, value]) => [name, comparable(value)]);
}
