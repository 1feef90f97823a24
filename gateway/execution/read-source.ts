import type { Source } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import type { Viewer } from '../request-scope.ts';
import { asJson, childPointer, isJsonArray, isJsonObject, type MapEntry, ownProperty } from './row.ts';
import { type Destination, nullRefused, writeInput } from './write-input.ts';

/** Everything that a template may read while one field of one parent is answered. */
export interface Sources {
  /** The field's arguments, coerced by graphql-js. */
  readonly args: Readonly<Record<string, Json>>;
  /** The row that the parent stands for; undefined on root types. */
  readonly parent: Json | undefined;
  /** The entry of a map that the row is, or lies in. */
  readonly entry: MapEntry | undefined;
  /** The parameters of the call that the parent came from. */
  readonly call: Json | undefined;
  readonly viewer: Viewer | null;
  readonly config: Readonly<Record<string, Json>>;
}

/**
 * The value of a source; undefined when it is absent. Only arguments can be null: everywhere else null is absent,
 * because a call that was meant for one value must not be made with none.
 * @throws GatewayError BAD_USER_INPUT for an explicit null in an argument that the contract does not take.
 */
export function readSource(source: Source, sources: Sources, destination: Destination): Json | undefined {
  switch (source.root) {
    case 'args':
      return readArgument(source, sources, destination);
    case 'parent':
      return withoutEmpty(follow(sources.parent, source.path), destination);
    case 'key':
      return withoutEmpty(sources.entry?.key, destination);
    case 'item':
      return withoutEmpty(follow(sources.entry?.value, source.path), destination);
    case 'call':
      return withoutEmpty(follow(sources.call, source.path), destination);
    case 'viewer':
      return withoutEmpty(follow(asJson(sources.viewer?.claims), source.path), 'parameter');
    case 'config':
      return withoutEmpty(follow(sources.config, source.path), destination);
  }
}

/**
 * An empty text says nothing about anybody, nor does an object without values: `?owner=`, or nothing at all in its
 * place, would widen a query. In a body it may be what is meant.
 */
function withoutEmpty(value: Json | undefined, destination: Destination): Json | undefined {
  if (destination === 'body') return value ?? undefined;
  if (isJsonArray(value)) return value.map((item) => (isEmpty(item) ? null : item));
  return isEmpty(value) ? undefined : value;
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.values(value).every((inner: Json) => isEmpty(inner));
}

function readArgument(source: Source, { args }: Sources, destination: Destination): Json | undefined {
  const value = follow(args, source.path);
  const pointer = source.path.reduce<string>(childPointer, '');
  if (value === null && destination === 'body' && source.refusesNull === true) throw nullRefused(pointer);
  if (source.write?.kind === 'constant' && value !== true) return undefined;
  return value === undefined || source.write === undefined
    ? value
    : writeInput(source.write, value, destination, pointer);
}

/** Why no call is made without this source; undefined where a null without an error says it all. */
export function absenceOf(source: Source, viewer: Viewer | null): GatewayError | undefined {
  switch (source.root) {
    case 'args':
    case 'parent':
    case 'key':
    case 'item':
    case 'call':
      return undefined;
    case 'viewer':
      return new GatewayError(
        viewer === null ? 'UNAUTHENTICATED' : 'FORBIDDEN',
        {},
        new Error(`no ${source.text}`),
      );
    case 'config':
      return new GatewayError('INTERNAL_SERVER_ERROR', {}, new Error(`no ${source.text}`));
  }
}

/** A name that meets an array is read from each of its items: `$parent.lines.sku` is a flat list, absent ones null. */
function follow(start: Json | undefined, path: Source['path']): Json | undefined {
  let json = start;
  for (const [index, segment] of path.entries()) {
    if (isJsonArray(json) && typeof segment === 'string') {
      const rest = path.slice(index);
      return json.flatMap((item) => follow(item, rest) ?? null);
    }
    json = memberOf(json, segment);
  }
  return json;
}

function memberOf(json: Json | undefined, segment: string | number): Json | undefined {
  if (typeof segment === 'number') return isJsonArray(json) ? json[segment] : undefined;
  return isJsonObject(json) ? ownProperty(json, segment) : undefined;
}
