import type { Json, JsonObject } from '#contract';
import { isObject, listOf } from '../read-pointer.ts';
import { discriminatorOf, ownNameIn } from './discriminator.ts';
import { ListGoal, ObjectGoal } from './inside-goals.ts';
import { ALL_KINDS, bitsOfType, KIND } from './kind-bits.ts';
import { isSameJson } from './same-json.ts';
import { NumberGoal, TextGoal } from './scalar-goals.ts';
import type { Schema, SchemaScope } from './schema-scope.ts';

/** Schemas of which one has to hold (`anyOf`), or one and no other (`oneOf`). */
export interface Union {
  readonly branches: readonly Schema[];
  readonly isExclusive: boolean;
  readonly discriminator: JsonObject | undefined;
}

/** What holds for values that fit `when`, and for those that do not. */
export interface Condition {
  readonly when: Json;
  readonly consequence: Json | undefined;
  readonly otherwise: Json | undefined;
}

/**
 * Several schemas that one value must satisfy at once, sorted by what they speak of: references are followed and
 * `allOf` is dissolved; what leaves a choice is kept as such.
 */
export class Goal {
  readonly scope: SchemaScope;
  /** The schemas as they were added. */
  sources: Schema[] = [];
  kinds: number = ALL_KINDS;
  /** The only values there are. */
  values: readonly Json[] | undefined;
  examples: Json[] = [];
  readonly number = new NumberGoal();
  readonly text = new TextGoal();
  readonly list = new ListGoal();
  readonly object = new ObjectGoal();
  unions: Union[] = [];
  conditions: Condition[] = [];
  refused: Schema[] = [];
  /** Values that members should have where nothing speaks against it: what discriminators ask for. */
  preferred = new Map<string, Json>();
  readonly #seen = new Set<Schema>();

  constructor(scope: SchemaScope) {
    this.scope = scope;
  }

  /** The same schemas, to be extended without changing this goal. */
  clone(): Goal {
    const copy = new Goal(this.scope);
    copy.addAll(this);
    return copy;
  }

  addAll(other: Goal): void {
    this.sources.push(...other.sources);
    this.kinds &= other.kinds;
    this.#restrictValues(other.values);
    this.examples.push(...other.examples);
    this.number.addAll(other.number);
    this.text.addAll(other.text);
    this.list.addAll(other.list);
    this.object.addAll(other.object);
    this.unions.push(...other.unions);
    this.conditions.push(...other.conditions);
    this.refused.push(...other.refused);
    for (const [name, value] of other.preferred) this.preferred.set(name, value);
    for (const schema of other.#seen) this.#seen.add(schema);
  }

  add(schema: Json): this {
    const target = this.scope.resolve(schema);
    this.sources.push(target);
    this.#collect(target, schema);
    return this;
  }

  get isImpossible(): boolean {
    return this.kinds === 0 || this.values?.length === 0;
  }

  #collect(schema: Schema, written: Json): void {
    if (schema === false) this.kinds = 0;
    if (typeof schema === 'boolean' || this.#seen.has(schema)) return;
    this.#seen.add(schema);
    this.kinds &= bitsOfType(schema['type']);
    if (schema['const'] !== undefined) this.#restrictValues([schema['const']]);
    if (Array.isArray(schema['enum'])) this.#restrictValues(listOf(schema['enum']));
    this.#collectExamples(schema);
    this.number.add(schema);
    this.text.add(schema);
    this.list.add(schema);
    this.object.add(schema, this.scope);
    this.#collectChoices(schema);
    this.#preferName(schema, written);
    for (const part of listOf(schema['allOf'])) {
      const target = this.scope.resolve(part);
      this.#collect(target, part);
      if (isObject(target)) this.#nameAs(target, written);
    }
  }

  #collectExamples({ example, examples, default: fallback }: JsonObject): void {
    if (example !== undefined) this.examples.push(example);
    this.examples.push(...listOf(examples));
    if (fallback !== undefined) this.examples.push(fallback);
  }

  #collectChoices(schema: JsonObject): void {
    const { anyOf, oneOf, not, dependentSchemas } = schema;
    const discriminator = isObject(schema['discriminator']) ? schema['discriminator'] : undefined;
    for (const [branches, isExclusive] of [
      [anyOf, false],
      [oneOf, true],
    ] as const) {
      if (Array.isArray(branches)) {
        this.unions.push({ branches: listOf(branches).map(asSchema), isExclusive, discriminator });
      }
    }
    if (not !== undefined) this.#refuse(asSchema(not));
    const { if: when, then: consequence, else: otherwise } = schema;
    if (when !== undefined) this.conditions.push({ when, consequence, otherwise });
    for (const [name, wanted] of isObject(dependentSchemas) ? Object.entries(dependentSchemas) : []) {
      this.conditions.push({
        when: { type: 'object', required: [name] },
        consequence: wanted,
        otherwise: undefined,
      });
    }
  }

  /** Kinds and names that must not be are known at once; the rest is looked at when there is a value. */
  #refuse(schema: Schema): void {
    const target = this.scope.resolve(schema);
    if (target === true) this.kinds = 0;
    if (typeof target === 'boolean') return;
    const keywords = Object.keys(target).filter((keyword) => !keyword.startsWith('x-'));
    const [name, ...others] = listOf(target['required']);
    if (keywords.every((keyword) => keyword === 'type') && target['type'] !== undefined) {
      this.kinds &= ~bitsOfType(target['type']);
    } else if (isRequirementAlone(target, keywords) && typeof name === 'string' && others.length === 0) {
      this.object.forbidden.add(name);
    } else this.refused.push(target);
  }

  /** A schema with a discriminator that is meant itself, not one of its branches. */
  #preferName(schema: JsonObject, written: Json): void {
    const { discriminator, oneOf, anyOf } = schema;
    if (isObject(discriminator) && oneOf === undefined && anyOf === undefined)
      this.#prefer(discriminator, written);
  }

  /** `Cat` is `allOf` [`Pet`], and `Pet` has the discriminator that wants to hear `Cat`. */
  #nameAs(parent: JsonObject, written: Json): void {
    const { discriminator } = parent;
    if (isObject(discriminator)) this.#prefer(discriminator, written);
  }

  #prefer(discriminator: JsonObject, written: Json): void {
    const { propertyName } = discriminator;
    const name = discriminatorOf(discriminator, written) ?? ownNameIn(discriminator);
    if (typeof propertyName === 'string' && name !== undefined) this.preferred.set(propertyName, name);
  }

  #restrictValues(values: readonly Json[] | undefined): void {
    if (values === undefined) return;
    this.values =
      this.values === undefined
        ? values
        : this.values.filter((value) => values.some((other) => isSameJson(value, other)));
  }
}

/** A union without the branches of kinds that are out of question. */
export function asSchema(json: Json): Schema {
  return typeof json === 'boolean' || isObject(json) ? json : true;
}

function isRequirementAlone(schema: JsonObject, keywords: readonly string[]): boolean {
  const isObjectType = schema['type'] === undefined || bitsOfType(schema['type']) === KIND.object;
  return isObjectType && keywords.every((keyword) => keyword === 'required' || keyword === 'type');
}
