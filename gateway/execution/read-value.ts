import type { Read } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { contractViolation } from './contract-violation.ts';
import { type Answer, childPointer, isJsonArray, isJsonObject, ownProperty, type Place } from './row.ts';

const NOTHING: Place = { json: undefined, pointer: '', isText: false };

/**
 * Follows a read from a place of an answer. Absent properties and indices beyond the end give nothing.
 * @throws GatewayError CONTRACT_VIOLATED where the path goes through something that has no such parts.
 */
export function readValue(read: Read, from: Place, answer: Answer | undefined): Place {
  if (answer === undefined) return NOTHING;
  switch (read.from) {
    case 'value':
      return follow(read.path, from, answer);
    case 'key':
      return { json: from.entry?.key, pointer: from.entry?.pointer ?? from.pointer, isText: false };
    case 'item':
      return follow(read.path, itemOf(from), answer);
    case 'body':
      return follow(read.path, { json: answer.body, pointer: '', isText: false }, answer);
    case 'headers':
      return readHeader(read.path, answer);
    case 'status':
      return { json: answer.status, pointer: '', isText: false };
    case 'call':
      return follow(read.path, { json: answer.parameters, pointer: '', isText: false }, answer);
  }
}

function itemOf({ entry }: Place): Place {
  return entry === undefined ? NOTHING : { json: entry.value, pointer: entry.pointer, isText: false, entry };
}

function readHeader(path: Read['path'], answer: Answer): Place {
  const name = String(path[0]).toLowerCase();
  return { json: ownProperty(answer.headers, name), pointer: '', isText: true };
}

function follow(path: Read['path'], start: Place, answer: Answer): Place {
  let { json, pointer } = start;
  for (const segment of path) {
    json = memberOf(json, segment, pointer, answer);
    pointer = childPointer(pointer, segment);
  }
  return { json, pointer, isText: start.isText, entry: start.entry };
}

function memberOf(
  json: Json | undefined,
  segment: string | number,
  pointer: string,
  answer: Answer,
): Json | undefined {
  if (json === undefined || json === null) return undefined;
  if (typeof segment === 'number') {
    if (isJsonArray(json)) return json[segment];
    throw contractViolation(answer, pointer, 'not an array');
  }
  if (isJsonObject(json)) return ownProperty(json, segment);
  throw contractViolation(answer, pointer, 'not an object');
}
