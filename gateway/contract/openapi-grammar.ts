import type { Json, JsonObject } from './contract.ts';
import { isReference } from './dereference.ts';
import { extendPointer, pointerOfReference, valueAt } from './json-pointer.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';

/** The objects of OpenAPI 3.x that hold references or schemas somewhere below them. */
export type Part =
  | 'document'
  | 'components'
  | 'path item'
  | 'operation'
  | 'parameter'
  | 'request body'
  | 'response'
  | 'header'
  | 'media type'
  | 'encoding'
  | 'example'
  | 'link'
  | 'callback'
  | 'security scheme'
  | 'schema';

/** `fields` is a map in which `x-…` keys are extensions; in a `map` every key counts. */
interface Slot {
  readonly holds: 'one' | 'list' | 'map' | 'fields';
  readonly part: Part;
}

const one = (part: Part): Slot => ({ holds: 'one', part });
const list = (part: Part): Slot => ({ holds: 'list', part });
const map = (part: Part): Slot => ({ holds: 'map', part });
const fields = (part: Part): Slot => ({ holds: 'fields', part });

const under = (slot: Slot, ...keys: readonly string[]): Readonly<Record<string, Slot>> =>
  Object.fromEntries(keys.map((key) => [key, slot]));

/** What stands where (OpenAPI 3.1, section 4.8, and JSON Schema 2020-12); keys that are not named hold plain data. */
const GRAMMAR: Readonly<Record<Part, Readonly<Record<string, Slot>>>> = {
  document: { paths: fields('path item'), webhooks: map('path item'), components: one('components') },
  components: {
    schemas: map('schema'),
    responses: map('response'),
    parameters: map('parameter'),
    examples: map('example'),
    requestBodies: map('request body'),
    headers: map('header'),
    securitySchemes: map('security scheme'),
    links: map('link'),
    callbacks: map('callback'),
    pathItems: map('path item'),
  },
  'path item': {
    parameters: list('parameter'),
    get: one('operation'),
    put: one('operation'),
    post: one('operation'),
    delete: one('operation'),
    options: one('operation'),
    head: one('operation'),
    patch: one('operation'),
    trace: one('operation'),
  },
  operation: {
    parameters: list('parameter'),
    requestBody: one('request body'),
    responses: fields('response'),
    callbacks: map('callback'),
  },
  parameter: { schema: one('schema'), content: map('media type'), examples: map('example') },
  'request body': { content: map('media type') },
  response: { headers: map('header'), content: map('media type'), links: map('link') },
  header: { schema: one('schema'), content: map('media type'), examples: map('example') },
  'media type': { schema: one('schema'), examples: map('example'), encoding: map('encoding') },
  encoding: { headers: map('header') },
  example: {},
  link: {},
  callback: {},
  'security scheme': {},
  schema: {
    ...under(map('schema'), 'properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'),
    ...under(list('schema'), 'allOf', 'anyOf', 'oneOf', 'prefixItems'),
    ...under(
      one('schema'),
      'items',
      'contains',
      'unevaluatedItems',
      'additionalProperties',
      'unevaluatedProperties',
    ),
    ...under(one('schema'), 'propertyNames', 'contentSchema', 'not', 'if', 'then', 'else'),
  },
};

export interface DocumentVisitor {
  /** Every object (or boolean schema), children before parents, so that it may be rewritten in place. */
  part?(part: Part, json: JsonObject, pointer: string): void;
  /** Every `$ref` that stands where a part is wanted; `pointer` is the object that holds it. */
  reference?(part: Part, reference: string, pointer: string): void;
  /** Something else stands where a part is wanted. */
  mistake?(message: string, pointer: string, part: Part): void;
}

/**
 * Visits every part once, also those outside the grammar (`#/x-common/Money`) that a reference makes one.
 * Examples and other data are never mistaken for schemas. Returns which part stands at each pointer.
 */
export function visitDocument(document: JsonObject, visitor: DocumentVisitor): ReadonlyMap<string, Part> {
  const walk = new Walk(visitor);
  walk.visit('document', document, '');
  // Grows while it is read: what a reference leads to may hold further references.
  for (const { part, target } of walk.references) {
    const json = walk.seen.has(target) ? undefined : valueAt(document, target);
    if (json !== undefined) walk.visit(part, json, target);
  }
  return walk.seen;
}

class Walk {
  readonly seen = new Map<string, Part>();
  readonly references: { readonly part: Part; readonly target: string }[] = [];
  readonly #visitor: DocumentVisitor;

  constructor(visitor: DocumentVisitor) {
    this.#visitor = visitor;
  }

  visit(part: Part, json: Json, pointer: string): void {
    this.seen.set(pointer, part);
    if (part === 'schema' && typeof json === 'boolean') return;
    if (!isJsonObject(json)) {
      const wanted = part === 'schema' ? 'an object, true or false' : 'an object';
      this.#visitor.mistake?.(`Here ${wanted} is wanted (${part}).`, pointer, part);
      return;
    }
    if (isReference(json)) this.#follow(part, json.$ref, pointer);
    // Beside a $ref only schemas may say more.
    if (part === 'schema' || !isReference(json)) this.#visitChildren(part, json, pointer);
    this.#visitor.part?.(part, json, pointer);
  }

  #follow(part: Part, reference: string, pointer: string): void {
    this.#visitor.reference?.(part, reference, pointer);
    const target = pointerOfReference(reference);
    if (target !== undefined) this.references.push({ part, target });
  }

  #visitChildren(part: Part, json: JsonObject, pointer: string): void {
    if (part === 'callback') this.#visitSlot(fields('path item'), json, pointer);
    const slots = GRAMMAR[part];
    for (const [key, value] of Object.entries(json)) {
      const slot = Object.hasOwn(slots, key) ? slots[key] : undefined;
      if (slot !== undefined) this.#visitSlot(slot, value, extendPointer(pointer, key));
    }
  }

  #visitSlot({ holds, part }: Slot, value: Json, pointer: string): void {
    if (holds === 'one') this.visit(part, value, pointer);
    else if (holds === 'list') this.#visitList(part, value, pointer);
    else if (!isJsonObject(value))
      this.#visitor.mistake?.(`Here an object of ${part}s by name is wanted.`, pointer, 'document');
    else {
      for (const [key, item] of Object.entries(value)) {
        if (holds === 'map' || !key.startsWith('x-')) this.visit(part, item, extendPointer(pointer, key));
      }
    }
  }

  #visitList(part: Part, value: Json, pointer: string): void {
    if (!isJsonArray(value))
      this.#visitor.mistake?.(`Here a list of ${part}s is wanted.`, pointer, 'document');
    else value.forEach((item, index) => this.visit(part, item, `${pointer}/${index}`));
  }
}
