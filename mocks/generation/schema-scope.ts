import { compilePattern, type Json, type JsonObject, longestTestable } from '#contract';
import { isObject, readPointer } from '../read-pointer.ts';

/** Who will read the value: answers leave out what is `writeOnly`, requests what is `readOnly`; `either` nothing. */
export type Direction = 'request' | 'response' | 'either';

export type Schema = JsonObject | boolean;

/** The document that references point into, and what is known about its schemas. */
export interface SchemaScope {
  readonly direction: Direction;
  /** The schema itself, references followed. What leads nowhere allows everything. */
  resolve(schema: Json): Schema;
  /** Properties that this direction leaves out, in the schema or in what its `allOf` adds. */
  hiddenNames(schema: JsonObject): ReadonlySet<string>;
  /** Undefined for what is no regular expression: such a pattern forbids nothing. */
  pattern(source: string): Pick<RegExp, 'test'> | undefined;
}

/** Remembers what it looked up, so that one scope should serve all values of a document and direction. */
export function createSchemaScope(document: JsonObject, direction: Direction): SchemaScope {
  const targets = new Map<string, Schema>();
  const patterns = new Map<string, Pick<RegExp, 'test'> | undefined>();
  const hidden = new WeakMap<JsonObject, ReadonlySet<string>>();

  function resolve(schema: Json): Schema {
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) return true;
    const { $ref } = schema;
    return typeof $ref === 'string' ? targetOf($ref) : schema;
  }

  function targetOf(reference: string): Schema {
    let target = targets.get(reference);
    if (target === undefined) {
      const found = readPointer(document, reference);
      target = typeof found === 'boolean' || isObject(found) ? found : true;
      targets.set(reference, target);
    }
    return target;
  }

  function hiddenNames(schema: JsonObject): ReadonlySet<string> {
    const known = hidden.get(schema);
    if (known !== undefined) return known;
    const names = new Set<string>();
    hidden.set(schema, names);
    if (direction === 'either') return names;
    const flag = direction === 'response' ? 'writeOnly' : 'readOnly';
    const { properties, allOf } = schema;
    for (const [name, property] of isObject(properties) ? Object.entries(properties) : []) {
      if (isFlagged(property, flag)) names.add(name);
    }
    for (const part of Array.isArray(allOf) ? allOf : []) {
      const target = resolve(part);
      if (isObject(target)) for (const name of hiddenNames(target)) names.add(name);
    }
    return names;
  }

  function isFlagged(property: Json, flag: 'writeOnly' | 'readOnly'): boolean {
    if (!isObject(property)) return false;
    const target = resolve(property);
    return property[flag] === true || (isObject(target) && target[flag] === true);
  }

  return {
    direction,
    resolve,
    hiddenNames,
    pattern(source) {
      if (!patterns.has(source)) patterns.set(source, compileOrSkip(source));
      return patterns.get(source);
    },
  };
}

/** Long texts that may keep a pattern busy for ever are not made. */
function compileOrSkip(source: string): Pick<RegExp, 'test'> | undefined {
  try {
    const pattern = compilePattern(source);
    const longest = longestTestable(source);
    return { test: (text) => text.length <= longest && pattern.test(text) };
  } catch {
    return undefined;
  }
}
