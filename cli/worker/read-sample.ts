import type { Read } from '#binding';
import type { Json, JsonObject } from '#contract';

/** An answer that the contract allows, with what it was asked with left out. */
export interface SampleAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where there is none. */
  readonly body: Json | undefined;
}

/** A place in an answer, as an object of the client's schema stands there. */
export interface SamplePlace {
  readonly answer: SampleAnswer | undefined;
  readonly json: Json | undefined;
  /** The nearest entry of a map that it is, or lies in. */
  readonly entry?: SampleEntry | undefined;
}

export interface SampleEntry {
  readonly key: string;
  readonly value: Json;
}

/** What a read finds; undefined where nothing is, or where only a real call would know. */
export function readSample({ from, path }: Read, { answer, json, entry }: SamplePlace): Json | undefined {
  switch (from) {
    case 'value':
      return follow(json, path);
    case 'key':
      return entry?.key;
    case 'item':
      return follow(entry?.value, path);
    case 'body':
      return follow(answer?.body, path);
    case 'headers':
      return answer?.headers[String(path[0])];
    case 'status':
      return answer?.status;
    case 'call':
      return undefined;
  }
}

/** Follows names and indices; a name that meets a list is read from each of its items, as sources do. */
export function follow(start: Json | undefined, path: Read['path']): Json | undefined {
  let json = start;
  for (const [index, segment] of path.entries()) {
    if (isList(json) && typeof segment === 'string') {
      const rest = path.slice(index);
      return json.flatMap((item) => follow(item, rest) ?? null);
    }
    json = isList(json)
      ? json[Number(segment)]
      : isObject(json)
        ? ownMember(json, String(segment))
        : undefined;
  }
  return json;
}

function ownMember(json: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(json, name) ? json[name] : undefined;
}

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
