import type { Shape } from '../binding/index.ts';
import type { Json, JsonObject } from '../contract/index.ts';

/** What a service sent, and who sent it. */
export interface Answer {
  /** Empty where a resolver gave the value, and no service. */
  readonly service: string;
  /** The field that a resolver gave the value for: `Product.discount`. */
  readonly resolver?: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when there was none. */
  readonly body: Json | undefined;
  /** What the call sent, by the contract's names as in `BoundCall` and in its types; without what was left out. */
  readonly parameters: Readonly<Record<string, Json>>;
}

/** A place in an answer. */
export interface Place {
  /** Undefined where there is nothing. */
  readonly json: Json | undefined;
  /** JSON pointer into the answer's body. */
  readonly pointer: string;
  /** Header values are text, whatever the contract says they mean. */
  readonly isText: boolean;
  /** The nearest entry of a map that the place is, or lies in. */
  readonly entry?: MapEntry | undefined;
}

/** What `$key` and `$item` name. */
export interface MapEntry {
  readonly key: string;
  readonly value: Json;
  /** To the value. */
  readonly pointer: string;
}

/** An object that a client sees: the place that fills it. Root types and groups have no answer. */
export interface Row extends Place {
  readonly shape: Shape;
  readonly answer: Answer | undefined;
  /** How long lists of this row may be, by field name, where the arguments of the field above say so. */
  readonly sized?: ReadonlyMap<string, number>;
}

/** The object of a root type, or of a group in one. */
export function rootRow(shape: Shape): Row {
  return { shape, json: undefined, pointer: '', isText: false, answer: undefined };
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'shape' in value;
}

export function isJsonObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** What was parsed from JSON, as the compiler knows it; undefined for anything else. */
export function asJson(value: unknown): Json | undefined {
  return isJson(value) ? value : undefined;
}

/** Looks at the outermost value only: what JSON holds is JSON. */
function isJson(value: unknown): value is Json {
  return value === null || ['boolean', 'number', 'string', 'object'].includes(typeof value);
}

export function isJsonArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

/** An own property; never one that a name like `constructor` or `__proto__` would find on the prototype. */
export function ownProperty(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

export function childPointer(pointer: string, segment: string | number): string {
  return `${pointer}/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
