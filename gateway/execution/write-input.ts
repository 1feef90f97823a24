import type { BoundInput, BoundInputField } from '../binding/index.ts';
import type { Json, JsonObject } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import { childPointer, isJsonArray, isJsonObject, ownProperty } from './row.ts';

/** Where a value goes: in parameters null equals absent, in bodies it is a value of its own. */
export type Destination = 'parameter' | 'body';

/**
 * A GraphQL input value as the contract's JSON: enum values translated, fields renamed and lifted.
 * @param pointer where it stands in the field's arguments: `/input/rating`
 * @throws GatewayError BAD_USER_INPUT for an explicit null that the contract does not take, and for the other value of
 *   an enum.
 */
export function writeInput(input: BoundInput, value: Json, destination: Destination, pointer: string): Json {
  if (value === null) return null;
  switch (input.kind) {
    case 'leaf':
      return writeLeaf(input.toWire, value, pointer);
    case 'upload':
      // A stream is no JSON: files do not come this way.
      throw new TypeError(`${pointer} is a file`);
    case 'list':
      // A single value where a list is wanted arrives as a list: graphql-js wraps it.
      if (!isJsonArray(value)) return value;
      return value.map((item, index) =>
        writeInput(input.item, item, destination, childPointer(pointer, index)),
      );
    case 'object':
      return isJsonObject(value) ? writeObject(input, value, destination, pointer) : value;
    case 'oneOf':
      return isJsonObject(value) ? writeOneOf(input.fields, value, destination, pointer) : value;
    case 'constant':
      return input.value;
  }
}

/** An enum value that is not in the map stands for what the contract does not list: nobody knows what to send. */
function writeLeaf(toWire: ReadonlyMap<string, Json> | undefined, value: Json, pointer: string): Json {
  if (toWire === undefined || typeof value !== 'string') return value;
  const wire = toWire.get(value);
  if (wire === undefined) throw valueRefused(pointer, 'enum');
  return wire;
}

function writeObject(
  { fields, constants = [] }: Extract<BoundInput, { kind: 'object' }>,
  object: JsonObject,
  destination: Destination,
  pointer: string,
): Json {
  const written: Written[] = [...constants];
  for (const [name, field] of fields) {
    const value = ownProperty(object, name);
    if (value === undefined || (value === null && destination === 'parameter')) continue;
    if (field.input.kind === 'constant' && value !== true) continue;
    const fieldPointer = childPointer(pointer, name);
    if (value === null && !field.nullable) throw nullRefused(fieldPointer);
    written.push({ path: field.path, value: writeInput(field.input, value, destination, fieldPointer) });
  }
  return nest(written);
}

/** What the one field holds that is there: in its place, or as a property of what is sent. */
function writeOneOf(
  fields: ReadonlyMap<string, BoundInputField>,
  object: JsonObject,
  destination: Destination,
  pointer: string,
): Json {
  const chosen = Object.keys(object).find((name) => (ownProperty(object, name) ?? null) !== null);
  const field = chosen === undefined ? undefined : fields.get(chosen);
  if (chosen === undefined || field === undefined) throw nullRefused(pointer);
  const value = ownProperty(object, chosen) ?? null;
  const fieldPointer = childPointer(pointer, chosen);
  // A choice that says false chooses nothing.
  if (field.input.kind === 'constant' && value !== true) throw valueRefused(fieldPointer, 'enum');
  const written = writeInput(field.input, value, destination, fieldPointer);
  return field.path.length === 0 ? written : nest([{ path: field.path, value: written }]);
}

/** An explicit null where the contract takes none; `pointer` is the argument's. */
export function nullRefused(pointer: string): GatewayError {
  return valueRefused(pointer, 'null');
}

function valueRefused(pointer: string, reason: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', { fields: [{ pointer, reason }] });
}

interface Written {
  readonly path: readonly string[];
  readonly value: Json;
}

/** Puts values at their paths in one new object. `fromEntries` defines properties, so no name can reach a prototype. */
function nest(written: readonly Written[]): Json {
  const groups = Map.groupBy(written, ({ path }) => path[0] ?? '');
  return Object.fromEntries([...groups].map(([name, members]) => [name, nestMember(members)]));
}

function nestMember(members: readonly Written[]): Json {
  const [first] = members;
  if (first !== undefined && first.path.length <= 1) return first.value;
  return nest(members.map(({ path, value }) => ({ path: path.slice(1), value })));
}
