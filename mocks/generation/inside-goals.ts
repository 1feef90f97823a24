import type { Json, JsonObject } from '#contract';
import { isObject, listOf } from '../read-pointer.ts';
import type { SchemaScope } from './schema-scope.ts';

interface Tuple {
  readonly first: readonly Json[];
  /** For items after those; undefined allows anything. */
  readonly rest: Json | undefined;
}

export interface Contained {
  readonly schema: Json;
  readonly min: number;
  readonly max: number;
}

/** What schemas together say about lists. */
export class ListGoal {
  min = 0;
  max = Infinity;
  isUnique = false;
  tuples: Tuple[] = [];
  contained: Contained[] = [];
  unevaluated: Json[] = [];

  add(schema: JsonObject): void {
    const { minItems, maxItems, uniqueItems, prefixItems, items, unevaluatedItems } = schema;
    if (typeof minItems === 'number') this.min = Math.max(this.min, minItems);
    if (typeof maxItems === 'number') this.max = Math.min(this.max, maxItems);
    if (uniqueItems === true) this.isUnique = true;
    if (prefixItems !== undefined || items !== undefined)
      this.tuples.push({ first: listOf(prefixItems), rest: items });
    if (unevaluatedItems !== undefined) this.unevaluated.push(unevaluatedItems);
    this.#addContained(schema);
  }

  addAll(other: ListGoal): void {
    this.min = Math.max(this.min, other.min);
    this.max = Math.min(this.max, other.max);
    this.isUnique ||= other.isUnique;
    this.tuples.push(...other.tuples);
    this.contained.push(...other.contained);
    this.unevaluated.push(...other.unevaluated);
  }

  /** What an item at this place must satisfy. */
  schemasAt(index: number): readonly Json[] {
    const wanted = this.tuples.flatMap(({ first, rest }) => {
      const schema = index < first.length ? first[index] : rest;
      return schema === undefined ? [] : [schema];
    });
    return wanted.length === 0 ? this.unevaluated : wanted;
  }

  #addContained({ contains, minContains, maxContains }: JsonObject): void {
    if (contains === undefined) return;
    const min = typeof minContains === 'number' ? minContains : 1;
    const max = typeof maxContains === 'number' ? maxContains : Infinity;
    this.contained.push({ schema: contains, min, max });
  }
}

/** `additionalProperties` speaks of all names but those that stand beside it. */
interface Rest {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly string[];
  readonly schema: Json;
}

/** What schemas together say about objects. */
export class ObjectGoal {
  min = 0;
  max = Infinity;
  /** In the order in which they were first met. */
  properties = new Map<string, Json[]>();
  required = new Set<string>();
  forbidden = new Set<string>();
  /** Left out, unless nothing else will do. */
  hidden = new Set<string>();
  patterned: { readonly pattern: string; readonly schema: Json }[] = [];
  rests: Rest[] = [];
  names: Json[] = [];
  /** Names that bring others with them. */
  dependents = new Map<string, string[]>();
  unevaluated: Json[] = [];

  add(schema: JsonObject, scope: SchemaScope): void {
    const { minProperties, maxProperties, propertyNames, unevaluatedProperties } = schema;
    if (typeof minProperties === 'number') this.min = Math.max(this.min, minProperties);
    if (typeof maxProperties === 'number') this.max = Math.min(this.max, maxProperties);
    if (propertyNames !== undefined) this.names.push(propertyNames);
    if (unevaluatedProperties !== undefined) this.unevaluated.push(unevaluatedProperties);
    const properties = entriesOf(schema['properties']);
    const patterned = entriesOf(schema['patternProperties']);
    for (const [name, property] of properties) this.#addProperty(name, [property]);
    for (const [pattern, inner] of patterned) this.patterned.push({ pattern, schema: inner });
    const { additionalProperties } = schema;
    if (additionalProperties !== undefined) {
      const names = new Set(properties.map(([name]) => name));
      this.rests.push({
        names,
        patterns: patterned.map(([pattern]) => pattern),
        schema: additionalProperties,
      });
    }
    this.#addRequired(schema);
    for (const name of scope.hiddenNames(schema)) this.hidden.add(name);
  }

  addAll(other: ObjectGoal): void {
    this.min = Math.max(this.min, other.min);
    this.max = Math.min(this.max, other.max);
    for (const [name, schemas] of other.properties) this.#addProperty(name, schemas);
    for (const name of other.required) this.required.add(name);
    for (const name of other.forbidden) this.forbidden.add(name);
    for (const name of other.hidden) this.hidden.add(name);
    this.patterned.push(...other.patterned);
    this.rests.push(...other.rests);
    this.names.push(...other.names);
    this.unevaluated.push(...other.unevaluated);
    for (const [name, brought] of other.dependents) this.#addDependents(name, brought);
  }

  /** Whether anything says that values are objects with something in them. */
  get isDescribed(): boolean {
    return this.properties.size + this.required.size + this.patterned.length + this.rests.length > 0;
  }

  /** What a member of this name must satisfy. */
  schemasOf(name: string, scope: SchemaScope): readonly Json[] {
    const own = this.properties.get(name) ?? [];
    const matches = (pattern: string): boolean => scope.pattern(pattern)?.test(name) === true;
    const patterned = this.patterned.filter(({ pattern }) => matches(pattern)).map(({ schema }) => schema);
    const rests = this.rests
      .filter(({ names, patterns }) => !names.has(name) && !patterns.some(matches))
      .map(({ schema }) => schema);
    const isKnown = own.length > 0 || patterned.length > 0 || this.rests.length > 0;
    return [...own, ...patterned, ...rests, ...(isKnown ? [] : this.unevaluated)];
  }

  #addProperty(name: string, schemas: readonly Json[]): void {
    const known = this.properties.get(name);
    if (known === undefined) this.properties.set(name, [...schemas]);
    else known.push(...schemas);
  }

  #addRequired({ required, dependentRequired }: JsonObject): void {
    for (const name of listOf(required)) if (typeof name === 'string') this.required.add(name);
    for (const [name, brought] of entriesOf(dependentRequired)) {
      this.#addDependents(
        name,
        listOf(brought).filter((one) => typeof one === 'string'),
      );
    }
  }

  #addDependents(name: string, brought: readonly string[]): void {
    this.dependents.set(name, [...(this.dependents.get(name) ?? []), ...brought]);
  }
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}
