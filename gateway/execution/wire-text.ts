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

/** The order of properties means nothing in JSON. */
function comparable(json: Json): Json {
  if (isJsonArray(json)) return json.map(comparable);
  if (!isJsonObject(json)) return wireText(json);
  const sorted = Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([name, value]) => [name, comparable(value)]);
}
