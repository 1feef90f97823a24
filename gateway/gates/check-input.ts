import { GatewayError } from '../errors.ts';

/** Names that reach an object's prototype when somebody assigns by them. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

interface Place {
  readonly value: unknown;
  readonly depth: number;
  readonly name: string;
  readonly parent: Place | undefined;
}

/**
 * Refuses JSON that nests deeper than `maxDepth` or names a prototype, whatever the schema says about it: a JSON
 * scalar takes anything. Walks with a list of its own, since the call stack is what deep JSON is after.
 * @throws GatewayError BAD_USER_INPUT
 */
export function checkInput(name: string, input: unknown, maxDepth: number): void {
  const places: Place[] = [{ value: input, depth: 0, name, parent: undefined }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    if (FORBIDDEN.has(place.name)) throw refused(place, 'is a name that is not accepted');
    if (typeof place.value !== 'object' || place.value === null) continue;
    if (place.depth >= maxDepth) throw refused(place, `nests deeper than ${maxDepth}`);
    for (const [key, value] of Object.entries(place.value)) {
      places.push({ value, depth: place.depth + 1, name: key, parent: place });
    }
  }
}

function refused(place: Place, reason: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', { fields: [{ pointer: pointerTo(place), reason }] });
}

function pointerTo(place: Place): string {
  const names: string[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) names.push(at.name);
  return names
    .toReversed()
    .map((name) => `/${name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
